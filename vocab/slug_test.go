package vocab

import (
	"regexp"
	"testing"
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestSlug(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Østlandsforskning", "ostlandsforskning"},
		{"Læringshefte", "laringshefte"},
		{"Håndbok", "handbok"},
		{"Ha\u030andbok", "handbok"}, // å decomposed
		{"Verktøy", "verktoy"},
		{"NIVI Analyse", "nivi-analyse"},
		{"Uni Research Rokkansenteret", "uni-research-rokkansenteret"},
		{"  Ernst & Young  ", "ernst-young"},
		{"Sør-Trøndelag – fylkeskommune", "sor-trondelag-fylkeskommune"},
		{"Econ Pöyry", "econ-poyry"},
		{"Master’s thesis", "masters-thesis"},
		{"Ph.d.-avhandling", "ph-d-avhandling"},
		{"Sámediggi", "samediggi"},
		{"ﬁrma²", "firma2"}, // compatibility forms
		{"Høgskolen/2012", "hogskolen-2012"},
		{"Straße Þing Łódź", "strasse-thing-lodz"},
		{"東京", "x-130016b2"},
		{"", ""},
		{"  ", ""},
	}
	for _, tt := range tests {
		if got := Slug(tt.name); got != tt.want {
			t.Errorf("Slug(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Østlandsforskning", "æøå", "東京", "a--b", "\xff", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := Slug(name)
		if s != "" && !slugForm.MatchString(s) {
			t.Errorf("Slug(%q) = %q, which is no key", name, s)
		}
		if s != "" && Slug(s) != s {
			t.Errorf("Slug(%q) = %q, whose own slug is %q", name, s, Slug(s))
		}
	})
}
