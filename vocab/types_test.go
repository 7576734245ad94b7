package vocab

import (
	"slices"
	"strings"
	"testing"

	"github.com/knakk/rdf"
)

// What the model says of its types stands word for word; two that had no BIBO class
// were given one, and nothing else was added but labels.
func TestTypesOfTheModelAreKept(t *testing.T) {
	here := about(decode(t, "types.ttl"), Placeholder+"types")
	have, given := lines(here), lines(about(model(t), Placeholder+"types"))
	for line := range given {
		if !have[line] {
			t.Errorf("the model has %s", line)
		}
	}
	modelled := map[string]bool{}
	for _, tr := range about(model(t), Placeholder+"types#") {
		modelled[tr.Subj.String()] = true
	}
	added := map[string]bool{
		"laringshefte <" + BIBODocument + ">": true,
		"ukjent <" + BIBODocument + ">":       true,
	}
	for _, tr := range here {
		line := strings.TrimSpace(tr.Serialize(rdf.NTriples))
		p := tr.Pred.String()
		if !modelled[tr.Subj.String()] || given[line] || p == SKOSAltLabel || p == SKOSHiddenLabel {
			continue
		}
		if !added[strings.TrimPrefix(tr.Subj.String(), Placeholder+"types#")+" "+tr.Obj.Serialize(rdf.NTriples)] {
			t.Errorf("not in the model: %s", line)
		}
	}
}

var biboClasses = []string{BIBOReport, BIBOArticle, BIBODocument, BIBOManual, BIBOBook, BIBOThesis, BIBOFilm, BIBOWebpage}

func TestEveryTypeIsMatched(t *testing.T) {
	listed := map[string]bool{} // the COAR codes that were looked up
	for _, tr := range decode(t, "terms.ttl") {
		listed[tr.Subj.String()] = true
	}
	matches := map[string][]string{}
	for _, tr := range decode(t, "types.ttl") {
		if strings.HasSuffix(tr.Pred.String(), "Match") {
			key := strings.TrimPrefix(tr.Subj.String(), Placeholder+"types#")
			matches[key] = append(matches[key], tr.Obj.String())
		}
	}
	for _, ty := range Types() {
		want := 3
		if ty.Key == "ukjent" {
			want = 2
		}
		if len(matches[ty.Key]) != want {
			t.Errorf("%s has %d matches, want %d: %v", ty.Key, len(matches[ty.Key]), want, matches[ty.Key])
		}
		if !slices.Contains(biboClasses, ty.Class) {
			t.Errorf("%s: class is %q", ty.Key, ty.Class)
		}
		if (ty.DCMI == "") != (ty.Key == "ukjent") || ty.DCMI != "" && !listed[ty.DCMI] {
			t.Errorf("%s: DCMI type is %q", ty.Key, ty.DCMI)
		}
		if ty.COAR == "" || !listed[ty.COAR] {
			t.Errorf("%s: COAR type is %q", ty.Key, ty.COAR)
		}
	}
}

// The labels of a type keep to SKOS (S13, S14: one preferred label a language, and
// the three kinds of label disjoint), and its key is the slug of the Bokmål one.
func TestTypeLabels(t *testing.T) {
	for _, ty := range Types() {
		seen := map[Label]bool{}
		for _, l := range slices.Concat(ty.Pref, ty.Alt, ty.Hidden) {
			if seen[l] {
				t.Errorf("%s has %q@%s twice", ty.Key, l.Text, l.Lang)
			}
			seen[l] = true
			if l.Lang != "nb" && l.Lang != "nn" && l.Lang != "en" {
				t.Errorf("%s: %q is in %q", ty.Key, l.Text, l.Lang)
			}
			if got, ok := LookupType(strings.ToUpper(l.Text)); !ok || got.Key != ty.Key {
				t.Errorf("%q gives %q, want %s", strings.ToUpper(l.Text), got.Key, ty.Key)
			}
		}
		langs := map[string]int{}
		for _, l := range ty.Pref {
			langs[l.Lang]++
		}
		if langs["nb"] != 1 || langs["nn"] > 1 || langs["en"] > 1 {
			t.Errorf("%s: preferred labels %v", ty.Key, ty.Pref)
		}
		if want := Slug(ty.Label("nb")); ty.Key != want && ty.Key != "ukjent" {
			t.Errorf("key %s, its label gives %s", ty.Key, want)
		}
		if _, ok := TypeByKey(ty.Broader); ty.Broader != "" && !ok {
			t.Errorf("%s: broader type %s is not there", ty.Key, ty.Broader)
		}
	}
}

