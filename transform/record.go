// Package transform turns an entry, as a source wrote it, into a record.
//
// [Normaliser] reads the citation line, finds the bodies in the authority list,
// judges the languages and makes the few repairs that are safe; what it could not
// make sense of becomes a [Problem] beside the record, never an error. [Match]
// finds again which record an entry was last time. [Record.Graph] says it in RDF.
//
// Everything here is pure: no clock, no network, no file. Beside each normalised
// value stands what the source wrote.
package transform

// Text is a text with its language.
type Text struct {
	Value    string `json:"value"`
	Language string `json:"language"` // BCP 47: nb, nn, en, or no where it is undecided
}

// Publisher is a body that an entry names.
type Publisher struct {
	Key  string `json:"key"`  // in the authority list, or minted by the ledger; "" until then
	Name string `json:"name"` // the preferred name, or as the source wrote it
}

// Record is one entry, normalised. Fields ending in Source hold the source's words.
type Record struct {
	ID   string `json:"id"`   // minted once; "" until the entry was matched
	Page string `json:"page"` // the address of the page that lists it

	Title       Text        `json:"title"` // whole, subtitle included
	TitleProper string      `json:"titleProper"`
	Subtitle    string      `json:"subtitle,omitempty"`
	Type        string      `json:"type"`             // a key of the type scheme
	Publishers  []Publisher `json:"publishers"`       // in source order
	Issued      string      `json:"issued,omitempty"` // "2012", "2010/2014" or ""
	Description Text        `json:"description"`
	Link        string      `json:"link,omitempty"` // absolute
	Citation    string      `json:"citation"`

	TitleSource       string `json:"titleSource"`
	TypeLineSource    string `json:"typeLineSource"`
	TypeSource        string `json:"typeSource"`
	PublisherSource   string `json:"publisherSource"`
	IssuedSource      string `json:"issuedSource,omitempty"`
	DescriptionSource string `json:"descriptionSource,omitempty"` // blocks joined by LF
	LinkSource        string `json:"linkSource,omitempty"`

	Repairs  []string `json:"repairs,omitempty"`
	Position int      `json:"position"` // on the page when this version was read, from 1
	Of       int      `json:"of"`       // entries on that page
}

// Problem is something about one entry that a person should look at. It never stops a run.
type Problem struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
}
