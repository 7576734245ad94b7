package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Forms is all that an edition is rendered to.
type Forms struct {
	Dumps []Dump
	// Facts are the same forms as Dumps, in the same order, without descriptions:
	// facts alone, which CC0 covers. None, or as many as Dumps.
	Facts      []Dump
	Writers    []Writer
	Sources    []SourceForm
	Sets       []Set
	Documents  []Document
	Resources  []ResourceForm // of catalogues, too
	Catalogues []Catalogue
	// MaxDocuments is how many entries an edition may have for its Documents, and the documents of
	// the resources that its sources have, to be files: above it, linking alone would cost what
	// exists. A server may render them from what has [SourceResources] and [SnapshotResource].
	MaxDocuments int
	// Tell says of which files [Published] tells that they are renewed; nil for none.
	Tell   func(path string) bool
	Layout Layout // of the dumps
	// Key is a key of all that decides what is rendered of a source, but for the source and
	// the edition's [Info]: of the program and the configuration of the forms. An edition
	// takes over what the edition before had of a source that did not change, if it was made
	// with the same key. "" for never.
	Key string
}

// Where things are in the output directory.
const (
	webRoot  = "www"      // a link to the current edition
	editions = "editions" // a folder an edition: the current one and the one before
	pending  = ".pending" // the one being made
)

// WebRoot is the path of the web root in an output directory.
func WebRoot(dir string) string { return filepath.Join(dir, webRoot) }

// ErrTidy: the edition is published, but an older one could not be removed. The next
// commit tries again.
var ErrTidy = errors.New("an older edition could not be removed")

// Commit renders an edition and makes it the web root, dir/www, whole or not at
// all: the edition is written to a folder of its own and synced, and one rename of
// a link puts it in place. A crash at any moment leaves the edition before or this
// one. Documents that did not change are hard links to the edition before. An error
// that wraps [ErrTidy] comes with what was published all the same.
func Commit(ctx context.Context, dir string, e Edition, f Forms) (Published, error) {
	return commitOn(ctx, disk{}, dir, e, f)
}

func commitOn(ctx context.Context, d disk, dir string, e Edition, f Forms) (Published, error) {
	m, err := commit(ctx, d, dir, e, f)
	switch {
	case errors.Is(err, ErrTidy):
		return m, err
	case err != nil:
		// A full disk would stay full of what nobody reads.
		err = errors.Join(err, d.removeAll(filepath.Join(dir, editions, pending)))
		return Published{}, fmt.Errorf("publish edition %d: %w", e.Info().Number, err)
	}
	return m, nil
}

func commit(ctx context.Context, d disk, dir string, e Edition, f Forms) (Published, error) {
	if err := checkRoot(d, dir); err != nil {
		return Published{}, err
	}
	work := filepath.Join(dir, editions, pending)
	t, err := d.render(ctx, work, WebRoot(dir), e, f)
	if err != nil {
		return Published{}, err
	}
	m, err := t.manifest(ctx, e)
	if err != nil {
		return Published{}, err
	}
	if err := d.syncTree(work); err != nil {
		return Published{}, err
	}
	return m, d.swap(dir, work, m.Edition.Number)
}

// render renders an edition to a folder: with what did not change taken over from the
// edition before, or, where that is not as it was written, all of it.
func (d disk) render(ctx context.Context, work, root string, e Edition, f Forms) (*tree, error) {
	t := &tree{disk: d, dir: work}
	before, err := filepath.EvalSymlinks(root)
	if err == nil {
		t.before = before
		t.old = d.openParts(before)
	}
	if old := t.old; old != nil {
		defer old.close()
	}
	// The same edition is made again because there is something wrong with it.
	if key := partsKey(e.Info(), f); t.old != nil && (key == "" || t.old.Key != key || t.old.Number == e.Info().Number) {
		t.old = nil
	}
	err = t.renderAll(ctx, e, f)
	if errors.Is(err, errStale) {
		t.old = nil
		err = t.renderAll(ctx, e, f)
	}
	return t, err
}

