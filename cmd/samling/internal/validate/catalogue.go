package validate

import (
	pathpkg "path"
	"slices"
	"strconv"
	"strings"

	"samling/publish"
	"samling/vocab"
)

// Files that describe the others.
const (
	catalogueFile = "catalog.ttl"
	voidFile      = "void.ttl"
)

// described is what a small file says: objects by subject and predicate.
type described map[[2]string][]string

func (c *checker) read(name string) described {
	d := described{}
	f, err := c.open(name)
	if err != nil {
		c.fault(name, "can't be read: %v", err)
		return d
	}
	defer f.Close()
	// A syntax error was said when the file was read as a document.
	_ = readers[".ttl"](f, func(s statement) {
		k := [2]string{s.subject, s.predicate}
		d[k] = append(d[k], s.object)
	})
	return d
}

// one is the only object, or "".
func (d described) one(subject, predicate string) string {
	if all := d[[2]string{subject, predicate}]; len(all) == 1 {
		return all[0]
	}
	return ""
}

// catalogue holds the catalogue against the files, and the VoID description against
// what was counted when the dumps were read.
func (c *checker) catalogue() {
	c.distributions()
	c.countGraphs()
	c.void()
}

// distributions checks size and sum of every distribution, and that every dump is one.
func (c *checker) distributions() {
	d, base := c.read(catalogueFile), c.manifest.Edition.Base
	files := map[string]publish.File{}
	for _, f := range c.manifest.Files {
		files[f.Path] = f
	}
	offered := map[string]bool{}
	for _, iri := range d[[2]string{publish.DatasetIRI(base), vocab.DCATDistributionProperty}] {
		downloads := d[[2]string{iri, vocab.DCATDownloadURL}]
		var f publish.File
		size := int64(0)
		for _, address := range downloads {
			path, ours := strings.CutPrefix(address, base)
			known := false
			if f, known = files[path]; !ours || !known {
				c.fault(catalogueFile, "<%s> offers <%s>, which is no file of the publication", iri, address)
			}
			offered[path] = true
			size += f.Size
		}
		if said := d.one(iri, vocab.DCATByteSize); said != strconv.FormatInt(size, 10) {
			c.fault(catalogueFile, "says that <%s> has %q bytes; it has %d", iri, said, size)
		}
		sum := d.one(iri, vocab.SPDXChecksumProperty)
		if len(downloads) != 1 { // a dump that is split has no checksum
			if sum != "" || len(downloads) == 0 {
				c.fault(catalogueFile, "<%s> is %d files, with the checksum %q", iri, len(downloads), sum)
			}
			continue
		}
		if d.one(sum, vocab.SPDXChecksumAlgorithm) != vocab.SPDXChecksumAlgorithmSha256 || d.one(sum, vocab.SPDXChecksumValue) != f.SHA256 {
			c.fault(catalogueFile, "has another checksum of %s than its SHA-256", f.Path)
		}
	}
	for path := range files {
		dump, segment := publish.SegmentOf(path)
		if !segment {
			dump = path
		}
		ext := pathpkg.Ext(strings.TrimSuffix(dump, ".gz"))
		stem, _, _ := strings.Cut(dump, ".")
		if (stem == "dataset" || stem == "facts") && slices.Contains(forms[:], ext) && !offered[path] {
			c.fault(catalogueFile, "does not offer %s", path)
		}
	}
}

// void checks every count.
func (c *checker) void() {
	d, base := c.read(voidFile), c.manifest.Edition.Base
	dataset, t := publish.DatasetIRI(base), c.tally
	count := func(subject, predicate string, is int) {
		if said := d.one(subject, predicate); said != strconv.Itoa(is) {
			c.fault(voidFile, "<%s> has %q as %s; counted: %d", subject, said, predicate, is)
		}
	}
	count(dataset, vocab.VoIDEntities, c.manifest.Edition.Entries)
	count(dataset, vocab.VoIDEntities, t.class[vocab.DCTermsBibliographicResource])
	count(dataset, vocab.VoIDTriples, c.result.Triples["dataset"])
	count(dataset, vocab.VoIDDistinctSubjects, len(t.subjects))
	count(dataset, vocab.VoIDProperties, len(t.property))
	count(dataset, vocab.VoIDClasses, len(t.class))
	facts := 0
	for _, subset := range d[[2]string{dataset, vocab.VoIDSubset}] {
		if d.one(subset, vocab.DCTermsLicense) == publish.CC0 {
			facts++
			count(subset, vocab.VoIDTriples, c.result.Triples["facts"])
			count(subset, vocab.VoIDEntities, c.manifest.Edition.Entries)
		} else if p := t.graph[subset]; p != nil {
			count(subset, vocab.VoIDTriples, p.statements)
			count(subset, vocab.VoIDDistinctSubjects, len(p.subjects))
			count(subset, vocab.VoIDEntities, p.entities)
		} else {
			c.fault(voidFile, "has the subset <%s>, which is no graph of dataset.nq", subset)
		}
	}
	want := len(c.manifest.Sources)
	if len(c.manifest.Joins) > 0 { // too many to be named
		want = 0
	}
	if sources := len(d[[2]string{dataset, vocab.VoIDSubset}]) - facts; sources != want || facts != 1 {
		c.fault(voidFile, "has %d sources and %d subsets of facts; it should have %d and 1", sources, facts, want)
	}
	c.partitions(d, vocab.VoIDClassPartition, vocab.VoIDClass, vocab.VoIDEntities, t.class)
	c.partitions(d, vocab.VoIDPropertyPartition, vocab.VoIDProperty, vocab.VoIDTriples, t.property)
}

// partitions checks that each term has one partition, with its count.
func (c *checker) partitions(d described, has, of, counts string, counted map[string]int) {
	said := map[string]string{}
	for _, part := range d[[2]string{publish.DatasetIRI(c.manifest.Edition.Base), has}] {
		said[d.one(part, of)] = d.one(part, counts)
	}
	for term, n := range counted {
		if said[term] != strconv.Itoa(n) {
			c.fault(voidFile, "has %q as the count of <%s>; counted: %d", said[term], term, n)
		}
		delete(said, term)
	}
	for term := range said {
		c.fault(voidFile, "counts <%s>, which the dataset does not have", term)
	}
}
