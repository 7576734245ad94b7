package oaipmh

import (
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"samling/publish"
)

// verb is one of the six requests (section 4) with its arguments.
type verb struct {
	required  []string
	optional  []string
	resumable bool // takes resumptionToken as an exclusive argument
	answer    func(a *answerer, r request, to *response) error
}

func verbs() map[string]verb {
	return map[string]verb{
		"Identify":            {answer: (*answerer).identify},
		"ListMetadataFormats": {optional: []string{"identifier"}, answer: (*answerer).listMetadataFormats},
		"ListSets":            {resumable: true, answer: (*answerer).listSets},
		"GetRecord":           {required: []string{"identifier", "metadataPrefix"}, answer: (*answerer).getRecord},
		"ListIdentifiers": {required: []string{"metadataPrefix"}, optional: []string{"from", "until", "set"}, resumable: true,
			answer: (*answerer).listIdentifiers},
		"ListRecords": {required: []string{"metadataPrefix"}, optional: []string{"from", "until", "set"}, resumable: true,
			answer: (*answerer).listRecords},
	}
}

// request is a request whose arguments are those of its verb, each once and of legal form.
type request struct {
	verb string
	args map[string]string // without the verb
}

// attributes are the arguments as the request element has them (section 3.2).
func (r request) attributes() []xml.Attr {
	attrs := []xml.Attr{{Name: xml.Name{Local: "verb"}, Value: r.verb}}
	for _, name := range slices.Sorted(maps.Keys(r.args)) {
		attrs = append(attrs, xml.Attr{Name: xml.Name{Local: name}, Value: r.args[name]})
	}
	return attrs
}

// parse makes a request of the arguments, or says badVerb or badArgument (section 3.6).
func parse(f form) (request, verb, *protocolError) {
	given := f.values["verb"]
	if len(given) != 1 {
		return request{}, verb{}, fail(badVerb, "give one verb, such as verb=Identify; it was given %d times", len(given))
	}
	v, known := verbs()[given[0]]
	if !known {
		return request{}, verb{}, fail(badVerb, "there is no verb %s; the verbs are %s", quoted(given[0]),
			strings.Join(slices.Sorted(maps.Keys(verbs())), ", "))
	}
	if f.err != nil {
		return request{}, verb{}, fail(badArgument, "the arguments are not in the form name=value&name=value, percent-encoded")
	}
	r := request{verb: given[0], args: map[string]string{}}
	if err := v.check(f.values); err != nil {
		return request{}, verb{}, err
	}
	for name, values := range f.values {
		if name == "verb" {
			continue
		}
		if err := checkForm(name, values[0]); err != nil {
			return request{}, verb{}, err
		}
		r.args[name] = values[0]
	}
	return r, v, nil
}

// check holds the names of the arguments against the verb.
func (v verb) check(values url.Values) *protocolError {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		known := name == "verb" || slices.Contains(v.required, name) || slices.Contains(v.optional, name) ||
			v.resumable && name == "resumptionToken"
		switch {
		case !known:
			return fail(badArgument, "the verb has no argument %s", quoted(name))
		case len(values[name]) > 1:
			return fail(badArgument, "the argument %s was given %d times", name, len(values[name]))
		}
	}
	if values.Has("resumptionToken") {
		if len(values) > 2 {
			return fail(badArgument, "resumptionToken is an exclusive argument: give no other with it")
		}
		return nil
	}
	for _, name := range v.required {
		if !values.Has(name) {
			return fail(badArgument, "the argument %s is missing", name)
		}
	}
	return nil
}

// The forms that the schema of the answers has for arguments (OAI-PMH.xsd: metadataPrefixType,
// setSpecType), since the request element repeats them.
var (
	prefixForm = regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+$`)
	setForm    = regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$`)
)

func checkForm(name, value string) *protocolError {
	legal := true
	switch name {
	case "metadataPrefix":
		legal = prefixForm.MatchString(value)
	case "set":
		legal = setForm.MatchString(value)
	case "identifier":
		legal = isURI(value)
	case "from", "until":
		_, err := parseDate(value)
		legal = err == nil
	}
	if !legal {
		return fail(badArgument, "%s is not of the form that %s has", quoted(value), name)
	}
	return nil
}

// relativeForm is a path that is no address: what is asked for by mistake, such as an id alone.
var relativeForm = regexp.MustCompile(`^[A-Za-z0-9\-._~!$&'()*+,;=@]+(/[A-Za-z0-9\-._~!$&'()*+,;=@]*)*$`)

// isURI says whether a value may stand where the schema has anyURI: an absolute IRI, as
// identifiers are (section 2.4), or a plain path. Some validators refuse an empty port.
func isURI(s string) bool {
	if relativeForm.MatchString(s) {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && publish.CheckIRI(s) == nil && !strings.HasSuffix(u.Host, ":")
}

// quoted shows a value in a message, short.
func quoted(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}