// renderAll begins in an empty folder.
func (t *tree) renderAll(ctx context.Context, e Edition, f Forms) error {
	if err := t.disk.removeAll(t.dir); err != nil {
		return err
	}
	if err := t.disk.mkdirAll(t.dir); err != nil {
		return err
	}
	now, err := t.disk.createParts(t.dir+partsSuffix, partsHead{
		Number: e.Info().Number, Key: partsKey(e.Info(), f), Segments: map[int]segment{}, Keyed: map[string]keyed{},
	})
	if err != nil {
		return err
	}
	*t = tree{disk: t.disk, dir: t.dir, before: t.before, old: t.old, counts: newCounts(), now: now}
	err = t.render(ctx, e, f)
	if err == nil {
		err = now.close()
	}
	if err != nil {
		t.abandon()
	}
	return err
}

// checkRoot refuses a web root that is a folder of somebody's: a link is replaced
// by one rename, a folder can't be.
func checkRoot(d disk, dir string) error {
	root := WebRoot(dir)
	fi, err := d.lstat(root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case fi.Mode()&fs.ModeSymlink == 0:
		return fmt.Errorf("%s is a folder, not the link that samling makes; move it away and run again", root)
	}
	return nil
}

// swap gives the finished folder its name and points the web root to it.
func (d disk) swap(dir, work string, number int) error {
	home := filepath.Join(dir, editions)
	name, err := d.freeName(home, number)
	if err != nil {
		return err
	}
	if err := d.rename(work+partsSuffix, filepath.Join(home, name+partsSuffix)); err != nil {
		return err
	}
	if err := d.rename(work, filepath.Join(home, name)); err != nil {
		return err
	}
	if err := d.syncDir(home); err != nil {
		return err
	}
	before, _ := os.Readlink(WebRoot(dir))
	link := filepath.Join(dir, "."+webRoot+"-pending")
	if err := d.remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := d.symlink(filepath.Join(editions, name), link); err != nil {
		return err
	}
	if err := d.rename(link, WebRoot(dir)); err != nil {
		return err
	}
	if err := d.syncDir(dir); err != nil {
		return err
	}
	if err := d.removeOld(home, name, filepath.Base(before)); err != nil {
		return fmt.Errorf("%w: %w", ErrTidy, err)
	}
	return nil
}

// freeName is the edition's number, with a letter where the same edition was made
// before (its web root was deleted or damaged).
func (d disk) freeName(home string, number int) (string, error) {
	name := fmt.Sprintf("%06d", number)
	for n := 2; ; n++ {
		_, err := d.lstat(filepath.Join(home, name))
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%06d-%d", number, n)
	}
}

