package vocab

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/knakk/rdf"
)

// userPrefixes begins a user's file, under a base of its own.
const userPrefixes = `@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix b: <https://bibliotek.example/org/> .
`

func loadText(more ...string) (*Bodies, error) {
	var readers []io.Reader
	for _, m := range more {
		readers = append(readers, strings.NewReader(userPrefixes+m))
	}
	return LoadBodies(readers...)
}

func user(key string) string { return "<https://bibliotek.example/org/" + key + "#it> " }

// What the graph says of the model's bodies is what the model says, no more and no less.
func TestBodiesOfTheModel(t *testing.T) {
	bs := load(t)
	seen := map[string]bool{}
	for _, tr := range about(model(t), Placeholder+"org/") {
		key, err := bodyKey(tr.Subj.String())
		if err != nil {
			t.Fatal(err)
		}
		seen[key] = true
	}
	if len(seen) != 11 {
		t.Errorf("the model has %d bodies, want 11", len(seen))
	}
	for key := range seen {
		b, ok := bs.ByKey(key)
		if !ok {
			t.Errorf("%s is not in the list", key)
			continue
		}
		got, want := lines(b.Triples(Placeholder)), lines(about(model(t), b.IRI(Placeholder)))
		for line := range want {
			if !got[line] {
				t.Errorf("%s lacks %s", key, line)
			}
		}
		for line := range got {
			if !want[line] {
				t.Errorf("%s has %s, the model has not", key, line)
			}
		}
	}
}

func TestGoldBodies(t *testing.T) {
	bs := load(t)
	for key, want := range gold(t).Organizations {
		for _, form := range append(want.SourceForms, want.Name) {
			if got, ok := bs.ByName(form); !ok || got.Key != key || got.Name != want.Name {
				t.Errorf("%q gives %q (%s), want %q (%s)", form, got.Name, got.Key, want.Name, key)
			}
		}
	}
}

func TestByName(t *testing.T) {
	bs := load(t)
	tests := []struct{ name, want string }{
		{"fafo", "fafo"}, {"FAFO", "fafo"}, {"NIVI  Analyse\u00a0AS", "nivi-analyse"}, {"Oxford Research A/S", "oxford-research"},
		{"ØSTLANDSFORSKNING", "ostlandsforskning"}, {"O\u0338stlandsforskning", ""}, // no canonical equal of Ø
		{"Vestlandsforskning", "vestlandsforsking"}, {"Uni Research Rokkansenteret", "uni-research-rokkansenteret"},
		{"Rokkansenteret", "rokkansenteret"}, {"Uni Research", "uni-research"}, {"KS FoU", "ks-fou"}, {"KS-FoU", "ks-fou"},
		{"Kommunal‑ og moderniseringsdepartementet", "kommunal-og-moderniseringsdepartementet"},
		{"Kommunal– og regionaldepartementet", "kommunal-og-regionaldepartementet"}, {"KDD", "kommunal-og-distriktsdepartementet"},
		{"Fornyings-, administrasjons- og kirkedepartementet", "fornyings-administrasjons-og-kirkedepartementet"},
		{"Høgskulen i Sogn og Fjordane", "hogskulen-i-sogn-og-fjordane"}, {"Høgskolen i Sogn og Fjordane", "hogskulen-i-sogn-og-fjordane"},
		{"Høgskulen på Vestlandet", "hogskulen-pa-vestlandet"}, {"UiT – Norges arktiske universitet", "uit"},
		{"Statistisk sentralbyrå", "ssb"}, {"TØI", "transportokonomisk-institutt"}, {"DFØ", "dfo"}, {"Kommunesektorens organisasjon", "ks"},
		{"Nordic Council of Ministers", "nordisk-ministerrad"}, {"Europakommisjonen", "europakommisjonen"},
		{"", ""}, {"AS", ""}, {"IRIS NIBR", ""}, {"Telemarkforsking", ""}, {"Norges vel", ""},
	}
	for _, tt := range tests {
		got, ok := bs.ByName(tt.name)
		if got.Key != tt.want || ok != (tt.want != "") {
			t.Errorf("ByName(%q) = %q, %v; want %q", tt.name, got.Key, ok, tt.want)
		}
	}
}