func TestReadSchemeRefusesALabelOfTwoTypes(t *testing.T) {
	const more = `
type:bok skos:altLabel "Rapport"@nb .`
	if _, err := readScheme(append(slices.Clone(typesTTL), more...)); err == nil || !strings.Contains(err.Error(), "bok and rapport") {
		t.Errorf("error is %v", err)
	}
}

func TestLookupType(t *testing.T) {
	tests := []struct{ word, want string }{
		// labels, in any language, case and white space
		{"Rapport", "rapport"}, {"RAPPORT", "rapport"}, {"report", "rapport"}, {" Rapport\u00a0", "rapport"},
		{"Rap\u00adport", "rapport"}, {"Rapport.", "rapport"}, {"Rapport:", "rapport"},
		{"Arbeidsrapport", "rapport"}, {"Research  report", "rapport"}, {"Forskingsrapport", "rapport"},
		{"Artikkel", "artikkel"}, {"Web article", "artikkel"}, {"Article (web)", "artikkel"},
		{"Introduksjonshefte", "introduksjonshefte"}, {"Læringshefte", "laringshefte"}, {"Brosjyre", "hefte"},
		{"Rettleiar", "veileder"}, {"Rettleiing", "veileder"}, {"Veiledning", "veileder"}, {"Guideline", "veileder"},
		{"Håndbok", "handbok"}, {"Ha\u030andbok", "handbok"}, {"Manual", "handbok"},
		{"Antologi", "bok"}, {"Bokkapittel", "bokkapittel"}, {"Book chapter", "bokkapittel"},
		{"Mastergradsoppgåve", "masteroppgave"}, {"Master’s thesis", "masteroppgave"},
		{"Ph.d.-avhandling", "doktoravhandling"}, {"Doctoral thesis", "doktoravhandling"},
		{"Working paper", "notat"}, {"Memo", "notat"}, {"Video", "film"}, {"Podcast", "podkast"},
		{"Heimeside", "nettside"}, {"Website", "nettside"}, {"Kronikk", "kronikk"}, {"Fagartikkel", "fagartikkel"},
		{"Journal article", "tidsskriftartikkel"}, {"Verktøy", "verktoy"}, {"Nettkurs", "kurs"}, {"Utgreiing", "utredning"},
		{"Følgeevaluering", "evaluering"}, {"Stortingsmelding", "stortingsmelding"}, {"Rundskriv", "rundskriv"},
		// plurals
		{"Rapporter", "rapport"}, {"Rapportar", "rapport"}, {"Reports", "rapport"}, {"Bøker", "bok"}, {"Hefter", "hefte"},
		// compounds
		{"Erfaringshefte", "hefte"}, {"Følgeevalueringsrapport", "rapport"}, {"Spillefilm", "film"},
		{"Høringsnotat", "notat"}, {"Konsekvensutredning", "utredning"}, {"Tilstandsrapporter", "rapport"},
		{"NIBR-rapport", "rapport"}, {"COVID-rapport", "rapport"}, {"KS-FoU-sluttrapport", "rapport"}, {"NTNU-masteroppgave", "masteroppgave"},
		// with a number or a remark
		{"Rapport 5/2017", "rapport"}, {"Rapport 2012:4", "rapport"}, {"Notat nr. 3", "notat"}, {"Notat nr 3-2014", "notat"},
		{"NIBR-rapport 2012:4", "rapport"}, {"TF-notat nr. 20/2012", "notat"}, {"Rapport A1234", "rapport"},
		{"Rapport (engelsk)", "rapport"}, {"Rapport 5/2017 (engelsk)", "rapport"}, {"Rapport, nr. 4", "rapport"}, {"Report no. 7", "rapport"},
		{"NOU 2004: 19", "nou"}, {"Meld. St. 13 (2012–2013)", "stortingsmelding"}, {"St.meld. nr. 25 (2004-2005)", "stortingsmelding"},
		{"Prop. 95 S (2015–2016)", "proposisjon"},
	}
	for _, tt := range tests {
		if got, ok := LookupType(tt.word); !ok || got.Key != tt.want {
			t.Errorf("LookupType(%q) = %q, %v; want %s", tt.word, got.Key, ok, tt.want)
		}
	}
}

