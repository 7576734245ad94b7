package reference_test

import (
	"net/url"
	"testing"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/internal/reference"
	"samling/transform"
	"samling/vocab"
)

// A COinS is a query that holds what the record says, whatever its type and its letters.
func TestCOinS(t *testing.T) {
	const title, body = `A & B="1"; <c> ø`, "Møre & Romsdal=50%"
	for _, kind := range vocab.Types() {
		var it publish.Item
		it.ID, it.Type, it.Issued = "x", kind.Key, "2010/2014"
		it.Title = transform.Text{Value: title, Language: "nb"}
		it.Publishers = []transform.Publisher{{Name: body}, {Name: "NIBR"}}
		r := reference.New(editiontest.SampleInfo(), &it)
		q, err := url.ParseQuery(reference.COinS(&r))
		if err != nil {
			t.Fatal(err)
		}
		names := map[string][2]string{
			"info:ofi/fmt:kev:mtx:book": {"rft.btitle", "rft.aucorp"}, "info:ofi/fmt:kev:mtx:journal": {"rft.atitle", "rft.aucorp"},
			"info:ofi/fmt:kev:mtx:dissertation": {"rft.title", "rft.aucorp"}, "info:ofi/fmt:kev:mtx:dc": {"rft.title", "rft.creator"},
		}[q.Get("rft_val_fmt")]
		if q.Get("ctx_ver") != "Z39.88-2004" || q.Get(names[0]) != title || len(q[names[1]]) != 2 || q.Get(names[1]) != body ||
			q.Get("rft.date") != "2010/2014" || q.Get("rft_id") != editiontest.Base+"item/x" {
			t.Errorf("%s: %v", kind.Key, q)
		}
	}
}
