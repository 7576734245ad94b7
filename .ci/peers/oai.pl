#!/usr/bin/perl
# oai.pl BASE PREFIX [FROM]: a harvest by HTTP::OAI, page by page.
#
# Prints what it got as JSON: {"date": the last responseDate, "pages": [records a page],
# "records": [{"id", "datestamp", "deleted", "title"}], "faults": [...]}. The metadata is read
# by whoever knows the format: HTTP::OAI's own reader, MODS::Record, MARC::File::XML; MARC::Lint
# says what is wrong with a MARC record.
use strict;
use warnings;
use HTTP::OAI;
use JSON;
use MARC::Lint;
use MARC::Record;
use MARC::File::XML (BinaryEncoding => 'utf8', RecordFormat => 'MARC21');
use MODS::Record;

my ($base, $prefix, $from) = @ARGV;
my $lint = MARC::Lint->new;
my %got = (pages => [], records => [], faults => []);

# HTTP::OAI gives the metadata as a fragment that holds the metadata element.
sub element {
    my ($metadata) = grep { $_->nodeType == 1 } shift->dom->childNodes;
    my ($element) = grep { $_->nodeType == 1 } $metadata->childNodes;
    return $element;
}

my %titles = (
    oai_dc => sub {
        my $metadata = shift;
        my @titles = map { $_->textContent }
            element($metadata)->getElementsByTagNameNS('http://purl.org/dc/elements/1.1/', 'title');
        return $titles[0];
    },
    mods => sub {
        my $mods = MODS::Record->from_xml(element(shift)->toString);
        my ($info) = $mods->get_titleInfo;
        my ($sub) = $info->get_subTitle;
        my ($title) = $info->get_title;
        return $title->_body . ($sub ? ': ' . $sub->_body : '');
    },
    marc21 => sub {
        my $marc = MARC::Record->new_from_xml(element(shift)->toString, 'UTF-8');
        $lint->check_record($marc);
        # MARC::Lint asks for ISBD's full stop, also of records whose leader (position 18) says that they have no such punctuation.
        my $bare = substr($marc->leader, 18, 1) eq 'n';
        push @{ $got{faults} }, map { $marc->field('001')->data . ": $_" } grep { !($bare && /Must end with \. \(period\)/) } $lint->warnings;
        my $field = $marc->field('245');
        return join ': ', grep { defined } $field->subfield('a'), $field->subfield('b');
    },
);

# HTTP::OAI gives only the last page of a list that it resumes of itself.
my $harvester = HTTP::OAI::Harvester->new(baseURL => $base, resume => 0);
my %next = (metadataPrefix => $prefix, $from ? (from => $from) : ());
while (%next) {
    my $list = $harvester->ListRecords(%next);
    die 'HTTP::OAI: ' . $list->message . "\n" if $list->is_error;
    for my $error ($list->errors) {
        die 'HTTP::OAI: ' . $error->code . "\n" if $error->code ne 'noRecordsMatch';
    }
    $got{date} = $list->responseDate;
    my $count = 0;
    while (my $record = $list->next) {
        $count++;
        my %r = (id => $record->identifier, datestamp => $record->datestamp, deleted => $record->is_deleted ? JSON::true : JSON::false);
        if (!$record->is_deleted) {
            $r{title} = eval { $titles{$prefix}->($record->metadata) };
            push @{ $got{faults} }, "$r{id} in $prefix: $@" if $@;
        }
        push @{ $got{records} }, \%r;
    }
    push @{ $got{pages} }, $count;
    my $token = $list->resumptionToken;
    %next = $token && $token->resumptionToken ? (resumptionToken => $token->resumptionToken) : ();
}
print JSON->new->canonical->utf8->encode(\%got), "\n";
