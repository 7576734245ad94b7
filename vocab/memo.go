package vocab

import (
	"hash/maphash"
	"sync"

	"github.com/knakk/rdf"
)

// memo holds IRIs that came up lately as objects: most things that are stated of a record
// are stated of many. It has one place for each hash, so it never grows.
type memo struct {
	seed maphash.Seed
	kept [512]rdf.Object // IRIs
}

var memos = sync.Pool{New: func() any { return &memo{seed: maphash.MakeSeed()} }}

// find returns an IRI that is kept, or nil.
func (m *memo) find(iri string) rdf.Object {
	if o := m.kept[m.place(iri)]; o != nil && o.(rdf.IRI).String() == iri {
		return o
	}
	return nil
}

func (m *memo) keep(iri rdf.IRI) rdf.Object {
	o := rdf.Object(iri)
	m.kept[m.place(iri.String())] = o
	return o
}

func (m *memo) place(iri string) uint64 { return maphash.String(m.seed, iri) % uint64(len(m.kept)) }
