package oaipmh

import (
	"cmp"
	"time"
)

// getRecord answers GetRecord (section 4.1).
func (a *answerer) getRecord(r request, to *response) error {
	it, err := a.item(r.args["identifier"])
	if err != nil {
		return err
	}
	f, ok := formatOf(r.args["metadataPrefix"])
	if !ok {
		return noFormat(r.args["metadataPrefix"])
	}
	rec, err := a.record(it, f)
	to.GetRecord = &rec
	return err
}

func noFormat(prefix string) *protocolError {
	return fail(cannotDisseminateFormat, "there is no format %s here; see verb=ListMetadataFormats", quoted(prefix))
}

// listRecords answers ListRecords (section 4.5).
func (a *answerer) listRecords(r request, to *response) error {
	l, err := a.page(r)
	if err != nil {
		return err
	}
	list := &listOfRecords{Token: l.token}
	for _, it := range l.items {
		rec, err := a.record(it, l.format)
		if err != nil {
			return err
		}
		list.Records = append(list.Records, rec)
	}
	to.Records = list
	return nil
}

// listIdentifiers answers ListIdentifiers (section 4.3).
func (a *answerer) listIdentifiers(r request, to *response) error {
	l, err := a.page(r)
	if err != nil {
		return err
	}
	list := &listOfIdentifiers{Token: l.token}
	for _, it := range l.items {
		list.Headers = append(list.Headers, a.header(&it))
	}
	to.Identifiers = list
	return nil
}

// page is a part of a list.
type page struct {
	format format
	items  []Item
	token  *resumptionToken
}

// page reads the part of a list that a request asks for. One item more than fits is
// read, which tells whether there is a page after it.
func (a *answerer) page(r request) (page, error) {
	at, err := a.place(r)
	if err != nil {
		return page{}, err
	}
	p := page{}
	var ok bool
	if p.format, ok = formatOf(at.prefix); !ok {
		return page{}, noFormat(at.prefix)
	}
	size := cmp.Or(a.PageSize, DefaultPageSize)
	q := Query{From: at.from, Until: at.until, After: at.after, Limit: size + 1}
	if at.set != "" {
		if q.Set, ok = selection(at.set); !ok {
			return page{}, fail(noRecordsMatch, "there is no set %s here; see verb=ListSets", quoted(at.set))
		}
	}
	if p.items, err = a.view.List(a.ctx, q); err != nil {
		return page{}, err
	}
	if len(p.items) == 0 {
		return page{}, fail(noRecordsMatch, "nothing%s matches", map[bool]string{true: " more"}[at.cursor > 0])
	}
	switch next := at; {
	case len(p.items) > size:
		p.items = p.items[:size]
		next.after, next.cursor = p.items[size-1].Key, at.cursor+size
		p.token = &resumptionToken{Cursor: at.cursor, Value: next.String()}
	case at.cursor > 0: // the last page of several has an empty one (section 3.5)
		p.token = &resumptionToken{Cursor: at.cursor}
	}
	return p, nil
}

// place is the list that a request asks for, and where in it: at its beginning, or where
// the token says.
func (a *answerer) place(r request) (token, error) {
	if given, ok := r.args["resumptionToken"]; ok {
		t, err := parseToken(given)
		if err == nil && t.verb != r.verb {
			err = errToken
		}
		if err != nil {
			return token{}, fail(badResumptionToken, "%s was not given out here for %s; begin the list anew", quoted(given), r.verb)
		}
		return t, nil
	}
	from, until, fault := span(r.args)
	if fault != nil {
		return token{}, fault
	}
	return token{verb: r.verb, prefix: r.args["metadataPrefix"], set: r.args["set"], from: from, until: until}, nil
}

func (a *answerer) header(it *Item) itemHeader {
	h := itemHeader{Identifier: a.identifier(it.ID), Datestamp: it.Key.Stamp.UTC().Format(seconds), Sets: setsOf(it)}
	if it.Withdrawn {
		h.Status = "deleted"
	}
	return h
}

// record is an item in a format; of a withdrawn one, the header alone (section 2.5.1).
func (a *answerer) record(it Item, f format) (record, error) {
	r := record{Header: a.header(&it)}
	if it.Withdrawn {
		return r, nil
	}
	s, err := a.source(it.Source)
	if err != nil {
		return r, err
	}
	w := work{Item: it, info: a.view.Info(), source: s, identifier: r.Header.Identifier}
	r.Metadata = &description{f.render(w)}
	return r, nil
}

// w3cdtf is a moment in the form of W3CDTF, to the second.
func w3cdtf(t time.Time) string { return t.UTC().Format(seconds) }
