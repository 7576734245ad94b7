package oaipmh

import (
	"cmp"
	"encoding/xml"
	"path"
	"strings"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

const (
	nsOAIDC  = "http://www.openarchives.org/OAI/2.0/oai_dc/"
	xsdOAIDC = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
	nsDC     = "http://purl.org/dc/elements/1.1/"
)

// dc is simple Dublin Core (oai_dc.xsd), in the order that people read it.
type dc struct {
	XMLName     xml.Name   `xml:"oai_dc:dc"`
	OAIDC       string     `xml:"xmlns:oai_dc,attr"`
	DC          string     `xml:"xmlns:dc,attr"`
	XSI         string     `xml:"xmlns:xsi,attr"`
	Schema      string     `xml:"xsi:schemaLocation,attr"`
	Title       []langText `xml:"dc:title"`
	Publisher   []langText `xml:"dc:publisher"`
	Date        []string   `xml:"dc:date"`
	Type        []langText `xml:"dc:type"`
	Language    []string   `xml:"dc:language"`
	Description []langText `xml:"dc:description"`
	Identifier  []string   `xml:"dc:identifier"`
	Source      []string   `xml:"dc:source"`
	Rights      []langText `xml:"dc:rights"`
}

func newDC() *dc {
	return &dc{OAIDC: nsOAIDC, DC: nsDC, XSI: nsXSI, Schema: nsOAIDC + " " + xsdOAIDC}
}

// textOf is a text fit for XML, with its language; none if it is empty.
func textOf(t transform.Text) []langText {
	if value := strings.TrimSpace(plain.Text(t.Value)); value != "" {
		return []langText{{plain.Language(t.Language), value}}
	}
	return nil
}

// lineOf is textOf for what stands on one line.
func lineOf(value, tag string) []langText {
	return textOf(transform.Text{Value: plain.Line(value), Language: tag})
}

// workDC is a publication in Dublin Core. The record's address comes first among the
// identifiers, since every record has one; then the publication's own.
func workDC(w work) any {
	d := newDC()
	d.Title = lineOf(w.title(), w.Title.Language)
	for _, p := range w.publishers() {
		d.Publisher = append(d.Publisher, langText{Value: p.Name})
	}
	d.Date = some(w.Issued) // a range is written with a slash (ISO 8601, as DCMI advises)
	d.Type = w.dcTypes(w.kind())
	d.Language = []string{iso639(w.Title.Language)}
	d.Description = textOf(w.Description)
	d.Identifier = some(w.iri(), plain.Link(w.Link))
	d.Source = some(w.page())
	d.Rights = rights(d.Description != nil)
	return d
}

// dcTypes are the type in the house's words, in the DCMI Type Vocabulary (the term alone,
// as simple Dublin Core has it), and in the COAR vocabulary that repositories use.
func (w *work) dcTypes(t vocab.Type) []langText {
	if !known(t) {
		return nil
	}
	types := []langText{{w.kindLanguage(t), t.Label(w.Title.Language)}}
	if t.DCMI != "" {
		types = append(types, langText{Value: path.Base(t.DCMI)})
	}
	if t.COAR != "" {
		types = append(types, langText{Value: t.COAR})
	}
	return types
}

// repositoryDC describes the whole repository.
func repositoryDC(info publish.Info) *dc {
	d := newDC()
	d.Title = lineOf(info.Title, "")
	d.Publisher = lineOf(info.Publisher.Name, "")
	d.Identifier = some(info.Base)
	d.Rights = rights(true)
	return d
}

// sourceDC describes the set of a source.
func sourceDC(s publish.Source) *dc {
	d := newDC()
	d.Title = lineOf(cmp.Or(plain.Line(s.Title.Value), s.ID), s.Title.Language)
	d.Description = textOf(s.Description)
	d.Source = some(plain.Link(s.URL))
	return d
}

// typeDC describes the set of a type, in each language that it has a word in.
func typeDC(t vocab.Type, info publish.Info) *dc {
	d := newDC()
	for _, l := range t.Pref {
		d.Title = append(d.Title, langText{l.Lang, l.Text})
	}
	d.Identifier = some(info.Base+"types#"+t.Key, t.COAR)
	return d
}

// some are those that are not empty.
func some(values ...string) (kept []string) {
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}
