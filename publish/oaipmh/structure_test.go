package oaipmh_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// The structure of answers, as the schemas have it: what may stand in an element, in
// which order and how often, which attributes it has, and the form of a text. It is our
// own reading of them; .ci/peers holds answers against the schemas themselves.

// model is one element's. Children are a regular expression over their names, each
// followed by a space.
type model struct {
	children string
	attrs    string // names that may stand; those with "!" must
	text     string // a regular expression; "" for no text
}

const (
	anyText  = `(?s).+`
	instant  = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`
	address  = `https?://\S+`
	oaiID    = `oai:[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+`
	setSpec  = `[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*`
	language = `xml:lang`
)

// compiled is a model ready for use.
type compiled struct {
	model
	children, text *regexp.Regexp
}

// all are the models, compiled once.
var all = sync.OnceValue(func() map[string]compiled {
	whole := func(expr string) *regexp.Regexp { return regexp.MustCompile(`^(` + expr + `)$`) }
	c := map[string]compiled{}
	for name, m := range models() {
		c[name] = compiled{m, whole(m.children), whole(m.text)}
	}
	return c
})

func models() map[string]model {
	m := map[string]model{
		"oai OAI-PMH":             {`responseDate request ((error )+|(Identify|ListMetadataFormats|ListSets|GetRecord|ListIdentifiers|ListRecords) )`, "xsi:schemaLocation!", ""},
		"oai responseDate":        {"", "", instant},
		"oai request":             {"", "verb identifier metadataPrefix from until set resumptionToken", address},
		"oai error":               {"", "code!", anyText},
		"oai Identify":            {`repositoryName baseURL protocolVersion (adminEmail )+earliestDatestamp deletedRecord granularity (compression )*(description )*`, "", ""},
		"oai ListMetadataFormats": {`(metadataFormat )+`, "", ""},
		"oai metadataFormat":      {`metadataPrefix schema metadataNamespace `, "", ""},
		"oai ListSets":            {`(set )+(resumptionToken )?`, "", ""},
		"oai set":                 {`setSpec setName (setDescription )*`, "", ""},
		"oai setDescription":      {`dc `, "", ""},
		"oai description":         {`(oai-identifier|dc) `, "", ""},
		"oai GetRecord":           {`record `, "", ""},
		"oai ListRecords":         {`(record )+(resumptionToken )?`, "", ""},
		"oai ListIdentifiers":     {`(header )+(resumptionToken )?`, "", ""},
		"oai record":              {`header (metadata )?`, "", ""},
		"oai header":              {`identifier datestamp (setSpec )*`, "status", ""},
		"oai metadata":            {`(dc|mods|record) `, "", ""},
		"oai resumptionToken":     {"", "cursor", `[A-Za-z0-9_-]*`},
		"oai identifier":          {"", "", oaiID},
		"oai datestamp":           {"", "", instant},
		"oai setSpec":             {"", "", setSpec},
		"oai baseURL":             {"", "", address},
		"oai protocolVersion":     {"", "", `2\.0`},
		"oai adminEmail":          {"", "", `\S+@(\S+\.)+\S+`},
		"oai earliestDatestamp":   {"", "", instant},
		"oai deletedRecord":       {"", "", `persistent`},
		"oai granularity":         {"", "", `YYYY-MM-DDThh:mm:ssZ`},
		"oai compression":         {"", "", `gzip`},
		"oai schema":              {"", "", address},
		"oai metadataNamespace":   {"", "", address},
		"oai metadataPrefix":      {"", "", `oai_dc|mods|marc21`},
		"oai repositoryName":      {"", "", anyText},
		"oai setName":             {"", "", anyText},

		"id oai-identifier":       {`scheme repositoryIdentifier delimiter sampleIdentifier `, "xsi:schemaLocation!", ""},
		"id scheme":               {"", "", `oai`},
		"id repositoryIdentifier": {"", "", `[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+`},
		"id delimiter":            {"", "", `:`},
		"id sampleIdentifier":     {"", "", oaiID},

		"oai_dc dc": {`((title|publisher|date|type|language|description|identifier|source|rights) )*`, "xsi:schemaLocation!", ""},

		"mods mods":                 {`(titleInfo )(typeOfResource )?(genre )?(originInfo )?language (abstract )?(note )*(identifier )+location (relatedItem )*(accessCondition )+recordInfo `, "xsi:schemaLocation! version!", ""},
		"mods titleInfo":            {`title (subTitle )?`, "lang xml:lang", ""},
		"mods typeOfResource":       {"", "", `text|moving image|sound recording|software, multimedia`},
		"mods genre":                {"", "lang xml:lang authorityURI valueURI", anyText},
		"mods originInfo":           {`(publisher )*(dateIssued )*`, "", ""},
		"mods publisher":            {"", "authorityURI valueURI", anyText},
		"mods dateIssued":           {"", "encoding! keyDate point", `\d{4}`},
		"mods language":             {`(languageTerm )+`, "", ""},
		"mods languageOfCataloging": {`(languageTerm )+`, "", ""},
		"mods languageTerm":         {"", "type! authority!", `[a-z]{2,3}(-[A-Za-z0-9]+)*`},
		"mods location":             {`(url )+`, "", ""},
		"mods url":                  {"", "access usage", address},
		"mods relatedItem":          {`(titleInfo )?location `, "type!", ""},
		"mods identifier":           {"", "type!", address},
		"mods note":                 {"", "type! lang xml:lang", anyText},
		"mods accessCondition":      {"", "type! lang xml:lang", anyText},
		"mods recordInfo":           {`recordContentSource recordCreationDate recordChangeDate recordIdentifier languageOfCataloging `, "", ""},
		"mods recordCreationDate":   {"", "encoding!", instant},
		"mods recordChangeDate":     {"", "encoding!", instant},
		"mods recordIdentifier":     {"", "source!", `\S+`},

		"marc record":       {`leader (controlfield )+(datafield )+`, "xsi:schemaLocation! type", ""},
		"marc leader":       {"", "", `\d{5}[a-z][a-z][a-z ]{3}22\d{5}[\da-z ]{3}4500`},
		"marc controlfield": {"", "tag!", anyText},
		"marc datafield":    {`(subfield )+`, "tag! ind1! ind2!", ""},
		"marc subfield":     {"", "code!", anyText},
	}
	for _, name := range strings.Fields("title publisher date type language description identifier source rights") {
		m["dc "+name] = model{"", language, anyText}
	}
	for _, name := range strings.Fields("title subTitle recordContentSource") {
		m["mods "+name] = model{"", "", anyText}
	}
	for _, name := range strings.Fields("abstract") {
		m["mods "+name] = model{"", "lang xml:lang", anyText}
	}
	return m
}

