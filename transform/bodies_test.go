package transform

import (
	"strings"
	"testing"

	"samling/harvest"
)

// TestSplitBodies is the table of what parts bodies and what does not.
func TestSplitBodies(t *testing.T) {
	list := listOfBodies(t)
	for source, want := range map[string]string{
		"NIBR":                        "NIBR",
		"NIVI":                        "NIVI Analyse",
		"FAFO":                        "Fafo",
		"Oxford Research AS":          "Oxford Research",
		"NIBR/Østlandsforskning":      "NIBR|Østlandsforskning",
		"NIBR / Østlandsforskning":    "NIBR|Østlandsforskning",
		"NIBR; Fafo":                  "NIBR|Fafo",
		"IRIS NIBR":                   "IRIS|NIBR",
		"IRIS NIBR Fafo":              "IRIS|NIBR|Fafo",
		"Uni Research Rokkansenteret": "Uni Research Rokkansenteret",
		"NIBR og Fafo":                "NIBR|Fafo",
		"NIBR and Fafo":               "NIBR|Fafo",
		"NIBR och Fafo":               "NIBR|Fafo",
		"NIBR, Fafo og KS":            "NIBR|Fafo|KS",
		"Kommunal- og moderniseringsdepartementet":       "Kommunal- og moderniseringsdepartementet",
		"Høgskulen i Sogn og Fjordane":                   "Høgskulen i Sogn og Fjordane",
		"Kommunal- og moderniseringsdepartementet og KS": "Kommunal- og moderniseringsdepartementet|KS",
		"NIBR og Et ukjent institutt":                    "NIBR og Et ukjent institutt", // never guessed
		"Et ukjent institutt/NIBR":                       "Et ukjent institutt|NIBR",
		"Ukjent, Helt":                                   "Ukjent, Helt",
		"Næringsforum Sør":                               "Næringsforum Sør",
		"NIBR/NIBR":                                      "NIBR",
	} {
		var got []string
		for _, p := range splitBodies(source, list) {
			got = append(got, p.Name)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

// TestNearMiss says that a misspelt name is a problem that names the likely body, and
// is never corrected.
func TestNearMiss(t *testing.T) {
	e := harvest.Entry{Title: "Noe", TypeLine: harvest.TypeLine{Text: "Rapport – Telemarkforsking 2014", Type: "Rapport", Bodies: "Telemarkforsking", Year: "2014"}}
	r, problems := Normalise(e, "https://example.org/", 1, Authorities{Bodies: listOfBodies(t)})
	if len(r.Publishers) != 1 || r.Publishers[0].Name != "Telemarkforsking" || r.Publishers[0].Key != "" {
		t.Errorf("publishers %v", r.Publishers)
	}
	if len(problems) != 1 || problems[0].Field != "publisher" || !strings.Contains(problems[0].Reason, "Telemarksforsking") {
		t.Errorf("problems %v", problems)
	}
}

func TestParseIssued(t *testing.T) {
	for source, want := range map[string]string{
		"2012": "2012", "2010–2014": "2010/2014", "2010-14": "2010/2014", "2010 – 2014": "2010/2014", "2011/2012": "2011/2012",
		"2012–2012": "2012", "u.å.": "", "": "", "2014–2010": "!",
	} {
		got, ok := ParseIssued(source)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

// TestRepairs says what is repaired in a description, and what is left alone.
func TestRepairs(t *testing.T) {
	for _, c := range []struct {
		blocks  []harvest.Block
		want    string
		repairs int
	}{
		{[]harvest.Block{{Text: "Det gjelder aktører.Det er alt."}}, "Det gjelder aktører. Det er alt.", 1},
		{[]harvest.Block{{Text: "Se www.regjeringen.no, kl.10.30, f.eks. St.meld. nr. 12, bl.a. Prop.1 S og fil.PDF her."}}, "Se www.regjeringen.no, kl.10.30, f.eks. St.meld. nr. 12, bl.a. Prop.1 S og fil.PDF her.", 0},
		{[]harvest.Block{{Text: "En linje som"}, {Text: "går videre.", Broken: true}}, "En linje som går videre.", 1},
		{[]harvest.Block{{Text: "Første."}, {Text: "andre uten stor bokstav", Broken: true}}, "Første.\n\nandre uten stor bokstav", 0},
		{[]harvest.Block{{Text: "Vi ser på:"}, {Text: "styring", Kind: harvest.ListItem}, {Text: "ledelse", Kind: harvest.ListItem}, {Text: "Slutt."}}, "Vi ser på:\nstyring\nledelse\n\nSlutt.", 0},
	} {
		n := normaliser{Normaliser: &Normaliser{}}
		n.description(c.blocks)
		if n.r.Description.Value != c.want || len(n.r.Repairs) != c.repairs {
			t.Errorf("got %q %q, want %q and %d repairs", n.r.Description.Value, n.r.Repairs, c.want, c.repairs)
		}
	}
}