// removeOld removes editions but the current one and the one before it, which
// readers may still be in the middle of.
func (d disk) removeOld(home string, keep ...string) error {
	entries, err := d.readDir(home)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if edition := strings.TrimSuffix(e.Name(), partsSuffix); edition != keep[0] && edition != keep[1] {
			if err := d.removeAll(filepath.Join(home, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// render writes all forms. The edition is walked once, whatever the number of dumps.
func (t *tree) render(ctx context.Context, e Edition, f Forms) error {
	info := e.Info()
	t.dumps = map[string]bool{}
	for _, d := range slices.Concat(f.Dumps, f.Facts) {
		t.dumps[d.Path()] = true
	}
	if err := t.openJoined(f.Writers, info, f.Layout); err != nil {
		return err
	}
	t.documented, t.tell = info.Entries <= f.MaxDocuments, f.Tell
	if !t.documented {
		f.Documents = nil
	}
	if err := t.segments(ctx, e, f); err != nil {
		return err
	}
	if err := t.snapshots(info, t.ofSources(f)); err != nil {
		return err
	}
	for _, j := range t.joinings {
		if err := j.close(ctx, e); err != nil {
			return err
		}
	}
	for _, w := range f.Writers {
		if _, ok := w.(Joined); ok {
			continue
		}
		if err := t.write(w.Path(), w.MediaType(), func(to io.Writer) error { return w.Write(ctx, to, e) }); err != nil {
			return err
		}
	}
	for _, s := range f.Sets {
		if err := s.WriteFiles(ctx, e, t.createWhole); err != nil {
			return err
		}
	}
	return t.catalogues(ctx, e, f)
}

// dataset writes the part of the dataset itself.
func (t *tree) dataset(ctx context.Context, e Edition, f Forms, dumps dumps) error {
	info := e.Info()
	groups, err := datasetGroups(ctx, e, f.Layout)
	if err != nil {
		return err
	}
	facets, err := e.Facets(ctx)
	if err != nil {
		return err
	}
	t.named = map[string]bool{}
	for _, c := range facets.Publishers {
		t.named[c.Key] = true
	}
	if err := dumps.part(Part{Graph: DatasetIRI(info.Base)}, count(&t.counts.whole, func(give func(Group) error) error {
		return each(groups, give)
	})); err != nil {
		return err
	}
	return t.resources(info, groups, f.Resources)
}

// count hands groups on and counts them.
func count(to *tally, groups func(give func(Group) error) error) func(give func(Group) error) error {
	return func(give func(Group) error) error {
		return groups(func(g Group) error {
			to.add(g)
			return give(g)
		})
	}
}

// createWhole is [Create]. The file is small, so it is rendered before it is begun.
func (t *tree) createWhole(path, mediaType, key string, write func(io.Writer) error) error {
	if err := safePath(path); err != nil {
		return err
	}
	if done, err := t.again(path, key); done || err != nil {
		return err
	}
	t.buf.Reset()
	if err := write(&t.buf); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := t.put(path, mediaType, t.buf.Bytes()); err != nil {
		return err
	}
	if key != "" {
		t.now.Keyed[path] = keyed{key, t.last}
	}
	return nil
}

// catalogues writes what is said of the files that are finished.
func (t *tree) catalogues(ctx context.Context, e Edition, f Forms) error {
	r := t.counts.rendered()
	r.Files = t.files.all(0)
	for _, describe := range f.Catalogues {
		resource, err := describe(ctx, e, r)
		if err != nil {
			return fmt.Errorf("catalogue: %w", err)
		}
		if err := t.resource(e.Info(), resource, f.Resources); err != nil {
			return err
		}
	}
	return nil
}

// source takes over what a source came to, or renders it.
func (t *tree) source(ctx context.Context, e Edition, s Source, segment int, dumps dumps, f Forms) error {
	at := place{Segment: segment, ID: s.ID}
	p, err := t.unchanged(at, s.Key)
	if err != nil {
		return err
	}
	if p != nil {
		p, err = t.takeOver(p)
	} else {
		p, err = t.renderSource(ctx, e, &s, dumps, f)
	}
	if err != nil {
		return err
	}
	if !f.Layout.split() {
		t.counts.source(s, p)
	}
	return t.done(e.Info(), at, p)
}

// done notes what a source came to.
func (t *tree) done(info Info, at place, p *part) error {
	t.counts.add(p)
	if err := t.now.add(at, p); err != nil {
		return err
	}
	return t.receive(info, p.Page, p.Snapshots)
}

// renderSource renders a source, and notes what it came to.
func (t *tree) renderSource(ctx context.Context, e Edition, s *Source, dumps dumps, f Forms) (*part, error) {
	if err := e.Fill(ctx, s); err != nil {
		return nil, err
	}
	t.part = &part{Key: s.Key, Page: s.URL, Tally: newTally(), Snapshots: snapshotsOf(*s), Stretches: map[string]stretch{}}
	defer func() { t.part = nil }()
	if len(s.Items) > 0 {
		t.part.Example = s.Items[0]
	}
	for _, f := range t.joined {
		if err := f.begin(); err != nil {
			return nil, err
		}
	}
	for _, j := range t.joinings {
		if err := j.begin(e.Info(), *s); err != nil {
			return nil, err
		}
	}
	if err := t.join(ctx, e, *s, dumps, f); err != nil {
		return nil, err
	}
	for _, f := range t.joined {
		at, err := f.end()
		if err != nil {
			return nil, err
		}
		t.part.Stretches[f.path] = at
	}
	for _, j := range t.joinings {
		at, err := j.end()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", j.Path(), err)
		}
		t.part.Stretches[j.file().path] = at
	}
	for _, form := range f.Sources {
		if err := form.WriteSource(ctx, e, *s, t.createWhole); err != nil {
			return nil, err
		}
	}
	return t.part, nil
}

// join hands one source to all dumps and documents, its groups in the order of their
// subjects: items between those of the source's own that sort before and after.
func (t *tree) join(ctx context.Context, e Edition, s Source, dumps dumps, f Forms) error {
	info := e.Info()
	own, err := sourceGroups(info, s)
	if err != nil {
		return err
	}
	split := 0
	for split < len(own) && CompareSubjects(own[split].Subject.String(), info.Base+"item/") < 0 {
		split++
	}
	to := &t.part.Tally
	maker, texts := itemGroups{info: info}, []kept(nil)
	groups := func(give func(Group) error) error {
		if err := each(own[:split], give); err != nil {
			return err
		}
		for it, err := range e.Items(ctx, s.ID) {
			if err != nil {
				return err
			}
			groups, err := maker.of(&it)
			if err != nil {
				return err
			}
			if len(f.Documents) > 0 {
				keep(groups, &texts)
			}
			if !it.Withdrawn {
				to.Languages[it.Title.Language]++
				if err := each(groups, give); err != nil {
					return fmt.Errorf("record %s: %w", it.ID, err)
				}
			}
			if err := t.documents(info, s, it, groups, f.Documents); err != nil {
				return err
			}
			for _, j := range t.joinings {
				if err := j.section.Item(it); err != nil {
					return fmt.Errorf("%s: %w", j.Path(), err)
				}
			}
		}
		return each(own[split:], give)
	}
	if err := dumps.part(Part{Source: s.ID, Graph: CollectionIRI(info.Base, s.ID)}, count(to, groups)); err != nil {
		return err
	}
	return t.resources(info, own, t.ofSources(f))
}

// ofSources are the forms of the resources that sources have, none where those are no files.
func (t *tree) ofSources(f Forms) []ResourceForm {
	if !t.documented {
		return nil
	}
	return f.Resources
}

func each(groups []Group, give func(Group) error) error {
	for _, g := range groups {
		if err := give(g); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) documents(info Info, s Source, it Item, groups []Group, docs []Document) error {
	for _, d := range docs {
		t.buf.Reset()
		if err := d.Write(&t.buf, info, s, it, groups); err != nil {
			return fmt.Errorf("%s: %w", d.Path(it.ID), err)
		}
		path := d.Path(it.ID)
		if it.Withdrawn {
			path = Gone + path
		}
		if err := t.put(path, d.MediaType(), t.buf.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// write writes a file.
func (t *tree) write(path, mediaType string, write func(io.Writer) error) error {
	f, err := t.create(path, mediaType)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.discard()
		return fmt.Errorf("%s: %w", path, err)
	}
	return f.close()
}

// put writes a small file, or links it to the edition before if that has the same bytes.
func (t *tree) put(path, mediaType string, data []byte) error {
	name := filepath.Join(t.dir, filepath.FromSlash(path))
	if err := t.mkdir(path); err != nil {
		return err
	}
	t.add(path, mediaType, data)
	same := false
	if t.before != "" {
		before := filepath.Join(t.before, filepath.FromSlash(path))
		old, err := t.disk.readFile(before)
		if same = err == nil && bytes.Equal(old, data); same && t.disk.link(before, name) == nil {
			return nil
		}
	}
	if !same && t.tell != nil && t.tell(path) {
		t.renewed = append(t.renewed, path)
	}
	return t.disk.writeFile(name, data)
}

// safePath says whether a writer's path stays in the web root.
func safePath(path string) error {
	if path == "" || !filepath.IsLocal(filepath.FromSlash(path)) || strings.Contains(path, `\`) {
		return fmt.Errorf("path %q is not inside the web root", path)
	}
	return nil
}
