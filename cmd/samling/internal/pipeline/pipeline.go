// Package pipeline is the whole program on one page, read top to bottom: fetch, keep
// the evidence, read, normalise, match with the ledger, gate, accept; and then
// publish all that was accepted as one edition.
package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"samling/cmd/samling/internal/bucket"
	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

// Pipeline is what a run needs. All fields but Progress, Patience, Asked, Older, FeedsChanged, Bucket
// and ToMirror must be set.
type Pipeline struct {
	Config   *config.Config
	Ledger   store.Ledger
	Pages    Pages
	Web      harvest.Fetcher // for sources with an address
	Files    harvest.Fetcher // for sources read from a file
	Bodies   *vocab.Bodies
	Version  string
	Now      func() time.Time
	Progress func(source, step string) // for a person to watch; may be nil
	Patience time.Duration             // how long a harvest may take before another may begin beside it; LeaseTime if 0
	// Asked returns the requests that were sent since it was asked last, for the ledger. May be nil.
	Asked func() []harvest.Request
	// Older says that an older edition may take the place of a newer one.
	Older bool
	// FeedsChanged is told, once an edition is in place, at which addresses feeds have
	// other bytes than in the edition before. May be nil.
	FeedsChanged func(ctx context.Context, addresses []string)
	// Bucket is where each edition is mirrored to. May be nil.
	Bucket *bucket.Bucket
	// ToMirror is told that there is an edition to mirror, for who does it elsewhere, with
	// Mirror. Where it is nil the run does.
	ToMirror func()

	mu     sync.Mutex
	untold []harvest.Request // that were asked for a line which was not written
}

// Options say what a run does.
type Options struct {
	Sources []string // ids; all if empty
	From    From
	DryRun  bool // say what would change, and write nothing
	// MaxProblems is from how many problems with entries on the report of a run holds those of no
	// further source; it holds all if 0. How many there were it tells all the same.
	MaxProblems int
	// Slot is the time that the source was due at, where work is handed out; zero elsewhere.
	// What was harvested for it is accepted once.
	Slot time.Time
}

// From says where a run takes pages from.
type From int

const (
	// FromWeb fetches the page.
	FromWeb From = iota
	// FromKept reads the kept bytes of the page last accepted again, under the rules of now.
	FromKept
	// FromHeld reads the page that is held back, and lets it through the gate: a person
	// approved it. Where none is held, that is [ErrNothingHeld].
	FromHeld
)

// Errors that a caller tells apart, each with an exit code of its own.
var (
	// ErrNotFetched: a source could not be fetched or read.
	ErrNotFetched = errors.New("not fetched")
	// ErrHeld: a page no longer reads as the list it was; nothing was changed.
	ErrHeld = errors.New("held back")
	// ErrNotPublished: the edition was accepted, but its files could not be written.
	ErrNotPublished = errors.New("not published")
	// ErrNothingHeld: no page of the source is held back.
	ErrNothingHeld = errors.New("no page is held back")
	// ErrNoSource: a source was named that is not configured.
	ErrNoSource = errors.New("no such source")
)

// Run harvests sources and publishes what they brought: several at once ([fleet]). One source's failure does
// not keep the others from being harvested and published: the error joins them all,
// and the report tells of each.
func (p *Pipeline) Run(ctx context.Context, o Options) (Report, error) {
	sources, err := p.choose(o.Sources)
	if err != nil {
		return Report{}, err
	}
	if err := p.keepsAuthority(ctx, o); err != nil {
		return Report{}, err
	}
	reports, errs := p.all(ctx, sources, o)
	report := reportOf(reports)
	report.DryRun = o.DryRun
	if !o.DryRun {
		if err := p.publish(ctx, &report); err != nil {
			errs = append(errs, err)
		}
		if report.Published {
			errs = append(errs, p.prune(ctx))
		}
	}
	return report, errors.Join(errs...)
}

// Harvest harvests one source and publishes nothing.
func (p *Pipeline) Harvest(ctx context.Context, source string, o Options) (SourceReport, error) {
	chosen, err := p.choose([]string{source})
	if err != nil {
		return SourceReport{}, err
	}
	return p.one(ctx, chosen[0], o)
}

// one harvests a source, with its line in the journal.
func (p *Pipeline) one(ctx context.Context, src config.Source, o Options) (SourceReport, error) {
	started, began := p.now(), p.Now()
	r, err := p.harvest(ctx, src, o)
	r.Took = p.Now().Sub(began)
	if !o.DryRun {
		err = errors.Join(err, p.end(ctx, started, &r))
	}
	return r, err
}