func TestLookupTypeFindsNoOther(t *testing.T) {
	words := []string{
		"", " ", ".", "-", "()", "2012", "Rapporten", "Heftet", "Sluttrapporten", "Boka", "Studien", "Filmen",
		"Regionreform", "Regionråd i Norge", "Kommunen som samfunnsutvikler", "Listerrådet", "Regionrådene",
		"Ordbok", "Facebook", "Nanopartikkel", "Partikkel", "Overrepresentasjon", "Valutadevaluering",
		"Konkurs", "Diskurs", "Fylkesplan", "Plan", "Næringsanalyse", "Newspaper", "Reporter",
		"Rapport om regionråd", "Rapporten 5/2017", "Artikkel 5 ting du bør vite", "Rapport-", "-rapport 3 av Ola",
		"Om bruk av e-bok", "ograpport", "Xrapport", strings.Repeat("a", 200) + "rapport",
	}
	for _, w := range words {
		if got, ok := LookupType(w); ok {
			t.Errorf("LookupType(%q) = %s, want none", w, got.Key)
		}
	}
}

func TestGoldTypes(t *testing.T) {
	for i, e := range gold(t).Entries {
		if got, _ := LookupType(e.TypeSource); got.Key != e.TypeConcept {
			t.Errorf("entry %d: %q gives %q, want %s", i+1, e.TypeSource, got.Key, e.TypeConcept)
		}
	}
}

func TestUnknown(t *testing.T) {
	u := Unknown()
	if u.Key != "ukjent" || u.COAR != COAROther || u.DCMI != "" || u.Label("nn") != "Ukjend type" {
		t.Errorf("unknown type is %+v", u)
	}
	if _, ok := TypeByKey("no-such"); ok {
		t.Error("TypeByKey finds what is not there")
	}
}

func TestTypeScheme(t *testing.T) {
	const base = "http://localhost:8080/"
	triples, err := TypeScheme(base)
	if err != nil {
		t.Fatal(err)
	}
	if len(triples) != len(types().triples) {
		t.Errorf("%d triples, the file has %d", len(triples), len(types().triples))
	}
	got := lines(triples)
	for _, want := range []string{
		`<http://localhost:8080/types> <http://purl.org/dc/terms/title> "Dokumenttyper"@nb .`,
		`<http://localhost:8080/types#introduksjonshefte> <http://www.w3.org/2004/02/skos/core#broader> <http://localhost:8080/types#hefte> .`,
		`<http://localhost:8080/types#rapport> <http://www.w3.org/2004/02/skos/core#inScheme> <http://localhost:8080/types> .`,
	} {
		if !got[want] {
			t.Errorf("the scheme lacks %s", want)
		}
	}
	for line := range got {
		if strings.Contains(line, "example.org") {
			t.Errorf("the placeholder is left in %s", line)
		}
	}
	if again, _ := TypeScheme(base); !slices.Equal(again, triples) {
		t.Error("the scheme differs the second time")
	}
	if !slices.Equal(Sort(slices.Clone(triples)), triples) {
		t.Error("the scheme is not in canonical order")
	}
	if _, err := TypeScheme("http://local host/"); err == nil {
		t.Error("a base with a space is let through")
	}
}

func FuzzLookupType(f *testing.F) {
	for _, s := range []string{"Rapport 5/2017", "NIBR-rapport (2012", "Meld. St. 13 (2012–2013)", "(((", "nr nr nr 3", "\xff-rapport"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		got, ok := LookupType(word)
		if ok != (got.Key != "") {
			t.Errorf("LookupType(%q) = %q, %v", word, got.Key, ok)
		}
		if again, _ := LookupType(" " + word + " "); len(word) < 90 && again.Key != got.Key {
			t.Errorf("LookupType(%q) is %q, with spaces around it %q", word, got.Key, again.Key)
		}
	})
}
