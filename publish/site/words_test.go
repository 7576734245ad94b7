package site

import (
	"reflect"
	"strings"
	"testing"
)

// Words go into the templates as they stand: none is missing, none holds markup.
func TestWordsArePlain(t *testing.T) {
	v := reflect.ValueOf(bokmål)
	for i := range v.NumField() {
		if v.Field(i).Kind() != reflect.String {
			continue
		}
		if s := v.Field(i).String(); s == "" || strings.ContainsAny(s, `<>&"'{}`) {
			t.Errorf("%s is %q", v.Type().Field(i).Name, s)
		}
	}
}

func TestEntries(t *testing.T) {
	for n, want := range map[int]string{0: "0 poster", 1: "1 post", 1234: "1234 poster", 12345: "12\u00a0345 poster", 1234567: "1\u00a0234\u00a0567 poster"} {
		if got := bokmål.entries(n); got != want {
			t.Errorf("entries(%d) = %q, want %q", n, got, want)
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
