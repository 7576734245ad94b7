package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knakk/rdf"

	"samling/transform"
	"samling/vocab"
)

// Every IRI minted that is no record's is that of a resource with documents of its own:
//
//	org/{key}#it                 a body, with the names of those it comes from and goes over to
//	collection/{source}          the records of a source, which names their graph in N-Quads
//	snapshot/{sha12}             a page as it was received
//	harvest/{source}/{time}      a harvest, with what it received
//	agent/harvester              the program
//	types, types#{key}           the type scheme, in one document
//	profile/1.0                  the application profile
//	rights/descriptions          the rights in the descriptions
//	operator, contact            who publishes, and how to reach them
//	dataset                      all of it; its data documents are the dumps themselves
//	catalog, catalog#…           what there is to download ([Catalogue])
//	void, void#…                 what is in it, counted ([Catalogue])

// resources writes the documents of all resources that the groups of one part are about.
func (t *tree) resources(info Info, groups []Group, forms []ResourceForm) error {
	if len(forms) == 0 {
		return nil
	}
	for _, r := range resourcesOf(info, groups) {
		if err := t.resource(info, r, forms); err != nil {
			return err
		}
	}
	return nil
}

// IsOfSource says whether a path below the base is that of a resource that sources have: of
// [SourceResources], or a snapshot.
func IsOfSource(path string) bool {
	folder, key, _ := strings.Cut(path, "/")
	return key != "" && slices.Contains([]string{"collection", "harvest", "snapshot"}, folder)
}

// SourceResources are the resources that a source alone decides: its collection and its
// harvests. Fill the source before.
func SourceResources(info Info, s Source) ([]Resource, error) {
	groups, err := sourceGroups(info, s)
	if err != nil {
		return nil, err
	}
	return resourcesOf(info, groups), nil
}

// SnapshotResource is the snapshot with this path ("snapshot/0123456789ab"), which some of the sources
// received; all that did, filled. ok is false where none of them did.
func SnapshotResource(info Info, path string, sources []Source) (r Resource, ok bool, err error) {
	var all []received
	for _, s := range sources {
		for _, snap := range snapshotsOf(s) {
			if snapshotPath(info, snap) == path {
				all = append(all, received{s.URL, snap})
				break
			}
		}
	}
	if len(all) == 0 {
		return Resource{}, false, nil
	}
	r, err = snapshotResource(info, path, all)
	return r, true, err
}

// resourcesOf are the resources that groups are about, but for snapshots: see [tree.snapshots].
func resourcesOf(info Info, groups []Group) (all []Resource) {
	byPath, paths := map[string][]Group{}, []string(nil)
	for _, g := range groups {
		path := resourcePath(info.Base, g.Subject.String())
		if path == "" || strings.HasPrefix(path, "snapshot/") {
			continue
		}
		if byPath[path] == nil {
			paths = append(paths, path)
		}
		byPath[path] = append(byPath[path], g)
	}
	beside := neighbours(info.Base, groups)
	for _, path := range paths {
		of := append(ownFirst(info.Base+path, byPath[path]), beside[path]...)
		all = append(all, Resource{path, resourceTitle(info, path, of[0]), of})
	}
	return all
}

