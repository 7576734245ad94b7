package harvest

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Pieces that texts are made of here, so that many match and many nearly do.
var pieces = strings.Split("1987|2012|2099|2100|1499|12|3|mars|MARſ|mai|May|august|desember|januar|udatert|Undated|uten år|utan ÅR|u.å|u.å.|U. Å|n.d|s. a|(pdf)|[1]|5.6.|"+
	"Stikkord|ſtikkord|Emner|nøkkelord|TAGS|\u212aeywords|keywords|Publisert|sist endra|last modified|del på|share|kontakt|les også|related|skriv ut|skrevet|lagt ut|updated|posted|"+
	"KS|NIBR|Om|ord|Å|å|\u212b|\xff|\n|\t| | | |.|.|,|;|:|:|(|)|[|]|-|–|/|!|?|1)|a.|b)|(c)|•|*|◦", "|")

func madeText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(3) > 0 {
			b.WriteByte(' ')
		}
	}
	if r.IntN(2) == 0 {
		return strings.TrimSpace(b.String())
	}
	return b.String()
}

// A glance says no to nothing that the expression matches.
func TestPatternGlance(t *testing.T) {
	patterns := map[string]pattern{
		"closingLabel": closingLabel, "yearOnly": yearOnly, "finalStop": finalStop, "byline": byline, "emptyLabel": emptyLabel,
		"marker": marker, "undated": undated, "trailer": trailer, "month": month,
	}
	matched, spared := map[string]int{}, map[string]int{}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		text := madeText(r)
		for name, p := range patterns {
			may := p.may(text)
			switch matches := p.Regexp.MatchString(text); {
			case matches && !may:
				t.Errorf("%s matches %q, and its glance says no", name, text)
			case matches:
				matched[name]++
			case !may:
				spared[name]++
			}
		}
	}
	for name := range patterns {
		if matched[name] < 100 || spared[name] < 10_000 {
			t.Errorf("%s: %d texts matched and %d were spared, which is no test", name, matched[name], spared[name])
		}
	}
}

// A year is cut off without an expression as it is with one.
func TestCutYear(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	cut := 0
	for range 100_000 {
		text := madeText(r)
		var want []string
		if m := dated.FindStringSubmatch(text); m != nil {
			want = m[1:4]
			cut++
		}
		var got []string
		if before, signs, year, ok := cutYear(text); ok {
			got = []string{before, signs, year}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("cutYear(%q) = %q, want %q", text, got, want)
		}
	}
	if cut < 1000 {
		t.Errorf("%d texts end in a year, which is no test", cut)
	}
}
