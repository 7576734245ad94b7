package transform

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/harvest"
	"samling/vocab"
)

// gold is testdata/gold.json: the right record for each entry of the bundled page.
type gold struct {
	Page struct {
		URL string `json:"url"`
	} `json:"page"`
	Entries []struct {
		Title               string                 `json:"title"`
		TitleLanguage       string                 `json:"title_language"`
		TitleProper         string                 `json:"title_proper"`
		Subtitle            *string                `json:"subtitle"`
		TypeSource          string                 `json:"type_source"`
		Type                string                 `json:"type_concept"`
		TypeLine            string                 `json:"meta_line"`
		PublisherSource     string                 `json:"publisher_source"`
		Publishers          []Publisher            `json:"publishers"`
		Issued              struct{ Value string } `json:"issued"`
		Description         string                 `json:"description"`
		Verbatim            string                 `json:"description_verbatim"`
		Repairs             []string               `json:"repairs"`
		DescriptionLanguage string                 `json:"description_language"`
		Citation            string                 `json:"bibliographicCitation"`
	} `json:"entries"`
}

func readGold(t *testing.T) gold {
	t.Helper()
	data, err := os.ReadFile("testdata/gold.json")
	if err != nil {
		t.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// bundled reads and normalises the bundled page; its records have ids.
func bundled(t *testing.T, url string) ([]Record, [][]Problem) {
	t.Helper()
	body, err := os.ReadFile("../cmd/samling/internal/sample/litteratursamling.txt")
	if err != nil {
		t.Fatal(err)
	}
	list, err := harvest.Read(&harvest.Page{URL: url, ContentType: "text/plain", Body: body}, profile)
	if err != nil {
		t.Fatal(err)
	}
	bodies := listOfBodies(t)
	var records []Record
	var problems [][]Problem
	for _, e := range list.Entries {
		r, p := Normalise(e, url, len(list.Entries), Authorities{Bodies: bodies})
		if err := Mint([]*Record{&r}, func([]string) (map[string]bool, error) { return nil, nil }); err != nil {
			t.Fatal(err)
		}
		records, problems = append(records, r), append(problems, p)
	}
	return records, problems
}

var profile = harvest.Profile{IsType: func(w string) bool { _, ok := vocab.LookupType(w); return ok }}

func listOfBodies(tb testing.TB) *vocab.Bodies {
	tb.Helper()
	bodies, err := vocab.LoadBodies()
	if err != nil {
		tb.Fatal(err)
	}
	return bodies
}

// TestGold holds every field of every entry of the bundled page against gold.json.
func TestGold(t *testing.T) {
	g := readGold(t)
	records, problems := bundled(t, g.Page.URL)
	if len(records) != 12 || len(g.Entries) != 12 {
		t.Fatalf("%d records, %d in gold.json; want 12", len(records), len(g.Entries))
	}
	for i, w := range g.Entries {
		r := records[i]
		subtitle := ""
		if w.Subtitle != nil {
			subtitle = *w.Subtitle
		}
		for _, c := range []struct {
			field     string
			got, want any
		}{
			{"title", r.Title, Text{w.Title, w.TitleLanguage}},
			{"title proper", r.TitleProper, w.TitleProper},
			{"subtitle", r.Subtitle, subtitle},
			{"type", r.Type, w.Type},
			{"type source", r.TypeSource, w.TypeSource},
			{"type line", r.TypeLineSource, w.TypeLine},
			{"publishers", r.Publishers, w.Publishers},
			{"publisher source", r.PublisherSource, w.PublisherSource},
			{"issued", r.Issued, w.Issued.Value},
			{"description", r.Description, Text{w.Description, w.DescriptionLanguage}},
			{"description source", r.DescriptionSource, w.Verbatim},
			{"repairs", strings.Join(r.Repairs, "|"), strings.Join(w.Repairs, "|")},
			{"citation", r.Citation, w.Citation},
			{"link", r.Link, ""},
			{"problems", len(problems[i]), 0},
			{"position", [2]int{r.Position, r.Of}, [2]int{i + 1, 12}},
		} {
			if !reflect.DeepEqual(c.got, c.want) {
				t.Errorf("entry %d: %s:\n got %q\nwant %q", i+1, c.field, c.got, c.want)
			}
		}
	}
}

// TestGoldGraph holds the graph of each entry against the model's gold.ttl.
func TestGoldGraph(t *testing.T) {
	f, err := os.Open("../vocab/testdata/gold.ttl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	triples, err := rdf.NewTripleDecoder(f, rdf.Turtle).DecodeAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]bool{}
	for _, tr := range triples {
		s := tr.Subj.String()
		if want[s] == nil {
			want[s] = map[string]bool{}
		}
		want[s][tr.Serialize(rdf.NTriples)] = true
	}
	records, _ := bundled(t, readGold(t).Page.URL)
	for _, r := range records {
		got, err := r.Graph(vocab.Placeholder)
		if err != nil {
			t.Fatal(err)
		}
		item := want[ItemIRI(vocab.Placeholder, r.ID)]
		if len(got) != len(item) || len(item) == 0 {
			t.Errorf("%s: %d triples, want %d", r.ID, len(got), len(item))
		}
		for _, tr := range got {
			if !item[tr.Serialize(rdf.NTriples)] {
				t.Errorf("%s: not in gold.ttl: %s", r.ID, tr.Serialize(rdf.NTriples))
			}
		}
		again, _ := r.Graph(vocab.Placeholder)
		if !reflect.DeepEqual(got, vocab.Sort(again)) {
			t.Errorf("%s: the graph is not in canonical order", r.ID)
		}
	}
}