func (p *Pipeline) choose(ids []string) ([]config.Source, error) {
	if len(ids) == 0 {
		return p.Config.Sources, nil
	}
	var chosen []config.Source
	for _, id := range ids {
		i := slices.IndexFunc(p.Config.Sources, func(s config.Source) bool { return s.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("source %q: %w; configured are %s", id, ErrNoSource, names(p.Config.Sources))
		}
		chosen = append(chosen, p.Config.Sources[i])
	}
	return chosen, nil
}

// harvest takes one source from its page to the ledger.
func (p *Pipeline) harvest(ctx context.Context, src config.Source, o Options) (SourceReport, error) {
	h := harvesting{p: p, src: src, report: SourceReport{ID: src.ID, URL: src.URL}}
	err := h.run(ctx, o)
	h.report.close(err)
	return h.report, err
}

// harvesting is one source on its way.
type harvesting struct {
	p       *Pipeline
	src     config.Source
	prior   store.Source
	known   bool // the source was accepted before
	lease   store.Lease
	page    *harvest.Page
	started time.Time
	list    harvest.List
	records []transform.Record
	report  SourceReport
}

// LeaseTime is how long a harvest may take before another one may begin beside it. Then
// the epoch of the lease still keeps all but the newest from being accepted.
const LeaseTime = 15 * time.Minute

func (h *harvesting) run(ctx context.Context, o Options) (err error) {
	h.started = h.p.now()
	if !o.DryRun {
		if h.lease, err = h.p.Ledger.Lease(ctx, h.src.ID, cmp.Or(h.p.Patience, LeaseTime)); err != nil {
			return err
		}
		h.lease.Slot = o.Slot
		h.report.lease = h.lease
	}
	if err := h.recall(ctx); err != nil {
		return err
	}
	unchanged, err := h.open(ctx, o)
	if err != nil || unchanged {
		return err
	}
	if !o.DryRun {
		if err := h.keep(ctx); err != nil {
			return err
		}
	}
	h.step("reading")
	if err := h.read(); err != nil {
		return err
	}
	h.normalise()
	priors, err := h.match(ctx)
	if err != nil {
		return err
	}
	if err := h.gate(ctx, priors, o); err != nil {
		return err
	}
	if o.DryRun {
		h.compare(priors)
		return nil
	}
	h.step("accepting")
	return h.accept(ctx, o)
}

func (h *harvesting) step(name string) {
	if h.p.Progress != nil {
		h.p.Progress(h.src.ID, name)
	}
}

// publish makes an edition of what was accepted, mirrors it and tells of the feeds it changed.
func (p *Pipeline) publish(ctx context.Context, report *Report) error {
	changed, err := p.makeEdition(ctx, report)
	if err == nil || errors.Is(err, publish.ErrTidy) {
		err = errors.Join(err, p.mirror(ctx, report))
	}
	if len(changed) > 0 && p.FeedsChanged != nil {
		p.FeedsChanged(ctx, changed)
	}
	return err
}

// makeEdition seals what was accepted and renders it, unless the web root is that edition
// already. Others that publish to the same place or from the same ledger wait. It returns
// the addresses of the feeds that changed.
func (p *Pipeline) makeEdition(ctx context.Context, report *Report) (changed []string, err error) {
	never, err := p.NeverHarvested(ctx)
	if err != nil || len(never) == len(p.Config.Sources) {
		return nil, err // a first run that failed publishes nothing
	}
	if err := os.MkdirAll(filepath.Join(p.Config.Out, "state"), 0o755); err != nil { // a ledger elsewhere made none
		return nil, fmt.Errorf("%w: %w", ErrNotPublished, err)
	}
	lock := flock.New(filepath.Join(p.Config.Out, "state", publishingFile), flock.SetPermissions(0o644))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("%w: wait for %s: %w", ErrNotPublished, lock.Path(), err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	release, err := p.Ledger.Publishing(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPublished, err)
	}
	defer func() { err = errors.Join(err, release()) }()
	return p.publishAlone(ctx, report)
}

// publishingFile is locked by who writes the web root.
const publishingFile = "publishing.lock"

func (p *Pipeline) publishAlone(ctx context.Context, report *Report) ([]string, error) {
	key, err := p.editionKey(ctx)
	if err != nil {
		return nil, err
	}
	number, made, _, err := p.Ledger.Seal(ctx, p.now(), key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPublished, err)
	}
	root := publish.WebRoot(p.Config.Out)
	before, _ := publish.Current(p.Config.Out) // where there is none, or it is damaged, all is made
	if before.Number > number && before.Base == p.Config.Base && !p.Older {
		return nil, fmt.Errorf("%w: %s holds edition %d and the ledger is only at %d: the ledger was lost, or is an older one; "+
			"restore the newest backup, or delete %[2]s to publish what this ledger knows", ErrNotPublished, root, before.Number, number)
	}
	report.Edition, report.Root = number, root
	intact, err := publish.Intact(p.Config.Out, number, made)
	if err != nil || intact {
		return nil, err
	}
	if p.Progress != nil {
		p.Progress("", "publishing")
	}
	e, err := p.Ledger.Edition(ctx, p.edition())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPublished, err)
	}
	defer e.Close()
	forms, err := p.forms(ctx, e)
	if err != nil {
		return nil, err
	}
	done, err := publish.Commit(ctx, p.Config.Out, e, forms)
	if errors.Is(err, publish.ErrTidy) {
		report.published(done)
		return changedFeeds(done), err
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w; what was published before is still there", ErrNotPublished, err)
	}
	report.published(done)
	return changedFeeds(done), nil
}

// Publish makes the web root what the ledger says, if it is not that already.
func (p *Pipeline) Publish(ctx context.Context) error { return p.publish(ctx, &Report{}) }

// NeverHarvested are the ids of sources of which nothing was ever accepted.
func (p *Pipeline) NeverHarvested(ctx context.Context) ([]string, error) {
	harvested, err := p.Ledger.Harvested(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, src := range p.Config.Sources {
		if !harvested[src.ID] {
			ids = append(ids, src.ID)
		}
	}
	return ids, nil
}

// prune deletes kept pages that no version of a record came from and that are older than
// the configuration says.
func (p *Pipeline) prune(ctx context.Context) error {
	now := p.now()
	return p.Pages.Prune(ctx, now, now.Add(-p.Config.KeepPages), p.Ledger.Pages)
}

func (p *Pipeline) edition() store.EditionConfig {
	return store.EditionConfig{
		Base: p.Config.Base, Title: p.Config.Title, Language: p.Config.Language, Bodies: p.Bodies, Version: p.Version,
		Publisher: publish.Publisher{Name: p.Config.Publisher.Name, Email: p.Config.Publisher.Email},
	}
}

func (p *Pipeline) now() time.Time { return p.Now().UTC().Truncate(time.Second) }
