// Package gate compares what a page reads as now with the last good edition of it,
// before anything is accepted.
//
//	reasons := gate.Check(before, after, rules)
//
// A page changes under its harvester: a new layout, an error page with status 200, a
// login, half a list. Each [Rule] is one sign of that, with a threshold; a page that any
// rule speaks against is held for a person to look at. What stands on the page and what
// was lost is compared record by record, after the records were matched by identity.
//
// It promises: no clock, no I/O; equal lists give equal reasons in equal order.
package gate

import (
	"fmt"

	"samling/harvest"
	"samling/transform"
)

// Rule is one sign that a page no longer is the list it was.
type Rule string

// The rules. All but the first have a threshold in [Rules].
const (
	NoEntries        Rule = "no_entries"        // nothing reads as an entry
	FewerEntries     Rule = "fewer_entries"     // the list has shrunk
	ReplacedEntries  Rule = "replaced_entries"  // the entries of before are not on the page
	TitlesChanged    Rule = "titles_changed"    // known entries have other titles
	YearsGone        Rule = "years_gone"        // known entries have lost their year
	PublishersGone   Rule = "publishers_gone"   // … their publishers
	TypesGone        Rule = "types_gone"        // … their type
	DescriptionsGone Rule = "descriptions_gone" // … their description
	LinksGone        Rule = "links_gone"        // … their link
	LanguageFlipped  Rule = "language_flipped"  // known entries are in another language
)

// Rules are thresholds in percent: a rule speaks when a larger share of the entries is
// affected. 100 switches a rule off.
type Rules map[Rule]int

// Defaults are the thresholds of a source that has no others.
func Defaults() Rules {
	return Rules{
		FewerEntries: 40, ReplacedEntries: 80, TitlesChanged: 50, YearsGone: 50, PublishersGone: 50,
		TypesGone: 50, DescriptionsGone: 50, LinksGone: 80, LanguageFlipped: 50,
	}
}

// Names are the rules that have a threshold, in the order they are checked in.
func Names() []Rule {
	return []Rule{FewerEntries, ReplacedEntries, TitlesChanged, YearsGone, PublishersGone, TypesGone,
		DescriptionsGone, LinksGone, LanguageFlipped}
}

// few is how many entries must be affected at least: one corrected title of two is no sign.
// Of a list that has shrunk it is two, or one where the threshold is 0.
const few = 3

// Reason is why a page is held.
type Reason struct {
	Rule    Rule   `json:"rule"`
	Message string `json:"message"`
}

func (r Reason) String() string { return string(r.Rule) + ": " + r.Message }

// Page is a list as it was read, each record with the id it was matched with.
type Page struct {
	Records  []transform.Record
	Title    string // of the page
	Instead  string // what the page seems to be instead of a list, or ""
	Unread   int    // lines of text in no entry
	Selected harvest.Selectors
}

// Check returns why a page should be held, nothing if it reads well. before are the
// records of the last good edition that were on the page then; none for a new source.
func Check(before []*transform.Record, p Page, rules Rules) []Reason {
	if len(p.Records) == 0 {
		return []Reason{{NoEntries, nothing(p, len(before))}}
	}
	c := check{rules: rules, last: len(before), found: len(p.Records)}
	c.fewer()
	c.pair(before, p.Records)
	c.replaced()
	c.fields()
	return c.reasons
}

// nothing says what a page without entries looks like.
func nothing(p Page, last int) string {
	why := "nothing on the page reads as an entry"
	switch {
	case p.Unread == 0 && p.Selected.Container != "":
		why = fmt.Sprintf("nothing is where the list should be (select: %s)", p.Selected.Container)
	case p.Unread == 0 && p.Title == "":
		why = "the page has no text"
	case p.Selected.Entry != "":
		why = fmt.Sprintf("nothing on the page is an entry (select.entry: %s)", p.Selected.Entry)
	}
	if last > 0 {
		why += fmt.Sprintf(", last time %d were", last)
	}
	if p.Title != "" {
		why += fmt.Sprintf("; the page's title is «%s»", p.Title)
	}
	if p.Instead != "" {
		why += "; " + p.Instead
	}
	return why
}

type check struct {
	rules       Rules
	last, found int
	pairs       []pair
	reasons     []Reason
}

// pair is a record before and now.
type pair struct{ before, now *transform.Record }

func (c *check) pair(before []*transform.Record, now []transform.Record) {
	at := make(map[string]*transform.Record, len(now))
	for i := range now {
		at[now[i].ID] = &now[i]
	}
	for _, b := range before {
		if r := at[b.ID]; r != nil {
			c.pairs = append(c.pairs, pair{b, r})
		}
	}
}

// over says whether some of all are more than the threshold of a rule.
func (c *check) over(rule Rule, some, all int) bool {
	limit, ok := c.rules[rule]
	return ok && limit < 100 && some*100 > limit*all
}

func (c *check) fewer() {
	if lost := c.last - c.found; (lost > 1 || c.rules[FewerEntries] == 0) && c.over(FewerEntries, lost, c.last) {
		c.say(FewerEntries, "%d entries, last time %d", c.found, c.last)
	}
}

func (c *check) replaced() {
	if gone := c.last - len(c.pairs); gone >= few && c.over(ReplacedEntries, gone, c.last) {
		c.say(ReplacedEntries, "%d of the %d entries of last time are not on the page", gone, c.last)
	}
}

func (c *check) say(rule Rule, format string, args ...any) {
	c.reasons = append(c.reasons, Reason{rule, fmt.Sprintf(format, args...)})
}

// fields looks at what became of the values of the entries that were found again.
func (c *check) fields() {
	any := func(*transform.Record) bool { return true }
	known := func(r *transform.Record) bool { return r.Type != "" && r.Type != "ukjent" }
	decided := func(r *transform.Record) bool { return r.Title.Language != transform.Undecided }
	for _, f := range []struct {
		rule  Rule
		had   func(*transform.Record) bool
		worse func(a, b *transform.Record) bool
		what  string
	}{
		{TitlesChanged, any, func(a, b *transform.Record) bool { return a.Title.Value != b.Title.Value }, "have another title"},
		{YearsGone, func(r *transform.Record) bool { return r.Issued != "" }, func(_, b *transform.Record) bool { return b.Issued == "" }, "have lost their year"},
		{PublishersGone, func(r *transform.Record) bool { return len(r.Publishers) > 0 }, func(_, b *transform.Record) bool { return len(b.Publishers) == 0 }, "have lost their publishers"},
		{TypesGone, known, func(_, b *transform.Record) bool { return !known(b) }, "have lost their type"},
		{DescriptionsGone, func(r *transform.Record) bool { return r.Description.Value != "" }, func(_, b *transform.Record) bool { return b.Description.Value == "" }, "have lost their description"},
		{LinksGone, func(r *transform.Record) bool { return r.Link != "" }, func(_, b *transform.Record) bool { return b.Link == "" }, "have lost their link"},
		{LanguageFlipped, decided, func(a, b *transform.Record) bool { return decided(b) && a.Title.Language != b.Title.Language }, "are in another language"},
	} {
		had, worse := 0, 0
		for _, p := range c.pairs {
			if f.had(p.before) {
				had++
				if f.worse(p.before, p.now) {
					worse++
				}
			}
		}
		if worse >= few && c.over(f.rule, worse, had) {
			c.say(f.rule, "%d of %d entries %s", worse, had, f.what)
		}
	}
}
