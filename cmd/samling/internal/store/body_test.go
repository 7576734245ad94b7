package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"samling/transform"
)

// hardRecord has a text in every field, and a list in every list.
func hardRecord(text string) transform.Record {
	var r transform.Record
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i).Addr().Interface().(type) {
		case *string:
			*f = v.Type().Field(i).Name + text
		case *transform.Text:
			*f = transform.Text{Value: text, Language: text + "x"}
		case *int:
			*f = len(text) - 3
		case *[]string:
			*f = []string{text, ""}
		case *[]transform.Publisher:
			*f = []transform.Publisher{{Key: text, Name: "n"}, {}}
		default:
			panic("field " + v.Type().Field(i).Name + " has a type that hardRecord does not know")
		}
	}
	return r
}

// FuzzBody: what the encoder writes, the reader reads as package json does, and neither
// loses anything that is UTF-8.
func FuzzBody(f *testing.F) {
	for _, s := range []string{"", "Rapport – NIBR 2012", "a\n\n- b\t\"c\" \\d/", "\x00\x01\x1f\x7f\b\f\r", "<&>\u2028\u2029\ufeff", "🙂\ufffd", "\xff\xc3", `\u00e5\`, `"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		as := hardRecord(text)
		as.DescriptionSource = as.Description.Value
		same := as
		same.TitleProper, same.TitleSource, same.PublisherSource, same.IssuedSource, same.LinkSource = text, text, text, as.Issued, as.Link
		same.DescriptionSource = strings.ReplaceAll(text, "\n\n", "\n")
		for _, r := range []transform.Record{hardRecord(text), as, same, {Title: transform.Text{Value: text}}, {Publishers: []transform.Publisher{}}} {
			body := newEncoder().encode(r)
			var got, want wire
			d := reader{rest: body}
			if d.wire(&got); !d.ok() {
				t.Fatalf("the reader stopped before %q in %s", d.rest, body)
			}
			if err := json.Unmarshal([]byte(body), &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("got  %+v\nwant %+v", got, want)
			}
			if valid := strings.ToValidUTF8(text, "") == text; valid && !reflect.DeepEqual(got.record(), r) {
				t.Fatalf("got  %+v\nwant %+v", got.record(), r)
			}
		}
	})
}

// FuzzReader: whatever is in the ledger, reading it ends, in a record or in an error.
func FuzzReader(f *testing.F) {
	body := newEncoder().encode(hardRecord("a\n\x01b"))
	for _, s := range []string{body, body[:40], `{}`, `{`, `{"id":"\u12"}`, `{"id":"a\`, `{"publishers":null,"x":1}`, `{"repairs":[`, `{"of":--1}`, `{"id":"a",}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := decode(body)
		var want wire
		if json.Unmarshal([]byte(body), &want) == nil && err != nil {
			t.Fatalf("%q is JSON, but: %v (%+v)", body, err, got)
		}
	})
}

// TestYoungerField: a field that this Samling does not know is left, the rest is read.
func TestYoungerField(t *testing.T) {
	r, err := decode(`{"id":"x","younger":[1],"title":{"value":"T","script":"Latn"},"issued":"2012"}`)
	want := transform.Record{ID: "x", Title: transform.Text{Value: "T"}, Issued: "2012"}
	if err != nil || !reflect.DeepEqual(r, want) {
		t.Errorf("%+v, %v", r, err)
	}
	for _, body := range []string{"", "{", `{"id":"x"`, `{"id":1}`, `[]`, `{"id":"x"}}`} {
		if r, err := decode(body); err == nil {
			t.Errorf("%q: %+v", body, r)
		}
	}
}
