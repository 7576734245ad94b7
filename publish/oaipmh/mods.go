package oaipmh

import (
	"cmp"
	"encoding/xml"
	"strings"

	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

const (
	nsMODS  = "http://www.loc.gov/mods/v3"
	xsdMODS = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"
)

// mods is MODS 3.7: the part that a reading list fills. Attributes and values are those
// of the MODS User Guidelines (loc.gov/standards/mods/userguide).
type mods struct {
	XMLName xml.Name `xml:"mods"`
	root
	Version    string           `xml:"version,attr"`
	Title      modsTitle        `xml:"titleInfo"`
	Resource   string           `xml:"typeOfResource,omitempty"`
	Genre      *modsTerm        `xml:"genre"`
	Origin     *modsOrigin      `xml:"originInfo"`
	Language   *modsLanguage    `xml:"language"`
	Abstract   []modsText       `xml:"abstract"`
	Note       []modsNote       `xml:"note"`
	Identifier []modsIdentifier `xml:"identifier"`
	Location   *modsLocation    `xml:"location"`
	Related    []modsRelated    `xml:"relatedItem"`
	Access     []modsNote       `xml:"accessCondition"`
	Record     modsRecord       `xml:"recordInfo"`
}

// modsLang is a language as MODS has it, twice: ISO 639-2/B, and BCP 47.
type modsLang struct {
	Lang    string `xml:"lang,attr,omitempty"`
	XMLLang string `xml:"xml:lang,attr,omitempty"`
}

func modsLangOf(tag string) modsLang {
	if tag = plain.Language(tag); tag == "" {
		return modsLang{}
	}
	return modsLang{iso639(tag), tag}
}

type modsTitle struct {
	modsLang
	Title    string `xml:"title"`
	Subtitle string `xml:"subTitle,omitempty"`
}

type modsTerm struct {
	modsLang
	AuthorityURI string `xml:"authorityURI,attr,omitempty"`
	ValueURI     string `xml:"valueURI,attr,omitempty"`
	Value        string `xml:",chardata"`
}

type modsOrigin struct {
	Publishers []modsTerm `xml:"publisher"`
	Issued     []modsDate `xml:"dateIssued"`
}

type modsDate struct {
	Encoding string `xml:"encoding,attr"`
	KeyDate  string `xml:"keyDate,attr,omitempty"`
	Point    string `xml:"point,attr,omitempty"`
	Value    string `xml:",chardata"`
}

type modsLanguage struct {
	Terms []modsCode `xml:"languageTerm"`
}

type modsCode struct {
	Type      string `xml:"type,attr"`
	Authority string `xml:"authority,attr"`
	Value     string `xml:",chardata"`
}

type modsText struct {
	modsLang
	Value string `xml:",chardata"`
}

type modsNote struct {
	modsLang
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

type modsIdentifier struct {
	Type  string `xml:"type,attr"`
	Value string `xml:",chardata"`
}

type modsLocation struct {
	URLs []modsURL `xml:"url"`
}

type modsURL struct {
	Access string `xml:"access,attr,omitempty"`
	Usage  string `xml:"usage,attr,omitempty"`
	Value  string `xml:",chardata"`
}

type modsRelated struct {
	Type     string        `xml:"type,attr"`
	Title    *modsTitle    `xml:"titleInfo"`
	Location *modsLocation `xml:"location"`
}

type modsRecord struct {
	Source     string        `xml:"recordContentSource,omitempty"`
	Created    modsDate      `xml:"recordCreationDate"`
	Changed    modsDate      `xml:"recordChangeDate"`
	Identifier modsRecordID  `xml:"recordIdentifier"`
	Language   *modsLanguage `xml:"languageOfCataloging"`
}

type modsRecordID struct {
	Source string `xml:"source,attr"`
	Value  string `xml:",chardata"`
}

// workMODS is a publication in MODS.
func workMODS(w work) any {
	proper, subtitle := w.titleParts()
	t := w.kind()
	m := &mods{
		root: rootOf(nsMODS, xsdMODS), Version: "3.7",
		Title:      modsTitle{modsLangOf(w.Title.Language), proper, subtitle},
		Resource:   modsResource(t),
		Genre:      w.modsGenre(t),
		Origin:     w.modsOrigin(),
		Language:   modsLanguageOf(w.Title.Language),
		Identifier: []modsIdentifier{{"uri", w.iri()}},
		Location:   w.modsLocation(),
		Related:    w.modsListedBy(),
		Record:     w.modsRecord(),
	}
	for _, text := range textOf(w.Description) {
		m.Abstract = append(m.Abstract, modsText{modsLangOf(text.Lang), text.Value})
	}
	// recordInfoNote would be the place, but readers of MODS 3.5 refuse the record for it.
	for _, text := range rights(m.Abstract != nil) {
		m.Access = append(m.Access, modsNote{modsLangOf(text.Lang), "use and reproduction", text.Value})
	}
	if citation := plain.Line(w.Citation); citation != "" {
		m.Note = []modsNote{{modsLangOf(w.Title.Language), "preferred citation", citation}}
	}
	return m
}

func (w *work) modsGenre(t vocab.Type) *modsTerm {
	if !known(t) {
		return nil
	}
	return &modsTerm{modsLangOf(w.kindLanguage(t)), w.info.Base + "types", w.info.Base + "types#" + t.Key, t.Label(w.Title.Language)}
}

// modsResource is typeOfResource, which is a closed list; "" where it is not known.
func modsResource(t vocab.Type) string {
	switch t.DCMI {
	case vocab.DCMITypeText:
		return "text"
	case vocab.DCMITypeMovingImage:
		return "moving image"
	case vocab.DCMITypeSound:
		return "sound recording"
	case vocab.DCMITypeDataset, vocab.DCMITypeInteractiveResource:
		return "software, multimedia"
	}
	return ""
}

// modsOrigin is who published it and when; a range is a date at each end of it.
func (w *work) modsOrigin() *modsOrigin {
	o := &modsOrigin{}
	for _, p := range w.publishers() {
		term := modsTerm{Value: p.Name}
		if p.Key != "" {
			term.AuthorityURI, term.ValueURI = w.info.Base+"org/", transform.BodyIRI(w.info.Base, p.Key)
		}
		o.Publishers = append(o.Publishers, term)
	}
	switch first, last := w.years(); {
	case last != "":
		o.Issued = []modsDate{{"w3cdtf", "yes", "start", first}, {"w3cdtf", "", "end", last}}
	case first != "":
		o.Issued = []modsDate{{"w3cdtf", "yes", "", first}}
	}
	if o.Publishers == nil && o.Issued == nil {
		return nil
	}
	return o
}

func modsLanguageOf(tag string) *modsLanguage {
	code := iso639(tag)
	l := &modsLanguage{[]modsCode{{"code", "iso639-2b", code}}}
	if tag = plain.Language(tag); tag != "" && code != "und" {
		l.Terms = append(l.Terms, modsCode{"code", "rfc5646", tag})
	}
	return l
}

// modsLocation is the publication's own address, where it has one, and the record's.
func (w *work) modsLocation() *modsLocation {
	l := &modsLocation{}
	if link := plain.Link(w.Link); link != "" {
		l.URLs = []modsURL{{Usage: "primary", Value: link}}
	}
	l.URLs = append(l.URLs, modsURL{Access: "object in context", Value: w.iri()})
	return l
}

// modsListedBy is the page that lists the publication.
func (w *work) modsListedBy() []modsRelated {
	page := w.page()
	if page == "" {
		return nil
	}
	r := modsRelated{Type: "isReferencedBy", Location: &modsLocation{URLs: []modsURL{{Value: page}}}}
	if title := plain.Line(w.source.Title.Value); title != "" {
		r.Title = &modsTitle{modsLangOf(w.source.Title.Language), title, ""}
	}
	return []modsRelated{r}
}

func (w *work) modsRecord() modsRecord {
	return modsRecord{
		Source:     cmp.Or(plain.Line(w.info.Publisher.Name), w.info.Base),
		Created:    modsDate{Encoding: "w3cdtf", Value: w3cdtf(w.Created)},
		Changed:    modsDate{Encoding: "w3cdtf", Value: w3cdtf(w.Modified)},
		Identifier: modsRecordID{strings.TrimSuffix(w.identifier, ":"+w.ID), w.ID},
		Language:   modsLanguageOf(cmp.Or(w.info.Language, "nb")),
	}
}
