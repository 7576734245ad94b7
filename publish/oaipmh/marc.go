package oaipmh

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"

	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

const (
	nsMARC  = "http://www.loc.gov/MARC21/slim"
	xsdMARC = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
)

// marc is a MARC 21 bibliographic record in MARCXML.
type marc struct {
	XMLName xml.Name `xml:"record"`
	root
	Type    string        `xml:"type,attr"`
	Leader  string        `xml:"leader"`
	Control []marcControl `xml:"controlfield"`
	Data    []marcData    `xml:"datafield"`
}

type marcControl struct {
	Tag   string `xml:"tag,attr"`
	Value string `xml:",chardata"`
}

type marcData struct {
	Tag       string         `xml:"tag,attr"`
	Ind1      string         `xml:"ind1,attr"`
	Ind2      string         `xml:"ind2,attr"`
	Subfields []marcSubfield `xml:"subfield"`
}

type marcSubfield struct {
	Code  string `xml:"code,attr"`
	Value string `xml:",chardata"`
}

// field makes a field of its indicators, two characters, and its subfields, each a code
// followed by its value; those without a value are left out.
func field(tag, indicators string, subfields ...string) marcData {
	f := marcData{Tag: tag, Ind1: indicators[:1], Ind2: indicators[1:]}
	for _, s := range subfields {
		if value := plain.Line(s[1:]); value != "" {
			f.Subfields = append(f.Subfields, marcSubfield{s[:1], value})
		}
	}
	return f
}

// workMARC is a publication in MARC 21: fields by number, those with nothing in them left out.
func workMARC(w work) any {
	m := &marc{
		root: rootOf(nsMARC, xsdMARC), Type: "Bibliographic", Leader: w.marcLeader(),
		Control: []marcControl{{"001", w.ID}, {"005", w.Modified.UTC().Format("20060102150405.0")}, {"008", w.marc008()}},
	}
	for _, f := range w.marcFields() {
		if f.Subfields != nil {
			m.Data = append(m.Data, f)
		}
	}
	return m
}

func (w *work) marcFields() []marcData {
	proper, subtitle := w.titleParts()
	t := w.kind()
	fields := []marcData{
		field("024", "7 ", "a"+w.iri(), "2uri"),
		field("040", "  ", "a"+cmp.Or(plain.Line(w.info.Publisher.Name), w.info.Base), "b"+iso639(cmp.Or(w.info.Language, "nb"))),
		field("245", "00", "a"+proper, "b"+subtitle),
	}
	imprint := field("264", " 1")
	for _, p := range w.publishers() {
		imprint.Subfields = append(imprint.Subfields, marcSubfield{"b", p.Name})
	}
	if w.Issued != "" {
		imprint.Subfields = append(imprint.Subfields, marcSubfield{"c", strings.ReplaceAll(w.Issued, "/", "-")})
	}
	fields = append(fields, imprint,
		field("510", "0 ", "a"+cmp.Or(plain.Line(w.source.Title.Value), w.source.ID), "u"+w.page()),
		field("520", "  ", "a"+w.Description.Value),
		field("524", "  ", "a"+w.Citation))
	for _, text := range rights(strings.TrimSpace(w.Description.Value) != "") {
		fields = append(fields, field("588", "  ", "a"+text.Value))
	}
	if known(t) {
		fields = append(fields, field("655", " 7", "a"+t.Label(w.Title.Language), "2local", "0"+w.info.Base+"types#"+t.Key))
	}
	for _, p := range w.publishers() {
		body := field("710", "2 ", "a"+p.Name, "4pbl")
		if p.Key != "" {
			body.Subfields = append(body.Subfields, marcSubfield{"0", transform.BodyIRI(w.info.Base, p.Key)})
		}
		fields = append(fields, body)
	}
	return append(fields, field("856", "40", "u"+plain.Link(w.Link)), field("856", "42", "u"+w.iri(), "3Record"))
}

// marcLeader is the leader: new or corrected, the kind of material, a monograph, in
// Unicode, of minimal level, without the punctuation of ISBD, which subfields make needless.
// Lengths and addresses mean nothing in XML and are 0.
func (w *work) marcLeader() string {
	status := "n"
	if w.Modified.After(w.Created) {
		status = "c"
	}
	return "00000" + status + marcMaterial(w.kind()) + "m a22000007n 4500"
}

// marcMaterial is position 06 of the leader.
func marcMaterial(t vocab.Type) string {
	switch t.DCMI {
	case vocab.DCMITypeMovingImage:
		return "g"
	case vocab.DCMITypeSound:
		return "i"
	case vocab.DCMITypeDataset, vocab.DCMITypeInteractiveResource:
		return "m"
	}
	return "a"
}

// marc008 is field 008: when the record was made, years of issue, and the language. What
// is not known of the publication is fill characters.
func (w *work) marc008() string {
	kind := "n"
	first, last := w.years()
	switch {
	case last != "":
		kind = "m"
	case first != "":
		kind = "s"
	}
	years := fmt.Sprintf("%4s%4s", first, last)
	if kind == "n" {
		years = "uuuuuuuu"
	}
	language := iso639(w.Title.Language)
	return w.Created.UTC().Format("060102") + kind + years + "xx " + strings.Repeat("|", 17) + language + "|d"
}
