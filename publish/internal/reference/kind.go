package reference

import (
	"strings"

	"samling/vocab"
)

// Kind is what a type of document is called in each form.
type Kind struct {
	BibTeX string // entry type: of BibTeX, or of biblatex where BibTeX has none that fits
	Body   string // the field of BibTeX that holds the bodies
	RIS    string // TY
	CSL    string // type (CSL 1.0.2, appendix III)
	Matrix string // the format of COinS: book, journal, dissertation or dc
	Genre  string // rft.genre, or rft.type in dc (Zotero's name of the type)
}

// Every kind is named for what it is to a citation style.
var (
	report     = Kind{"techreport", "institution", "RPRT", "report", "book", "report"}
	webpage    = Kind{"online", "organization", "ELEC", "webpage", "dc", "webpage"}
	post       = Kind{"online", "organization", "BLOG", "post-weblog", "dc", "blogPost"}
	booklet    = Kind{"booklet", "publisher", "PAMP", "pamphlet", "book", "document"}
	manual     = Kind{"manual", "organization", "RPRT", "report", "book", "report"}
	book       = Kind{"book", "publisher", "BOOK", "book", "book", "book"}
	chapter    = Kind{"incollection", "publisher", "CHAP", "chapter", "book", "bookitem"}
	journal    = Kind{"article", "publisher", "JOUR", "article-journal", "journal", "article"}
	paper      = Kind{"inproceedings", "publisher", "CPAPER", "paper-conference", "book", "conference"}
	newspaper  = Kind{"article", "publisher", "NEWS", "article-newspaper", "dc", "newspaperArticle"}
	master     = Kind{"mastersthesis", "school", "THES", "thesis", "dissertation", ""}
	doctor     = Kind{"phdthesis", "school", "THES", "thesis", "dissertation", ""}
	government = Kind{"misc", "organization", "GOVDOC", "document", "book", "document"}
	dataset    = Kind{"misc", "organization", "DATA", "dataset", "dc", "dataset"}
	film       = Kind{"misc", "organization", "VIDEO", "motion_picture", "dc", "film"}
	sound      = Kind{"misc", "organization", "SOUND", "broadcast", "dc", "podcast"}
	slides     = Kind{"misc", "organization", "SLIDE", "speech", "dc", "presentation"}
	periodical = Kind{"misc", "organization", "SER", "periodical", "book", "unknown"}
	document   = Kind{"misc", "organization", "GEN", "document", "book", "document"}
)

// kindOf is the kind of a type: by its key where styles make a finer difference than
// BIBO does, else by its class there, so that a new type has one too.
func kindOf(t vocab.Type) Kind {
	switch t.Key {
	case "artikkel", "pressemelding", "verktoy":
		return webpage // an article is one on the web, unless the source says more (vocab/types.ttl)
	case "blogginnlegg":
		return post
	case "tidsskriftartikkel", "fagartikkel":
		return journal
	case "konferanseartikkel":
		return paper
	case "avisartikkel", "kronikk":
		return newspaper
	case "hefte", "introduksjonshefte", "laringshefte", "faktaark", "sjekkliste":
		return booklet
	case "bokkapittel":
		return chapter
	case "doktoravhandling":
		return doctor
	case "proposisjon", "rundskriv":
		return government
	case "presentasjon":
		return slides
	case "tidsskrift":
		return periodical
	}
	return kindByClass(t)
}

func kindByClass(t vocab.Type) Kind {
	switch strings.TrimPrefix(t.DCMI, "http://purl.org/dc/dcmitype/") {
	case "Dataset":
		return dataset
	case "Sound":
		return sound
	}
	switch t.Class {
	case vocab.BIBOReport:
		return report
	case vocab.BIBOBook:
		return book
	case vocab.BIBOManual:
		return manual
	case vocab.BIBOThesis:
		return master
	case vocab.BIBOFilm:
		return film
	case vocab.BIBOArticle, vocab.BIBOWebpage:
		return webpage
	}
	return document
}
