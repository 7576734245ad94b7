package validate

import "samling/vocab"

// tally counts what is in the dataset as it is read back, to be held against what the
// catalogues say.
type tally struct {
	subjects map[string]bool
	property map[string]int // statements by predicate
	class    map[string]int // subjects by class
	graph    map[string]*part
}

// part is what is in one named graph.
type part struct {
	statements, entities int
	subjects             map[string]bool
}

func newTally() *tally {
	return &tally{map[string]bool{}, map[string]int{}, map[string]int{}, map[string]*part{}}
}

// counted is what to do with each different statement of a dump.
func (c *checker) counted(name, ext string) func(statement) {
	switch name + ext {
	case "dataset.nt":
		return func(s statement) {
			c.tally.subjects[s.subject] = true
			c.tally.property[s.predicate]++
			if s.predicate == vocab.RDFType {
				c.tally.class[s.object]++
			}
			c.minted.need("dataset.nt", c.manifest.Edition.Base, s)
		}
	case "dataset.ttl":
		return func(s statement) { c.minted.found("dataset.ttl", c.manifest.Edition.Base, s) }
	}
	return func(statement) {}
}

// countGraphs counts the statements of each named graph. One that two graphs have is in
// both, so the different statements of the whole would not do.
func (c *checker) countGraphs() {
	f, err := c.dump("dataset.nq")
	if err != nil {
		return // said already
	}
	defer f.Close()
	_ = quads(f, func(s statement) { // a syntax error was said already
		p := c.tally.graph[s.graph]
		if p == nil {
			p = &part{subjects: map[string]bool{}}
			c.tally.graph[s.graph] = p
		}
		p.statements++
		p.subjects[s.subject] = true
		if s.predicate == vocab.RDFType && s.object == vocab.DCTermsBibliographicResource {
			p.entities++
		}
	})
}
