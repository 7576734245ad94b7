package main

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"samling/cmd/samling/internal/pipeline"
)

// TestOAI harvests the sample's ledger over HTTP: not ready, then all of it in pages of
// five.
func TestOAI(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "samling.yaml")
	const text = `{base: "http://localhost/", authority: samling.example.org, oai: {page_size: 5}, sources: [{id: a, url: "https://example.org/"}]}`
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "test"}
	a, err := m.assemble(t.Context(), Setup{Config: file, Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	handler, err := a.handler(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	if r := oai(t, server.URL, "verb=Identify"); r.status != http.StatusServiceUnavailable || r.retry == "" {
		t.Errorf("before the first harvest: %+v", r)
	}
	if _, err := a.Pipeline.Run(t.Context(), pipeline.Options{}); err != nil {
		t.Fatal(err)
	}
	query, pages, ids := "verb=ListRecords&metadataPrefix=mods", 0, map[string]bool{}
	for ; query != ""; pages++ {
		r := oai(t, server.URL, query)
		for _, id := range r.IDs {
			ids[id] = true
		}
		if query = ""; r.Token != "" {
			query = "verb=ListRecords&resumptionToken=" + r.Token
		}
	}
	if pages != 3 || len(ids) != 12 || !ids["oai:samling.example.org:rnwakemxnext"] {
		t.Errorf("%d records on %d pages: %v", len(ids), pages, ids)
	}
}

// oaiAnswer is what the test reads of an answer.
type oaiAnswer struct {
	status int
	retry  string
	IDs    []string `xml:"ListRecords>record>header>identifier"`
	Token  string   `xml:"ListRecords>resumptionToken"`
}

func oai(t *testing.T, base, query string) (a oaiAnswer) {
	t.Helper()
	r, err := http.Get(base + "/oai?" + query)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	a.status, a.retry = r.StatusCode, r.Header.Get("Retry-After")
	if a.status == http.StatusOK {
		if err := xml.Unmarshal(body, &a); err != nil {
			t.Fatal(err, string(body))
		}
	}
	return a
}