// The built-in list keeps the rules it asks of others, and some of its own.
func TestBuiltInBodies(t *testing.T) {
	bs := load(t)
	if n := len(bs.All()); n < 70 {
		t.Errorf("%d bodies, want some 70 or more", n)
	}
	for _, b := range bs.All() {
		if b.Key != Slug(b.Name) {
			t.Errorf("key %s, the name %q gives %s", b.Key, b.Name, Slug(b.Name))
		}
		if b.Identifier != "" && b.Key != "distriktssenteret" {
			t.Errorf("%s has the identifier %s, which nobody verified", b.Key, b.Identifier)
		}
		if strings.ContainsAny(b.Name, "/;") {
			t.Errorf("%q would be read as two bodies", b.Name)
		}
		for _, l := range slices.Concat(b.Alt, b.Hidden) {
			if got, ok := bs.ByName(strings.ToUpper(l.Text)); !ok || got.Key != b.Key {
				t.Errorf("%q gives %q, want %s", l.Text, got.Key, b.Key)
			}
		}
		if h := host(b.Homepage); h != "" {
			if got, ok := bs.ByHomepage(b.Homepage); !ok || got.Key != b.Key {
				t.Errorf("%s shares the host %s", b.Key, h)
			}
		}
		if _, ok := bs.Near(b.Name); ok {
			t.Errorf("%s is said to be a misspelling", b.Name)
		}
	}
}

func TestByHomepage(t *testing.T) {
	bs := load(t, user("a")+`a foaf:Organization ; foaf:name "Avdeling A"@nb ; foaf:homepage <https://delt.example/a> .`+
		user("b")+`a foaf:Organization ; foaf:name "Avdeling B"@nb ; foaf:homepage <https://www.delt.example/b> .`+
		user("c")+`a foaf:Organization ; foaf:name "Avdeling C"@nb ; foaf:homepage <https://delt.example/c> .`)
	tests := []struct{ url, want string }{
		{"https://distriktssenteret.no/artikkel/litteratursamling-slik-kan-du-samarbeide-interkommunalt/", "distriktssenteret"},
		{"http://WWW.Distriktssenteret.no:8080", "distriktssenteret"},
		{"https://ntnu.no/", "ntnu"},
		{"https://delt.example/a", ""}, // three share it
		{"https://ikke-distriktssenteret.no/", ""},
		{"ftp://distriktssenteret.no/", ""}, {"distriktssenteret.no", ""}, {"", ""}, {"https://%zz/", ""},
	}
	for _, tt := range tests {
		if got, ok := bs.ByHomepage(tt.url); got.Key != tt.want || ok != (tt.want != "") {
			t.Errorf("ByHomepage(%q) = %q, want %q", tt.url, got.Key, tt.want)
		}
	}
}

func TestNear(t *testing.T) {
	bs := load(t, user("sorlandsforsk")+`a foaf:Organization ; foaf:name "Sørlandsforsk"@nb .`+
		user("nordlandsforsk")+`a foaf:Organization ; foaf:name "Nørlandsforsk"@nb .`)
	tests := []struct{ name, want string }{
		{"Telemarkforsking", "telemarksforsking"},
		{"Telemarksforksing", "telemarksforsking"}, // swapped
		{"Distriktsenteret", "distriktssenteret"}, {"Distriktsenteret AS", "distriktssenteret"},
		{"Nordlandforskning", "nordlandsforskning"}, {"Oxford Reserach", "oxford-research"}, {"Norutt", "norut"},
		{"Kommunal- og moderniseringdepartementet", "kommunal-og-moderniseringsdepartementet"},
		{"Distrktsenteret", "distriktssenteret"}, {"Østlandforskninng", "ostlandsforskning"}, // two off
		{"Distrktsentret", ""},     // three off
		{"Norutxx", ""},            // two off a short name
		{"NBIR", ""}, {"Fafu", ""}, // under five letters
		{"Førlandsforsk", ""},      // two as near as each other
		{"Telemarksforsking", ""},  // listed
		{"Oxford Research AS", ""}, // listed
		{"Kommunen", ""}, {"Rapport", ""}, {"", ""},
	}
	for _, tt := range tests {
		got, ok := bs.Near(tt.name)
		if got.Key != tt.want || ok != (tt.want != "") {
			t.Errorf("Near(%q) = %q, %v; want %q", tt.name, got.Key, ok, tt.want)
		}
	}
}

