package store

import (
	"bytes"
	"encoding/json"
	"fmt"

	"samling/transform"
)

// wire is a version as it is stored: the record in JSON. Most descriptions are
// published as the source wrote them, and are then stored once.
type wire struct {
	transform.Record
	AsWritten bool `json:"descriptionAsWritten,omitempty"` // DescriptionSource is Description.Value
}

func (w wire) record() transform.Record {
	if w.AsWritten {
		w.DescriptionSource = w.Description.Value
	}
	return w.Record
}

// encoder writes versions, with one buffer for all.
type encoder struct {
	buf  bytes.Buffer
	json *json.Encoder
}

func newEncoder() *encoder {
	e := &encoder{}
	e.json = json.NewEncoder(&e.buf)
	e.json.SetEscapeHTML(false) // for a person who reads the ledger
	return e
}

func (e *encoder) encode(r transform.Record) (string, error) {
	w := wire{Record: r, AsWritten: r.DescriptionSource == r.Description.Value}
	if w.AsWritten {
		w.DescriptionSource = ""
	}
	e.buf.Reset()
	if err := e.json.Encode(&w); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(e.buf.Bytes(), []byte{'\n'})), nil
}

// decode reads a version. The reader of package json takes longer than all the rest
// of reading an item, so what the encoder writes is read by a [reader]; where that meets
// anything else (a field that is younger than it is) package json reads instead.
func decode(body string) (transform.Record, error) {
	var w wire
	d := reader{rest: body}
	if d.wire(&w); d.ok() {
		return w.record(), nil
	}
	w = wire{}
	if err := json.Unmarshal([]byte(body), &w); err != nil {
		return transform.Record{}, fmt.Errorf("version: %w", err)
	}
	return w.record(), nil
}