// resource writes one resource in every form. Where a dump has the name of a
// document (dataset.ttl), it is the document.
func (t *tree) resource(info Info, r Resource, forms []ResourceForm) error {
	key, err := t.resourceKey(r)
	if err != nil {
		return fmt.Errorf("%s: %w", r.Path, err)
	}
	for _, form := range forms {
		path := form.ResourcePath(r.Path)
		if err := safePath(path); err != nil {
			return err
		}
		if t.dumps[path] {
			continue
		}
		if done, err := t.again(path, key); err != nil {
			return err
		} else if done {
			continue
		}
		_, err := os.Lstat(filepath.Join(t.dir, filepath.FromSlash(path)))
		if err == nil {
			if t.part != nil {
				t.part.Key = "" // whoever was first has written it; next time that may be this one
			}
			continue
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		t.buf.Reset()
		if err := form.WriteResource(&t.buf, info, r); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := t.put(path, form.MediaType(), t.buf.Bytes()); err != nil {
			return err
		}
		if key != "" {
			t.now.Keyed[path] = keyed{key, t.last}
		}
	}
	return nil
}

// resourceKey is a key of all that the documents of a resource say which is part of no
// source. What a source has is taken over with it.
func (t *tree) resourceKey(r Resource) (string, error) {
	if t.part != nil {
		return "", nil
	}
	sum := sha256.New()
	key, _ := strings.CutPrefix(r.Path, "org/") // a body has a list and a feed where items name it
	fmt.Fprintf(sum, "%q %t\n", r.Title, t.named[key])
	for _, g := range r.Groups {
		if err := WriteLines(sum, g, ""); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// resourcePath is the path of the resource that an IRI belongs to: without base and
// fragment. It is "" for records and for what others minted.
func resourcePath(base, iri string) string {
	path, ours := strings.CutPrefix(iri, base)
	path, _, _ = strings.Cut(path, "#")
	if !ours || strings.HasPrefix(path, "item/") {
		return ""
	}
	return path
}

// ownFirst puts the group of the resource itself before those of its parts.
func ownFirst(iri string, groups []Group) []Group {
	i := slices.IndexFunc(groups, func(g Group) bool {
		s := g.Subject.String()
		return s == iri || s == iri+"#it"
	})
	if i > 0 {
		groups[0], groups[i] = groups[i], groups[0]
		slices.SortFunc(groups[1:], bySubject)
	}
	return groups
}

// neighbours are what the document of one resource repeats of others: of a body the
// names of those it is connected with, and which connection they state; of a harvest
// what it received.
func neighbours(base string, groups []Group) map[string][]Group {
	bySubject := map[string]Group{}
	for _, g := range groups {
		bySubject[g.Subject.String()] = g
	}
	beside := map[string][]Group{}
	add := func(path string, g Group) { beside[path] = merged(beside[path], g) }
	for _, g := range groups {
		here := resourcePath(base, g.Subject.String())
		for _, t := range g.Triples {
			other, known := bySubject[t.Obj.String()]
			switch t.Pred.String() {
			case vocab.DCTermsIsReplacedBy, vocab.ORGUnitOf:
				if there := resourcePath(base, t.Obj.String()); known {
					add(here, only(other, vocab.RDFType, vocab.FOAFName))
					add(there, only(g, vocab.RDFType, vocab.FOAFName, t.Pred.String()))
				}
			case vocab.PROVUsed:
				if known {
					add(here, other)
				}
			}
		}
	}
	return beside
}

// merged adds a group to those of other subjects, or its triples to that of its own.
func merged(groups []Group, g Group) []Group {
	for i, old := range groups {
		if old.Subject == g.Subject {
			groups[i].Triples = vocab.Sort(slices.Concat(old.Triples, g.Triples))
			return groups
		}
	}
	return append(groups, g)
}

// only is a group with these predicates alone.
func only(g Group, predicates ...string) Group {
	g.Triples = slices.DeleteFunc(slices.Clone(g.Triples), func(t rdf.Triple) bool {
		return !slices.Contains(predicates, t.Pred.String())
	})
	return g
}

// received is a page that a source received.
type received struct {
	page string
	snap Snapshot
}

// snapshotsOf are the snapshots that brought the items of a source, each once.
func snapshotsOf(s Source) (all []Snapshot) {
	for _, h := range s.Harvests {
		if !slices.ContainsFunc(all, func(o Snapshot) bool { return o.SHA256 == h.Snapshot.SHA256 }) {
			all = append(all, h.Snapshot)
		}
	}
	return all
}

// receive notes the snapshots of a source. Two sources may have received the same
// bytes: the snapshot is one, and its document says all that both parts say of it.
func (t *tree) receive(info Info, page string, snapshots []Snapshot) error {
	if t.received == nil {
		t.received = map[string][]received{}
	}
	here := map[string]bool{}
	for _, snap := range snapshots {
		path := snapshotPath(info, snap)
		if here[path] {
			continue
		}
		here[path] = true
		if before := t.received[path]; len(before) > 0 {
			said, err := snapshotGroup(info, before)
			if err != nil {
				return err
			}
			again, err := snapshotGroup(info, []received{{page, snap}})
			if err != nil {
				return err
			}
			t.counts.whole.repeated(again, said.Triples)
		}
		t.received[path] = append(t.received[path], received{page, snap})
	}
	return nil
}

// snapshots writes the documents of the snapshots, after the last source.
func (t *tree) snapshots(info Info, forms []ResourceForm) error {
	if len(forms) == 0 {
		return nil
	}
	for _, path := range slices.Sorted(maps.Keys(t.received)) {
		at := place{Shared: true, ID: path}
		p, err := t.snapshot(info, at, fmt.Sprint(t.received[path]), forms)
		if err != nil {
			return err
		}
		if err := t.now.add(at, p); err != nil {
			return err
		}
	}
	return nil
}

// snapshot takes the documents of a snapshot over, or writes them.
func (t *tree) snapshot(info Info, at place, key string, forms []ResourceForm) (*part, error) {
	old, err := t.unchanged(at, key)
	if err != nil {
		return nil, err
	}
	if old != nil {
		return old, t.linkAll(old.Files)
	}
	r, err := snapshotResource(info, at.ID, t.received[at.ID])
	if err != nil {
		return nil, err
	}
	t.part = &part{Key: key}
	defer func() { t.part = nil }()
	err = t.resource(info, r, forms)
	return t.part, err
}

func snapshotPath(info Info, s Snapshot) string {
	return resourcePath(info.Base, snapshotIRI(info.Base, s))
}

func snapshotResource(info Info, path string, all []received) (Resource, error) {
	g, err := snapshotGroup(info, all)
	if err != nil {
		return Resource{}, err
	}
	return Resource{path, resourceTitle(info, path, g), []Group{g}}, nil
}

func snapshotGroup(info Info, all []received) (Group, error) {
	var triples []rdf.Triple
	for _, r := range all {
		more, err := snapshotStatements(info, r.page, r.snap).Triples()
		if err != nil {
			return Group{}, err
		}
		triples = append(triples, more...)
	}
	triples = vocab.Sort(triples)
	return Group{Subject: triples[0].Subj, Triples: triples}, nil
}

// resourceTitle is what a resource is called, in the language of the pages where it has
// a name in that: by its own statements, or as one of its kind, with its time.
func resourceTitle(info Info, path string, g Group) transform.Text {
	kind, _, _ := strings.Cut(path, "/")
	if words, ok := kinds[kind]; ok {
		lang := info.Language
		if words[lang] == "" {
			lang = "nb"
		}
		return transform.Text{Value: strings.TrimSpace(words[lang] + " " + since(g)), Language: lang}
	}
	var title transform.Text
	for _, t := range g.Triples {
		l, ok := t.Obj.(rdf.Literal)
		switch t.Pred.String() {
		case vocab.FOAFName, vocab.DCTermsTitle, vocab.RDFSLabel, vocab.VCardFn:
			if ok && (title.Value == "" || l.Lang() == info.Language) {
				title = transform.Text{Value: l.String(), Language: l.Lang()}
			}
		}
	}
	if title.Value == "" {
		title.Value = path
	}
	if title.Language == "" {
		title.Language = transform.Undecided
	}
	return title
}

// kinds are resources that have no name of their own.
var kinds = map[string]map[string]string{
	"snapshot": {"nb": "Siden slik den ble mottatt", "nn": "Sida slik ho vart motteken", "en": "The page as it was received"},
	"harvest":  {"nb": "Innhøsting", "nn": "Hausting", "en": "Harvest"},
	"rights":   {"nb": "Rettigheter til omtalene", "nn": "Rettar til omtalane", "en": "Rights in the descriptions"},
}

// since is the first time that a group tells, to the minute.
func since(g Group) string {
	for _, t := range g.Triples {
		switch t.Pred.String() {
		case vocab.PROVGeneratedAtTime, vocab.PROVStartedAtTime:
			day, clock, _ := strings.Cut(t.Obj.String(), "T")
			return day + " " + clock[:min(5, len(clock))] + " UTC"
		}
	}
	return ""
}