func TestUsersBodies(t *testing.T) {
	bs := load(t,
		user("nibr")+`skos:altLabel "By- og regioninstituttet"@nb ; skos:hiddenLabel "NIBR/HiOA"@nb .`,
		user("fagbiblioteket")+`a foaf:Organization ; foaf:name "Fagbiblioteket"@nb ; skos:altLabel "FB"@nb ;
			dcterms:identifier "123456789" ; owl:sameAs <https://www.wikidata.org/entity/Q1> ; org:unitOf <https://annet.example/x/org/nibr#it> .`)
	if b, ok := bs.ByName("by- og regioninstituttet"); !ok || b.Key != "nibr" || b.Name != "NIBR" {
		t.Errorf("the new label gives %+v", b)
	}
	if b, ok := bs.ByName("NIBR/HiOA"); !ok || b.Key != "nibr" {
		t.Errorf("the hidden label gives %+v", b)
	}
	b, ok := bs.ByName("FB")
	if !ok || b.Key != "fagbiblioteket" || !slices.Equal(b.UnitOf, []string{"nibr"}) {
		t.Fatalf("the new body is %+v", b)
	}
	const base = "http://localhost:8080/"
	var got strings.Builder
	for _, tr := range b.Triples(base) {
		got.WriteString(tr.Serialize(rdf.NTriples))
	}
	const want = `<http://localhost:8080/org/fagbiblioteket#it> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Organization> .
<http://localhost:8080/org/fagbiblioteket#it> <http://purl.org/dc/terms/identifier> "123456789" .
<http://localhost:8080/org/fagbiblioteket#it> <http://xmlns.com/foaf/0.1/name> "Fagbiblioteket"@nb .
<http://localhost:8080/org/fagbiblioteket#it> <http://www.w3.org/2004/02/skos/core#altLabel> "FB"@nb .
<http://localhost:8080/org/fagbiblioteket#it> <http://www.w3.org/ns/org#unitOf> <http://localhost:8080/org/nibr#it> .
<http://localhost:8080/org/fagbiblioteket#it> <http://www.w3.org/2002/07/owl#sameAs> <https://www.wikidata.org/entity/Q1> .
`
	if got.String() != want {
		t.Errorf("triples are\n%s\nwant\n%s", got.String(), want)
	}
}

// A body that was minted from a name has no language; the graph has no untagged name.
func TestTriplesOfAMintedBody(t *testing.T) {
	b := Body{Key: Slug("Ukjent «institutt»"), Name: `Ukjent «institutt» \ "x"`}
	got := lines(b.Triples(Placeholder))
	if want := `<https://example.org/lit/org/ukjent-institutt#it> <http://xmlns.com/foaf/0.1/name> "Ukjent «institutt» \\ \"x\""@no .`; !got[want] {
		t.Errorf("triples are %v", got)
	}
}

