// Package citation renders the records for citation tools: BibTeX (LaTeX, biblatex), RIS
// (EndNote, RefWorks and nearly all others) and CSL-JSON (Zotero, pandoc).
//
// [Document] is the file of one record, [List] that of all, in a [Form]:
//
//	citation.Document{Form: citation.BibTeX}   item/{id}.bib
//	citation.List{Form: citation.BibTeX}       citations.bib
//
// It promises: the keys are made of the records' ids and never change; the lists are
// written record by record, whatever their length; what a source wrote is text in every
// form, and cannot end its field.
package citation

import (
	"context"
	"fmt"
	"io"

	"samling/publish"
	"samling/publish/internal/reference"
)

// Form is a form of citation.
type Form int

// The forms.
const (
	BibTeX Form = iota
	RIS
	CSL
)

// Forms are all forms.
func Forms() []Form { return []Form{BibTeX, RIS, CSL} }

// Extension is what the form's files end in.
func (f Form) Extension() string { return [...]string{".bib", ".ris", ".csl.json"}[f] }

// MediaType is that of the form, as citation tools register for it.
func (f Form) MediaType() string {
	return [...]string{"application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"}[f]
}

// Document writes item/{id} with the form's extension. That of a withdrawn record says
// what it was and since when it is withdrawn.
type Document struct{ Form Form }

var _ publish.Document = Document{}

// Path is where the citation of a record is in the web root.
func (d Document) Path(id string) string { return "item/" + id + d.Form.Extension() }

// MediaType is that of the form.
func (d Document) MediaType() string { return d.Form.MediaType() }

// Write writes the citation. Of the edition it says only its title and base.
func (d Document) Write(w io.Writer, info publish.Info, _ publish.Source, it publish.Item, _ []publish.Group) error {
	dst := d.Form.appendItem(append([]byte(nil), d.Form.head()...), info, &it)
	if _, err := w.Write(append(dst, d.Form.tail()...)); err != nil {
		return fmt.Errorf("write %s: %w", d.Path(it.ID), err)
	}
	return nil
}

// List writes the citations of all records that are not withdrawn, by source and id.
type List struct{ Form Form }

var _ publish.Joined = List{}

// Path is where the list is in the web root.
func (l List) Path() string { return "citations" + l.Form.Extension() }

// MediaType is that of the form.
func (l List) MediaType() string { return l.Form.MediaType() }

// Write writes the list.
func (l List) Write(ctx context.Context, w io.Writer, e publish.Edition) error {
	if err := publish.WriteJoined(ctx, w, e, l); err != nil {
		return fmt.Errorf("write %s: %w", l.Path(), err)
	}
	return nil
}

// Head writes what stands before the records.
func (l List) Head(w io.Writer, _ publish.Info) error {
	_, err := io.WriteString(w, l.Form.head())
	return err
}

// Bulk is true: it has every record.
func (l List) Bulk() bool { return true }

// Between stands between two records.
func (l List) Between() string { return l.Form.between() }

// Source writes the citations of a source.
func (l List) Source(w io.Writer, info publish.Info, _ publish.Source) publish.Section {
	return &section{form: l.Form, w: w, info: info}
}

// Tail writes what stands after the records.
func (l List) Tail(_ context.Context, w io.Writer, _ publish.Edition) error {
	_, err := io.WriteString(w, l.Form.tail())
	return err
}

// section is a source in a list.
type section struct {
	form    Form
	w       io.Writer
	info    publish.Info
	between string
	buf     []byte
}

// Item writes one citation.
func (s *section) Item(it publish.Item) error {
	if it.Withdrawn {
		return nil
	}
	s.buf = s.form.appendItem(append(s.buf[:0], s.between...), s.info, &it)
	s.between = s.form.between()
	_, err := s.w.Write(s.buf)
	return err
}

// End has nothing to write.
func (s *section) End() error { return nil }

func (f Form) appendItem(dst []byte, info publish.Info, it *publish.Item) []byte {
	r := reference.New(info, it)
	r.Describe(it)
	switch f {
	case BibTeX:
		return reference.AppendBibTeX(dst, &r)
	case RIS:
		return reference.AppendRIS(dst, &r)
	}
	return reference.AppendCSL(dst, &r)
}

// head, between and tail stand around the items: CSL-JSON is an array.
func (f Form) head() string {
	if f == CSL {
		return "[\n"
	}
	return ""
}

func (f Form) between() string {
	return [...]string{"\n", "\r\n", ",\n"}[f]
}

func (f Form) tail() string {
	if f == CSL {
		return "\n]\n"
	}
	return ""
}