// argumentForms are the forms that the schema has for the attributes of request.
var argumentForms = sync.OnceValue(func() map[string]*regexp.Regexp {
	date := regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$`)
	return map[string]*regexp.Regexp{
		"verb":           regexp.MustCompile(`^(Identify|ListMetadataFormats|ListSets|GetRecord|ListIdentifiers|ListRecords)$`),
		"metadataPrefix": regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+$`),
		"set":            regexp.MustCompile(`^` + setSpec + `$`),
		"identifier":     regexp.MustCompile(`^[^\s"<>\\^{|}\x60]+$`),
		"from":           date, "until": date,
	}
})

// namespaces are how the models call them.
var namespaces = map[string]string{
	"http://www.openarchives.org/OAI/2.0/":               "oai",
	"http://www.openarchives.org/OAI/2.0/oai-identifier": "id",
	"http://www.openarchives.org/OAI/2.0/oai_dc/":        "oai_dc",
	"http://purl.org/dc/elements/1.1/":                   "dc",
	"http://www.loc.gov/mods/v3":                         "mods",
	"http://www.loc.gov/MARC21/slim":                     "marc",
}

// element is an open element.
type element struct {
	name     string
	children strings.Builder
	text     strings.Builder
}

// faults are where a document is not of legal structure.
func faults(document []byte) (found []string) {
	all := all()
	dec := xml.NewDecoder(bytes.NewReader(document))
	open := []*element{{}}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			if root := open[0].children.String(); root != "OAI-PMH " {
				found = append(found, "the root is "+root)
			}
			return found
		}
		if err != nil {
			return append(found, err.Error())
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := &element{name: namespaces[tok.Name.Space] + " " + tok.Name.Local}
			open[len(open)-1].children.WriteString(tok.Name.Local + " ")
			open = append(open, e)
			if m, ok := all[e.name]; !ok {
				found = append(found, fmt.Sprintf("%s %s is not known", tok.Name.Space, tok.Name.Local))
			} else {
				found = append(found, attrFaults(e.name, m.model, tok.Attr)...)
			}
		case xml.CharData:
			open[len(open)-1].text.Write(tok)
		case xml.EndElement:
			e := open[len(open)-1]
			open = open[:len(open)-1]
			if m, ok := all[e.name]; ok {
				found = append(found, e.faults(m)...)
			}
		}
	}
}

