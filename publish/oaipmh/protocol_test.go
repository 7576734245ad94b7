package oaipmh_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/publish/internal/editiontest"
	"samling/publish/oaipmh"
)

// TestErrors: each error of section 3.6, and whether the request element has attributes.
func TestErrors(t *testing.T) {
	const id = "oai:lit.example.org:jwpdfafxuwas"
	for _, c := range []struct{ query, code string }{
		{"", "badVerb"},
		{"verb=", "badVerb"},
		{"verb=identify", "badVerb"},
		{"verb=Identify&verb=Identify", "badVerb"},
		{"verb=%FF", "badVerb"},
		{"metadataPrefix=oai_dc", "badVerb"},

		{"verb=Identify&x=y", "badArgument"},
		{"verb=Identify&resumptionToken=x", "badArgument"},
		{"verb=ListSets&set=type", "badArgument"},
		{"verb=ListMetadataFormats&identifier=" + id + "&identifier=" + id, "badArgument"},
		{"verb=GetRecord", "badArgument"},
		{"verb=GetRecord&identifier=" + id, "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=a%22b", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=a%20b", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=%25zz", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=%00", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=x:%25", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=http://a:/", "badArgument"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id + "&set=type", "badArgument"},
		{"verb=ListRecords", "badArgument"},
		{"verb=ListIdentifiers&set=type", "badArgument"},
		{"verb=ListRecords&metadataPrefix=", "badArgument"},
		{"verb=ListRecords&metadataPrefix=a%20b", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=a::b", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=%C3%A5", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"},
		{"verb=ListRecords&resumptionToken=x&resumptionToken=x", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-24&until=2026-11-24T00:00:00Z", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-25&until=2026-11-24", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-24T00:00:01Z&until=2026-11-24T00:00:00Z", "badArgument"},
		{"verb=ListRecords&metadataPrefix=oai_dc;from=2026-11-24", "badArgument"},
		{"verb=ListRecords&metadataPrefix=%zz", "badArgument"},

		{"verb=ListRecords&resumptionToken=", "badResumptionToken"},
		{"verb=ListRecords&resumptionToken=x", "badResumptionToken"},
		{"verb=ListSets&resumptionToken=x", "badResumptionToken"},
		{"verb=ListIdentifiers&resumptionToken=%00%FF%C2%85", "badResumptionToken"},

		{"verb=ListRecords&metadataPrefix=ead", "cannotDisseminateFormat"},
		{"verb=ListIdentifiers&metadataPrefix=OAI_DC&set=type", "cannotDisseminateFormat"},
		{"verb=GetRecord&metadataPrefix=ead&identifier=" + id, "cannotDisseminateFormat"},

		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=nothing", "idDoesNotExist"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:lit.example.org:", "idDoesNotExist"},
		{"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:other.example.org:jwpdfafxuwas", "idDoesNotExist"},
		{"verb=ListMetadataFormats&identifier=oai:lit.example.org:%C3%A5", "idDoesNotExist"},
		{"verb=ListMetadataFormats&identifier=oai:lit.example.org:zzw5q7oq2k4b", "noMetadataFormats"},

		{"verb=ListRecords&metadataPrefix=oai_dc&until=2026-11-23", "noRecordsMatch"},
		{"verb=ListRecords&metadataPrefix=oai_dc&until=0001-01-01", "noRecordsMatch"},
		{"verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=type:film&until=2026-11-24", "noRecordsMatch"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=colour:red", "noRecordsMatch"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=type:film:lang", "noRecordsMatch"},
		{"verb=ListIdentifiers&metadataPrefix=oai_dc&set=source:none", "noRecordsMatch"},
	} {
		base := serve(t, sampleMemory(t), 3)
		a := ask(t, base, c.query)
		if a.code() != c.code || len(a.Errors) != 1 {
			t.Errorf("%s: %v, want %s", c.query, a.Errors, c.code)
		}
		checkAttributes(t, c.query, a)
	}
	for _, date := range []string{"2026", "2026-11", "2026-1-24", "2026-11-31", "0000-01-01", "2026-11-24T06:00Z", "2026-11-24T06:00:00",
		"2026-11-24T06:00:00.0Z", "2026-11-24T24:00:00Z", "2026-11-24T06:00:00+01:00", "2026-11-24Z", "x", ""} {
		for _, name := range []string{"from", "until"} {
			base := serve(t, sampleMemory(t), 3)
			if a := ask(t, base, "verb=ListRecords&metadataPrefix=oai_dc&"+name+"="+url.QueryEscape(date)); a.code() != "badArgument" {
				t.Errorf("%s=%s: %v", name, date, a.Errors)
			}
		}
	}
}

// checkAttributes: on badVerb and badArgument there are none, else all arguments (section 3.2).
func checkAttributes(t *testing.T, query string, a answer) {
	t.Helper()
	got := map[string]string{}
	for _, attr := range a.Request.Attrs {
		got[attr.Name.Local] = attr.Value
	}
	want, _ := url.ParseQuery(query)
	if code := a.code(); code == "badVerb" || code == "badArgument" {
		want = nil
	}
	if len(got) != len(want) {
		t.Errorf("%s: the request has %v", query, got)
	}
	for name := range want {
		// What XML cannot hold is replaced.
		if value := want.Get(name); got[name] != value && !strings.Contains(got[name], "\uFFFD") {
			t.Errorf("%s: %s is %q", query, name, got[name])
		}
	}
	if a.Request.URL != editiontest.Base+"oai" {
		t.Errorf("%s: base URL %s", query, a.Request.URL)
	}
}

// TestInclusive: from and until include their own second and their own day.
func TestInclusive(t *testing.T) {
	m := sampleMemory(t)
	base := serve(t, m, 100)
	count := func(from, until string) int {
		query := "verb=ListIdentifiers&metadataPrefix=mods"
		if from != "" {
			query += "&from=" + from
		}
		if until != "" {
			query += "&until=" + until
		}
		return len(ask(t, base, query).Headers)
	}
	for _, c := range []struct {
		from, until string
		want        int
	}{
		{"", "", 8}, {"2026-11-24", "2026-11-24", 3}, {"2026-11-24", "", 8}, {"", "2026-12-01", 8}, {"2026-12-01", "", 5},
		{"2026-11-25", "2026-11-30", 0}, {"2026-11-24T06:00:00Z", "2026-11-24T06:00:00Z", 3}, {"2026-11-24T06:00:01Z", "", 5},
		{"", "2026-12-01T05:59:59Z", 3}, {"2026-12-01T06:00:00Z", "", 5}, {"", "2026-11-24T05:59:59Z", 0},
	} {
		if got := count(c.from, c.until); got != c.want {
			t.Errorf("from %s until %s: %d, want %d", c.from, c.until, got, c.want)
		}
	}
	it := m.items["f7k2rr5tq6ac"]
	m.now = time.Date(2026, 12, 2, 23, 59, 59, 0, time.UTC) // the last second of a day is in it
	m.put(it.Item)
	if got := count("2026-12-02", "2026-12-02"); got != 1 {
		t.Errorf("the last second of a day: %d", got)
	}
}

// TestSets: each set that is listed holds the items whose headers name it or a set below it.
func TestSets(t *testing.T) {
	base := serve(t, sampleMemory(t), 100)
	type spec struct {
		Spec string `xml:"setSpec"`
	}
	var sets struct {
		Sets []spec `xml:"ListSets>set"`
	}
	var all struct {
		Headers []struct {
			Sets []string `xml:"setSpec"`
		} `xml:"ListIdentifiers>header"`
	}
	decode(t, get(t, base, "verb=ListSets"), &sets)
	decode(t, get(t, base, "verb=ListIdentifiers&metadataPrefix=oai_dc"), &all)
	listed := map[string]bool{}
	for _, s := range sets.Sets {
		listed[s.Spec] = true
		want := 0
		for _, h := range all.Headers {
			for _, in := range h.Sets {
				if in == s.Spec || strings.HasPrefix(in, s.Spec+":") {
					want++
				}
			}
		}
		if got := len(ask(t, base, "verb=ListIdentifiers&metadataPrefix=oai_dc&set="+s.Spec).Headers); got != want || want == 0 && !strings.Contains(s.Spec, ":") {
			t.Errorf("set %s: %d, want %d", s.Spec, got, want)
		}
	}
	for _, h := range all.Headers {
		for _, in := range h.Sets {
			if !listed[in] {
				t.Errorf("set %s of a header is not listed", in)
			}
		}
	}
}

// TestHostile: text that XML cannot hold, and markup, in every field.
func TestHostile(t *testing.T) {
	m := sampleMemory(t)
	const hostile = "a\x00\x1b]]> <script>&amp;\u202e\ufffe\xff\ud7ff\"' \r\n b"
	it := m.items["h5v2dq7n3xka"].Item
	it.Title.Value, it.TitleProper, it.Subtitle, it.Description.Value, it.Citation = hostile, hostile, hostile, hostile, hostile
	it.Link, it.Page, it.Publishers[0].Name, it.Issued = "javascript:alert(1)", "not an address\x00", hostile, ""
	it.Title.Language, it.Description.Language = "x\"y", "no_NO"
	m.put(it)
	empty := m.items["f7k2rr5tq6ac"].Item
	empty.Title.Value, empty.TitleProper, empty.Citation, empty.Publishers, empty.Description.Value, empty.Type = "", "", "", nil, "\x00", "no such type"
	m.put(empty)
	m.info.Title, m.info.Publisher.Name, m.sources[1].Title.Value = hostile, hostile, hostile
	base := serve(t, m, 100)
	for _, query := range []string{"verb=Identify", "verb=ListSets", "verb=ListRecords&metadataPrefix=oai_dc",
		"verb=ListRecords&metadataPrefix=mods", "verb=ListRecords&metadataPrefix=marc21"} {
		body := string(fetch(t, getter(base+"?"+query)))
		if strings.Contains(body, "<script") || strings.Contains(body, "javascript:") || strings.Contains(body, "\u202e") {
			t.Errorf("%s: hostile text got through: %s", query, body)
		}
	}
	got := ask(t, base, "verb=ListRecords&metadataPrefix=oai_dc&from="+m.now.Format("2006-01-02T15:04:05Z"))
	if len(got.Records) != 2 || got.Records[0].Title != "a]]> <script>&amp;\ud7ff\"' b" {
		t.Errorf("%+v", got.Records)
	}
}

// TestTokens: a token outlives the handler, gives the same again, and is bad as soon as a
// character of it is another, or it is asked of another verb.
func TestTokens(t *testing.T) {
	m := sampleMemory(t)
	first := ask(t, serve(t, m, 2), "verb=ListRecords&metadataPrefix=oai_dc&set=type&from=2026-11-24")
	token := first.Token.Value
	base := serve(t, m, 2)
	second, again := get(t, base, resume("ListRecords", token)), get(t, base, resume("ListRecords", token))
	if string(second) != string(again) {
		t.Errorf("asked twice:\n%s\n%s", second, again)
	}
	for i := range token {
		for _, broken := range []string{token[:i], token[:i] + "A" + token[i+1:], token[:i] + token[i+1:], token[:i] + " " + token[i:]} {
			if broken == token {
				continue
			}
			var a answer
			if decode(t, fetch(t, getter(base+"?"+resume("ListRecords", broken))), &a); a.code() != "badResumptionToken" {
				t.Fatalf("token %s: %v, %d records", broken, a.Errors, len(a.Records))
			}
		}
	}
	if a := ask(t, base, resume("ListIdentifiers", token)); a.code() != "badResumptionToken" {
		t.Errorf("of another verb: %v", a.Errors)
	}
}

// TestPages: the cursor counts, the last page of several has an empty token, a single page
// has none.
func TestPages(t *testing.T) {
	m := sampleMemory(t) // eight items
	for size := 1; size <= 9; size++ {
		base := serve(t, m, size)
		a := ask(t, base, "verb=ListRecords&metadataPrefix=oai_dc")
		seen := 0
		for a.Token != nil {
			if a.Token.Cursor != fmt.Sprint(seen) || len(a.Records) == 0 || len(a.Records) > size {
				t.Fatalf("pages of %d: cursor %s after %d, %d records", size, a.Token.Cursor, seen, len(a.Records))
			}
			seen += len(a.Records)
			if a.Token.Value == "" {
				break
			}
			a = ask(t, base, resume("ListRecords", a.Token.Value))
		}
		if size < 8 && (seen != 8 || a.Token == nil) || size >= 8 && (a.Token != nil || len(a.Records) != 8) {
			t.Errorf("pages of %d: %d seen, last token %v", size, seen, a.Token)
		}
	}
}

var _ oaipmh.Repository = (*memory)(nil)