func TestUsersFaultsAreNamed(t *testing.T) {
	org := `a foaf:Organization ; foaf:name "Ny"@nb `
	tests := []struct {
		name, ttl string
		want      []string
	}{
		{"name of another", user("ny") + org + `; skos:altLabel "norsk institutt for By- og regionforskning"@nb .`, []string{"nibr", "ny", "By- og regionforskning"}},
		{"name of another, legal form", user("ny") + `a foaf:Organization ; foaf:name "Fafo AS"@nb .`, []string{"fafo", "ny"}},
		{"label given to a second", user("ks") + `skos:altLabel "NIVI"@nb .`, []string{"nivi-analyse", "ks"}},
		{"hidden name of another", user("ny") + org + `; skos:hiddenLabel "NIBR"@nb .`, []string{"nibr", "ny"}},
		{"two names", user("ks") + `foaf:name "Kommunesektoren"@nb .`, []string{"ks", "two names", "skos:altLabel"}},
		{"no name", user("ny") + `a foaf:Organization .`, []string{"ny", "foaf:name"}},
		{"no language", user("ny") + `a foaf:Organization ; foaf:name "Ny" .`, []string{"ny", "no language", `"Ny"@nb`}},
		{"loose space", user("ny") + `a foaf:Organization ; foaf:name " Ny"@nb .`, []string{"ny", "white space"}},
		{"unknown successor", user("ny") + org + `; dcterms:isReplacedBy ` + user("finnes-ikke") + `.`, []string{"ny", "finnes-ikke"}},
		{"own successor", user("norce") + `dcterms:isReplacedBy ` + user("iris") + `.`, []string{"replaces itself"}},
		{"organisation number", user("ny") + org + `; dcterms:identifier "NO 123" .`, []string{"ny", "nine digits"}},
		{"two numbers", user("distriktssenteret") + `dcterms:identifier "123456789" .`, []string{"distriktssenteret", "two identifiers"}},
		{"homepage", user("ny") + org + `; foaf:homepage "nybygg.no" .`, []string{"ny", "web address"}},
		{"sameAs is text", user("ny") + org + `; owl:sameAs "Q1" .`, []string{"ny", "angle brackets"}},
		{"predicate", user("ny") + org + `; foaf:mbox <mailto:a@b.no> .`, []string{"ny", "foaf/0.1/mbox"}},
		{"class", user("ny") + `a skos:Concept .`, []string{"ny", "foaf:Organization"}},
		{"address", `<https://bibliotek.example/ny> ` + org + `.`, []string{"https://bibliotek.example/ny", "org/KEY#it"}},
		{"address in capitals", user("Ny") + org + `.`, []string{"org/KEY#it"}},
		{"blank node", `[] ` + org + `.`, []string{"blank node"}},
		{"relative", `<ny> ` + org + `.`, []string{"absolute"}},
		{"syntax", user("ny") + "a foaf:Organization ;\n\n foaf:name Ny .", []string{"Turtle", "6:"}},
		{"number at the line's start", user("ny") + "foaf:age\n.9 .", []string{`line 5 has ".9"`}},
		{"three quotes", user("ny") + `foaf:name """"Ny"""@nb .`, []string{"line 4", "one pair of quotes"}},
		{"empty language", user("ny") + `foaf:name "Ny"@ .`, []string{"Turtle"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loadText("", tt.ttl)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range append(tt.want, "list of bodies 2") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q lacks %q", err, want)
				}
			}
		})
	}
}

type namedReader struct{ io.Reader }

func (namedReader) Name() string { return "mine.ttl" }

func TestErrorsNameTheFile(t *testing.T) {
	_, err := LoadBodies(namedReader{strings.NewReader("x")})
	if err == nil || !strings.Contains(err.Error(), "read mine.ttl: ") {
		t.Errorf("error is %v", err)
	}
}

func TestDigest(t *testing.T) {
	one, two := user("nibr")+`skos:altLabel "Instituttet"@nb .`, user("fafo")+`skos:altLabel "Stiftinga"@nn .`
	plain := load(t).Digest()
	if load(t).Digest() != plain {
		t.Error("the same list has two digests")
	}
	if load(t, "# nothing\n").Digest() != plain {
		t.Error("an empty file changes the digest")
	}
	if load(t, one, two).Digest() != load(t, two, one).Digest() || load(t, one, two).Digest() != load(t, one+two).Digest() {
		t.Error("how the files are cut changes the digest")
	}
	seen := map[[32]byte]string{plain: "the built-in list"}
	for _, more := range []string{
		one, two,
		user("nibr") + `skos:hiddenLabel "Instituttet"@nb .`,
		user("nibr") + `foaf:homepage <https://nibr.example/> .`,
		user("nibr") + `org:unitOf ` + user("oslomet") + `.`,
		user("ny") + `a foaf:Organization ; foaf:name "Ny"@nb .`,
	} {
		d := load(t, more).Digest()
		if other, taken := seen[d]; taken {
			t.Errorf("%s and %s have one digest", more, other)
		}
		seen[d] = more
	}
}

// Whatever a user's file says, it is refused or gives bodies that can be published.
// (Without the built-in list, which would be most of each try.)
func FuzzLoadBodies(f *testing.F) {
	f.Add(user("ny") + `a foaf:Organization ; foaf:name "Ny"@nb ; skos:altLabel "Nyere"@nn .`)
	f.Add(user("ny") + `a foaf:Organization ; foaf:name "Ny"@ .`)
	f.Add(`<a> <b> "\uD800" , [ a (1 2) ] .`)
	f.Fuzz(func(t *testing.T, ttl string) {
		l := newBodyLoader()
		if err := l.load([]byte(userPrefixes + ttl)); err != nil {
			return
		}
		for _, b := range l.list().All() {
			if len(b.Triples(Placeholder)) < 2 || !slugForm.MatchString(b.Key) {
				t.Errorf("body %+v", b)
			}
		}
	})
}