func (e *element) faults(m compiled) (found []string) {
	if !m.children.MatchString(e.children.String()) {
		found = append(found, fmt.Sprintf("%s holds %q", e.name, e.children.String()))
	}
	text := e.text.String()
	if m.model.text == "" {
		text = strings.TrimSpace(text)
	}
	if !m.text.MatchString(text) || strings.Contains(text, "\uFFFD") {
		found = append(found, fmt.Sprintf("%s is %q", e.name, text))
	}
	return found
}

func attrFaults(name string, m model, attrs []xml.Attr) (found []string) {
	given := map[string]bool{}
	for _, a := range attrs {
		key := a.Name.Local
		switch a.Name.Space {
		case "xmlns":
			continue
		case "http://www.w3.org/2001/XMLSchema-instance":
			key = "xsi:" + key
		case "http://www.w3.org/XML/1998/namespace", "xml":
			key = "xml:" + key
		}
		if key == "xmlns" {
			continue
		}
		given[key] = true
		if form, ok := argumentForms()[key]; ok && name == "oai request" && !form.MatchString(a.Value) {
			found = append(found, fmt.Sprintf("%s has %s=%q", name, key, a.Value))
		}
		if !strings.Contains(" "+strings.ReplaceAll(m.attrs, "!", "")+" ", " "+key+" ") {
			found = append(found, fmt.Sprintf("%s has an attribute %s", name, key))
		}
	}
	for _, must := range strings.Fields(m.attrs) {
		if must, ok := strings.CutSuffix(must, "!"); ok && !given[must] {
			found = append(found, fmt.Sprintf("%s lacks %s", name, must))
		}
	}
	return found
}

// TestFaults plants faults in answers: each is found.
func TestFaults(t *testing.T) {
	base := serve(t, sampleMemory(t), 100)
	whole := map[string]string{}
	for _, query := range []string{"verb=Identify", "verb=ListRecords&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=mods", "verb=ListRecords&metadataPrefix=marc21"} {
		whole[query] = string(get(t, base, query))
	}
	for _, c := range []struct{ in, old, new string }{
		{"verb=Identify", "<protocolVersion>2.0</protocolVersion>", ""},
		{"verb=Identify", "persistent", "sometimes"},
		{"verb=Identify", "post@example.org", "nobody"},
		{"verb=Identify", "Z</responseDate>", "</responseDate>"},
		{"verb=Identify", "</OAI-PMH>", ""},
		{"verb=Identify", "<request verb", "<request verb2"},
		{"verb=ListRecords&metadataPrefix=oai_dc", "<dc:source>", "<dc:source unit=\"x\">"},
		{"verb=ListRecords&metadataPrefix=oai_dc", "purl.org/dc/elements/1.1/", "purl.org/dc/terms/"},
		{"verb=ListRecords&metadataPrefix=oai_dc", "<metadata>", "<metadata/><metadata>"},
		{"verb=ListRecords&metadataPrefix=mods", "version=\"3.7\"", ""},
		{"verb=ListRecords&metadataPrefix=mods", "<title>", "<title><b/>"},
		{"verb=ListRecords&metadataPrefix=marc21", "<leader>0", "<leader>"},
		{"verb=ListRecords&metadataPrefix=marc21", "ind1=", "ind3="},
	} {
		broken := strings.Replace(whole[c.in], c.old, c.new, 1)
		if broken == whole[c.in] || len(faults([]byte(broken))) == 0 {
			t.Errorf("%s with %q for %q: not found", c.in, c.new, c.old)
		}
	}
}
