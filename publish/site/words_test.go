package site

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/transform"
	"samling/vocab"
)

func languages() map[string]words {
	return map[string]words{"nb": bokmål(), "nn": nynorsk(), "en": english()}
}

// wordFaults are what is missing or cannot stand in a page, in one language beside another.
func wordFaults(w, other words) (faults []string) {
	check := func(name, s string) {
		if s == "" || strings.ContainsAny(s, `<>&"'{}`) {
			faults = append(faults, fmt.Sprintf("%s is %q", name, s))
		}
	}
	v, o := reflect.ValueOf(w), reflect.ValueOf(other)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		switch field.Kind() {
		case reflect.String:
			check(name, field.String())
			if verbs(field.String()) != verbs(o.Field(i).String()) {
				faults = append(faults, name+" takes other values")
			}
		case reflect.Array:
			for j := range field.Len() {
				check(name, field.Index(j).String())
			}
		case reflect.Map:
			for _, key := range o.Field(i).MapKeys() {
				one := field.MapIndex(key)
				if !one.IsValid() {
					faults = append(faults, fmt.Sprintf("%s has no %s", name, key))
					continue
				}
				check(name, one.String())
			}
		}
	}
	return faults
}

var verb = regexp.MustCompile(`%[a-z]`)

func verbs(s string) string { return strings.Join(verb.FindAllString(s, -1), " ") }

// Words go into the templates as they stand: in no language is one missing, or holds
// markup, or takes other values.
func TestWords(t *testing.T) {
	for tag, w := range languages() {
		if w.Lang != tag || setFor(tag).Lang != tag {
			t.Errorf("%s: lang is %s", tag, w.Lang)
		}
		for other, o := range languages() {
			for _, fault := range wordFaults(w, o) {
				t.Errorf("%s beside %s: %s", tag, other, fault)
			}
		}
		// Every field that can differ has a word, and so has every predicate of the graph.
		a, b := filled("a"), filled("b")
		for _, d := range transform.Differences(&a, &b) {
			if w.Fields[d.Field] == "" {
				t.Errorf("%s: no word for the field %s", tag, d.Field)
			}
		}
	}
}

// filled is a record with s in every text.
func filled(s string) (r transform.Record) {
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String {
			v.Field(i).SetString(s)
		}
	}
	r.Title, r.Description = transform.Text{Value: s, Language: s}, transform.Text{Value: s, Language: s}
	r.Publishers, r.Repairs = []transform.Publisher{{Key: s, Name: s}}, []string{s}
	return r
}

// A word that is missing is found.
func TestWordFaults(t *testing.T) {
	w := english()
	w.Search, w.Found, w.Months[3] = "", "%d of %s", "<b>"
	delete(w.Predicates, vocab.FOAFName)
	if faults := wordFaults(w, bokmål()); len(faults) != 4 {
		t.Errorf("%d faults of 4: %q", len(faults), faults)
	}
}

func TestEntries(t *testing.T) {
	nb, en := bokmål(), english()
	for n, want := range map[int]string{0: "0 poster", 1: "1 post", 1234: "1234 poster", 12345: "12\u00a0345 poster", 1234567: "1\u00a0234\u00a0567 poster"} {
		if got := nb.entries(n); got != want {
			t.Errorf("entries(%d) = %q, want %q", n, got, want)
		}
	}
	if got := en.entries(12345); got != "12,345 entries" {
		t.Error(got)
	}
}

func TestDay(t *testing.T) {
	at := time.Date(2026, 5, 7, 23, 59, 0, 0, time.FixedZone("", 3600))
	for tag, want := range map[string]string{"nb": "7.\u00a0mai 2026", "nn": "7.\u00a0mai 2026", "en": "7\u00a0May 2026", "xx": "7.\u00a0mai 2026"} {
		if got := setFor(tag).day(at); got.Text != want || got.Machine != "2026-05-07T22:59:00Z" {
			t.Errorf("%s: %v", tag, got)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"Kort.", 10, "Kort."},
		{"En setning. Og en til som er lang.", 18, "En setning."},
		{"Ord uten punktum som fortsetter", 12, "Ord uten …"},
		{"blåbærsyltetøy", 3, "bl …"},
		{strings.Repeat("å", 10), 5, "åå …"},
	} {
		if got := shorten(c.in, c.limit); got != c.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestBlocks(t *testing.T) {
	got := blocks("a\nb\n1) c\n2) d\ne\n\nf")
	want := []block{{Lines: []string{"a", "b"}}, {Lines: []string{"1) c", "2) d"}, List: true}, {Lines: []string{"e"}}, {Lines: []string{"f"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("blocks = %v, want %v", got, want)
	}
}

func TestHost(t *testing.T) {
	for link, want := range map[string]string{
		"https://www.example.no/a":         "example.no",
		"https://xn--blbr-roah.example.no": "blåbær.example.no",
		"https://xn--80ak6aa92e.com/":      "xn--80ak6aa92e.com", // "apple" in Cyrillic letters
		"":                                 "",
	} {
		if got := host(link); got != want {
			t.Errorf("host(%q) = %q, want %q", link, got, want)
		}
	}
}
