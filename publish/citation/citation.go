// Package citation renders the records for citation tools: BibTeX (LaTeX, biblatex), RIS
// (EndNote, RefWorks and nearly all others) and CSL-JSON (Zotero, pandoc).
//
// [Document] is the file of one record, [List] that of all, in a [Form]:
//
//	citation.Document{Form: citation.BibTeX}   item/{id}.bib
//	citation.List{Form: citation.BibTeX}       citations.bib, see [All]
//
// It promises: the keys are made of the records' ids and never change; the lists are
// written record by record, whatever their length; what a source wrote is text in every
// form, and cannot end its field.
package citation

import (
	"context"
	"fmt"
	"io"
	"time"

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
type Document struct {
	Form Form
	last *last // may be nil
}

var _ publish.Document = Document{}

// Path is where the citation of a record is in the web root.
func (d Document) Path(id string) string { return "item/" + id + d.Form.Extension() }

// MediaType is that of the form.
func (d Document) MediaType() string { return d.Form.MediaType() }

// Write writes the citation. Of the edition it says only its title and base.
func (d Document) Write(w io.Writer, info publish.Info, _ publish.Source, it publish.Item, _ []publish.Group) error {
	dst := d.Form.append(append([]byte(nil), d.Form.head()...), d.last.described(info, &it))
	if _, err := w.Write(append(dst, d.Form.tail()...)); err != nil {
		return fmt.Errorf("write %s: %w", d.Path(it.ID), err)
	}
	return nil
}

// List writes the citations of all records that are not withdrawn, by source and id.
type List struct {
	Form Form
	last *last // may be nil
}

var _ publish.Joined = List{}

// All are the lists and the documents in all forms, for one walk of an edition at a time: what
// they say of an item is found out once.
func All() (lists []List, documents []Document) {
	l := &last{}
	for _, f := range Forms() {
		lists, documents = append(lists, List{f, l}), append(documents, Document{f, l})
	}
	return lists, documents
}

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
	return &section{list: l, w: w, info: info}
}

// Tail writes what stands after the records.
func (l List) Tail(_ context.Context, w io.Writer, _ publish.Edition) error {
	_, err := io.WriteString(w, l.Form.tail())
	return err
}

// section is a source in a list.
type section struct {
	list    List
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
	form := s.list.Form
	s.buf = form.append(append(s.buf[:0], s.between...), s.list.last.described(s.info, &it))
	s.between = form.between()
	_, err := s.w.Write(s.buf)
	return err
}

// End has nothing to write.
func (s *section) End() error { return nil }

func described(info publish.Info, it *publish.Item) *reference.Reference {
	r := reference.New(info, it)
	r.Describe(it)
	return &r
}

// last is the item that was described last.
type last struct {
	of          version
	description *reference.Reference
}

// version is what tells one version of an item, as an edition has it, from all others.
type version struct {
	edition  publish.Info
	id       string
	digest   [32]byte
	modified time.Time
}

func (l *last) described(info publish.Info, it *publish.Item) *reference.Reference {
	if l == nil {
		return described(info, it)
	}
	if of := (version{info, it.ID, it.Digest, it.Modified}); l.description == nil || l.of != of {
		*l = last{of, described(info, it)}
	}
	return l.description
}

func (f Form) append(dst []byte, r *reference.Reference) []byte {
	switch f {
	case BibTeX:
		return reference.AppendBibTeX(dst, r)
	case RIS:
		return reference.AppendRIS(dst, r)
	}
	return reference.AppendCSL(dst, r)
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
