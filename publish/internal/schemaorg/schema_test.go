package schemaorg_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"html/template"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/internal/schemaorg"
	"samling/transform"
)

var downloads = []publish.Download{
	{Path: "dataset.ttl", MediaType: "text/turtle"}, {Path: "facts.nt", MediaType: "application/n-triples", Facts: true},
}

// vocabulary is the one context that schema.org's users are asked to name; read without
// a network as what it comes to for terms without a type of their own.
type vocabulary struct{}

func (vocabulary) LoadDocument(u string) (*ld.RemoteDocument, error) {
	if u != "https://schema.org/" {
		return nil, errors.New("asked for " + u)
	}
	return &ld.RemoteDocument{DocumentURL: u, Document: map[string]any{"@context": map[string]any{"@vocab": "http://schema.org/"}}}, nil
}

// inPage is the description as html/template writes it into a page.
func inPage(t *testing.T, d schemaorg.Dataset) string {
	t.Helper()
	var b bytes.Buffer
	page := template.Must(template.New("").Parse(`<script type="application/ld+json">{{.}}</script>`))
	if err := page.Execute(&b, d); err != nil {
		t.Fatal(err)
	}
	text := strings.TrimSuffix(strings.TrimPrefix(b.String(), `<script type="application/ld+json">`), "</script>")
	if strings.ContainsAny(text, "<>&") {
		t.Errorf("markup in the data block: %s", text)
	}
	return text
}

func TestDatasetIsReadByAProcessor(t *testing.T) {
	info := editiontest.SampleInfo()
	sources := []publish.Source{{ID: "a", URL: "https://example.no/liste/", Title: transform.Text{Value: "Liste", Language: "nb"}}}
	var doc any
	if err := json.Unmarshal([]byte(inPage(t, schemaorg.New(info, []publish.Count{{Key: "nb"}, {Key: "nn"}}, sources, downloads))), &doc); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader, options.Format = vocabulary{}, "application/n-quads"
	out, err := ld.NewJsonLdProcessor().ToRDF(doc, options)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<https://example.org/lit/dataset> <http://schema.org/name> "Litteratursamlinger" .`,
		`<https://example.org/lit/dataset> <http://schema.org/inLanguage> "nn" .`,
		`<https://example.org/lit/dataset> <http://schema.org/isAccessibleForFree> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .`,
		`<https://example.org/lit/dataset> <http://schema.org/license> "https://example.org/lit/rights/descriptions" .`,
		`<http://schema.org/license> "http://creativecommons.org/publicdomain/zero/1.0/" .`,
		`<http://schema.org/contentUrl> "https://example.org/lit/facts.nt" .`,
		`<https://example.org/lit/operator> <http://schema.org/name> "Eksempelbiblioteket" .`,
		`<http://schema.org/url> "https://example.no/liste/" .`,
	} {
		if !strings.Contains(out.(string), want) {
			t.Errorf("lacks %s\n%s", want, out)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	for _, s := range []string{`</script><script>alert(1)</script>`, "bidi \u202e \x00 \xff", `"quote" \ backslash`, "<!--", "javascript:alert(1)"} {
		info := editiontest.SampleInfo()
		info.Title, info.Publisher.Name = s, s
		text := inPage(t, schemaorg.New(info, nil, []publish.Source{{URL: s, Title: transform.Text{Value: s, Language: s}}}, nil))
		if !json.Valid([]byte(text)) || strings.ContainsAny(text, "\u202e\x00") || strings.Contains(text, `"url":"javascript`) {
			t.Errorf("%q becomes %s", s, text)
		}
	}
}
