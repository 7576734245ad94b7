// Package schemaorg describes an edition for search engines and reference managers: a
// schema.org Dataset in JSON-LD, to stand in a script element of the landing page.
//
//	{{with .Schema}}<script type="application/ld+json">{{.}}</script>{{end}}
package schemaorg

import (
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
)

// Dataset is the description. Marshal it, or hand it to html/template, which does.
type Dataset struct {
	Context     string   `json:"@context"`
	Type        string   `json:"@type"`
	ID          string   `json:"@id"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	URL         string   `json:"url"`
	Identifier  string   `json:"identifier"`
	Languages   []string `json:"inLanguage,omitempty"`
	Keywords    []string `json:"keywords"`
	License     string   `json:"license"`
	Free        bool     `json:"isAccessibleForFree"`
	Version     int      `json:"version"`
	Modified    string   `json:"dateModified"`
	Creator     agent    `json:"creator"`
	Publisher   agent    `json:"publisher"`
	Catalogue   node     `json:"includedInDataCatalog"`
	Sources     []page   `json:"isBasedOn,omitempty"`
	Downloads   []file   `json:"distribution,omitempty"`
}

type agent struct {
	Type  string `json:"@type"`
	ID    string `json:"@id"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
}

type node struct {
	Type string `json:"@type"`
	ID   string `json:"@id"`
	URL  string `json:"url"`
}

type page struct {
	Type     string `json:"@type"`
	URL      string `json:"url,omitempty"`
	Name     string `json:"name,omitempty"`
	Language string `json:"inLanguage,omitempty"`
}

type file struct {
	Type    string `json:"@type"`
	URL     string `json:"contentUrl"`
	Format  string `json:"encodingFormat"`
	License string `json:"license"`
}

// New describes an edition: the languages of its titles, the sources it was made
// from, and what can be downloaded. Its texts are plain: no hidden characters, one line.
func New(info publish.Info, languages []publish.Count, sources []publish.Source, downloads []publish.Download) Dataset {
	description, keywords := publish.About(info.Language)
	agent := agent{"Organization", info.Base + "operator", plain.Line(info.Publisher.Name), info.Publisher.Email}
	s := Dataset{
		Context: "https://schema.org/", Type: "Dataset", ID: publish.DatasetIRI(info.Base),
		Name: plain.Line(info.Title), Description: description, Keywords: keywords,
		URL: info.Base, Identifier: publish.DatasetIRI(info.Base),
		License: info.Base + "rights/descriptions", Free: true,
		Version: info.Number, Modified: info.Made.UTC().Format(time.RFC3339),
		Creator: agent, Publisher: agent,
		Catalogue: node{"DataCatalog", info.Base + "catalog", info.Base + "catalog.ttl"},
	}
	for _, l := range languages {
		s.Languages = append(s.Languages, plain.Language(l.Key))
	}
	for _, src := range sources {
		s.Sources = append(s.Sources, page{"WebPage", plain.Link(src.URL), plain.Line(src.Title.Value), plain.Language(src.Title.Language)})
	}
	for _, d := range downloads {
		f := file{"DataDownload", info.Base + d.Path, d.MediaType, s.License}
		if d.Facts {
			f.License = publish.CC0
		}
		s.Downloads = append(s.Downloads, f)
	}
	return s
}
