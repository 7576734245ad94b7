package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
	"unique"

	"samling/cmd/samling/internal/gate"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

// recall asks the ledger what it knows of the source.
func (h *harvesting) recall(ctx context.Context) error {
	prior, err := h.p.Ledger.Source(ctx, h.src.ID)
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return err
	}
	h.prior, h.known = prior, err == nil
	return nil
}

// open gets the page from where the run takes it.
func (h *harvesting) open(ctx context.Context, o Options) (unchanged bool, err error) {
	switch o.From {
	case FromKept:
		if !h.known {
			return false, fmt.Errorf("source %s: %w; harvest it first", h.src.ID, store.ErrUnknown)
		}
		h.page, err = h.again(ctx)
		return false, err
	case FromHeld:
		h.page, err = h.held(ctx)
		return false, err
	}
	h.step("fetching")
	return h.fetch(ctx, o)
}

// fetch fetches the page. It is unchanged when the server says so, or sends the same
// bytes, and the rules it was read with are the same. Where the rules have changed
// the page is read again from the kept bytes.
func (h *harvesting) fetch(ctx context.Context, o Options) (unchanged bool, err error) {
	validators, sameRules := h.prior.Validators, h.known && h.prior.Rules == h.rules()
	if h.known && !sameRules && !h.kept(ctx) {
		validators = harvest.Validators{}
	}
	page, err := h.ask(ctx, validators)
	switch {
	case errors.Is(err, harvest.ErrNotModified) && sameRules:
		h.unchanged(h.prior.Validators, o)
		return true, nil
	case errors.Is(err, harvest.ErrNotModified):
		h.page, err = h.again(ctx)
		return false, err
	case err != nil:
		return false, fmt.Errorf("source %s: %w: %w", h.src.ID, ErrNotFetched, err)
	}
	h.page = page
	h.report.Snapshot = digest(page.Body)
	h.report.Bytes = int64(len(page.Body))
	if sameRules && h.report.Snapshot == h.prior.Snapshot.SHA256 && page.ContentType == h.prior.ContentType {
		h.unchanged(page.Validators, o)
		return true, nil
	}
	return false, nil
}

// ask fetches from the configured place; the page's identity is its url all the same.
func (h *harvesting) ask(ctx context.Context, v harvest.Validators) (*harvest.Page, error) {
	fetcher, place := h.p.Web, h.src.Fetch
	if h.src.File != "" {
		fetcher, place = h.p.Files, h.src.File
	}
	page, err := fetcher.Fetch(ctx, place, v)
	if err != nil {
		return nil, err
	}
	if page.URL = h.src.URL; place != h.src.URL {
		page.Base = h.src.URL
	}
	return page, nil
}

func (h *harvesting) unchanged(v harvest.Validators, o Options) {
	h.report.Outcome = Unchanged
	h.report.Entries = h.prior.Entries
	h.report.Unchanged = h.prior.Entries
	if !o.DryRun { // written with the line in the journal
		h.report.sighting = &store.Sighting{Source: h.src.ID, Validators: v, At: h.started, WithdrawAfter: h.p.Config.WithdrawAfter, Lease: h.lease}
	}
}

// rules is a key of all that decides how the page is read.
func (h *harvesting) rules() string {
	return key(h.p.Version, fmt.Sprintf("%x", h.p.Bodies.Digest()), h.src.URL, fmt.Sprintf("%q", h.src.Select))
}

func key(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:])
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// kept says whether the bytes last accepted are there to be read again.
func (h *harvesting) kept(ctx context.Context) bool {
	body, err := h.p.Pages.Page(ctx, h.prior.Snapshot.SHA256)
	return err == nil && digest(body) == h.prior.Snapshot.SHA256
}

// again is the page last accepted, from the kept bytes.
func (h *harvesting) again(ctx context.Context) (*harvest.Page, error) {
	return h.fromKept(ctx, h.prior.Snapshot.SHA256, harvest.Page{
		Base: h.prior.PageBase, FetchedAt: h.prior.Snapshot.Fetched, ContentType: h.prior.ContentType, Validators: h.prior.Validators,
	})
}

// held is the page that is held back, from the kept bytes.
func (h *harvesting) held(ctx context.Context) (*harvest.Page, error) {
	all, err := h.p.Ledger.Held(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(held store.Held) bool { return held.Source == h.src.ID })
	if i < 0 {
		return nil, fmt.Errorf("source %s: %w; see samling status", h.src.ID, ErrNothingHeld)
	}
	return h.fromKept(ctx, all[i].Snapshot, harvest.Page{
		Base: all[i].PageBase, FetchedAt: all[i].At, ContentType: all[i].ContentType, Validators: all[i].Validators,
	})
}

// fromKept reads the kept bytes with this hash.
func (h *harvesting) fromKept(ctx context.Context, sum string, page harvest.Page) (*harvest.Page, error) {
	body, err := h.p.Pages.Page(ctx, sum)
	if err == nil && digest(body) != sum {
		err = fmt.Errorf("%s is damaged: its SHA-256 is another; restore it from a backup, or harvest again", sum)
	}
	if err != nil {
		return nil, fmt.Errorf("source %s: read the kept page again: %w", h.src.ID, err)
	}
	page.URL, page.Body = h.src.URL, body
	h.report.Snapshot = sum
	return &page, nil
}

// keep keeps the bytes by their hash.
func (h *harvesting) keep(ctx context.Context) error {
	if err := h.p.Pages.Keep(ctx, h.report.Snapshot, h.page.Body); err != nil {
		return fmt.Errorf("source %s: keep the page: %w", h.src.ID, err)
	}
	return nil
}

func (h *harvesting) read() error {
	list, err := harvest.Read(h.page, Profile(harvest.Selectors(h.src.Select)))
	if err != nil {
		return fmt.Errorf("source %s: %w: %w", h.src.ID, ErrNotFetched, err)
	}
	h.list = list
	bare := *h.page
	bare.Body = nil // it is kept, and was read: nothing needs it any more
	h.page = &bare
	h.report.Entries = len(list.Entries)
	h.report.Unread = len(list.Unread)
	return nil
}

func (h *harvesting) normalise() {
	entries := h.list.Entries
	h.list.Entries = nil // the records say all of them
	n := transform.NewNormaliser(h.src.URL, len(entries), transform.Authorities{Bodies: h.p.Bodies})
	h.records = make([]transform.Record, 0, len(entries))
	for _, e := range entries {
		r, problems := n.Normalise(e)
		h.records = append(h.records, r)
		for _, problem := range problems {
			title := strings.Clone(e.Title)               // the report outlives the page that the title is a part of
			reason := unique.Make(problem.Reason).Value() // which many sources have
			h.report.Problems = append(h.report.Problems, EntryProblem{e.Position, title, problem.Field, reason})
		}
	}
	h.report.Found = len(h.report.Problems)
}

// match gives each record the id that its entry had, or a new one.
func (h *harvesting) match(ctx context.Context) ([]store.Known, error) {
	known, err := h.p.Ledger.Known(ctx, h.src.ID)
	if err != nil {
		return nil, err
	}
	priors := make([]transform.Prior, len(known))
	for i := range known {
		k := &known[i]
		priors[i] = transform.Prior{Record: &k.Record, Missing: !k.Missing.IsZero()}
	}
	var unseen []*transform.Record
	for i, prior := range transform.Match(priors, h.records) {
		if prior >= 0 {
			h.records[i].ID = priors[prior].ID
		} else {
			unseen = append(unseen, &h.records[i])
		}
	}
	given := func(ids []string) (map[string]bool, error) { return h.p.Ledger.Given(ctx, ids) }
	return known, transform.Mint(unseen, given)
}

// gate holds a page back that no longer reads as the list it was, and keeps it: a person
// decides. The page that a person approved is let through.
func (h *harvesting) gate(ctx context.Context, known []store.Known, o Options) error {
	if o.From == FromHeld {
		return nil
	}
	var before []*transform.Record
	for i := range known {
		if k := &known[i]; k.Missing.IsZero() {
			before = append(before, &k.Record)
		}
	}
	reasons := gate.Check(before, gate.Page{
		Records: h.records, Title: h.list.Title, Instead: h.list.Instead, Unread: len(h.list.Unread), Selected: harvest.Selectors(h.src.Select),
	}, h.src.Gate)
	if len(reasons) == 0 {
		return nil
	}
	h.report.Held = reasons
	err := &HeldError{Source: h.src.ID, URL: h.src.URL, Reasons: reasons}
	if o.DryRun {
		return err
	}
	return errors.Join(err, h.p.Ledger.Hold(ctx, h.lease, store.Held{
		Source: h.src.ID, At: h.page.FetchedAt, Snapshot: h.report.Snapshot, ContentType: h.page.ContentType,
		PageBase: h.page.Base, Validators: h.page.Validators, Reasons: reasons,
	}))
}

// HeldError says why a page was held back. It wraps [ErrHeld].
type HeldError struct {
	Source, URL string
	Reasons     []gate.Reason
}

func (e *HeldError) Error() string {
	texts := make([]string, len(e.Reasons))
	for i, r := range e.Reasons {
		texts[i] = r.String()
	}
	return fmt.Sprintf("read %q: %s; nothing was changed", e.URL, strings.Join(texts, "; "))
}

// Unwrap returns ErrHeld.
func (e *HeldError) Unwrap() error { return ErrHeld }

// accept writes the harvest to the ledger.
func (h *harvesting) accept(ctx context.Context, o Options) error {
	mediaType, _, err := mime.ParseMediaType(h.page.ContentType)
	if err != nil {
		mediaType = "application/octet-stream"
	}
	snap := publish.Snapshot{SHA256: h.report.Snapshot, MediaType: mediaType, Fetched: h.page.FetchedAt}
	out, err := h.p.Ledger.Accept(ctx, store.Acceptance{
		Source:        h.source(snap),
		Harvest:       publish.Harvest{Started: h.started, Ended: h.p.now(), Snapshot: snap},
		Records:       h.records,
		WithdrawAfter: h.p.Config.WithdrawAfter, Replay: o.From == FromKept, Lease: h.lease,
		Taken: func(key string) bool { _, ok := h.p.Bodies.ByKey(key); return ok },
	})
	if err != nil {
		return fmt.Errorf("source %s: %w", h.src.ID, err)
	}
	h.report.Outcome = Accepted
	h.report.Added, h.report.Changed, h.report.Missing = len(out.Added), len(out.Changed)+len(out.Returned), len(out.Missing)
	h.report.Withdrawn = len(out.Withdrawn)
	h.report.Unchanged = len(out.Unchanged)
	return nil
}

func (h *harvesting) source(snap publish.Snapshot) store.Source {
	s := store.Source{
		ID: h.src.ID, URL: h.src.URL, Validators: h.page.Validators, Snapshot: snap, Rules: h.rules(),
		ContentType: h.page.ContentType, PageBase: h.page.Base,
	}
	s.Title, s.Description = PageTexts(h.list)
	if s.Title.Value == "" {
		s.Title = transform.Text{Value: h.src.URL, Language: transform.Undecided}
	}
	if b, ok := h.p.Bodies.ByHomepage(h.src.URL); ok {
		s.Publisher = b.Key
	}
	return s
}

// PageTexts are a page's title and description with their language: judged by both
// together, or else as the page declares it.
func PageTexts(l harvest.List) (title, description transform.Text) {
	lang := transform.Language(l.Title + "\n" + l.Description)
	if lang == transform.Undecided {
		switch declared, _, _ := strings.Cut(l.Language, "-"); declared {
		case "nb", "nn", "en":
			lang = declared
		}
	}
	title = transform.Text{Value: l.Title, Language: lang}
	if l.Description != "" {
		description = transform.Text{Value: l.Description, Language: lang}
	}
	return title, description
}

// Profile is how pages are read: by the words of the type scheme, and the selectors
// of the source.
func Profile(s harvest.Selectors) harvest.Profile {
	return harvest.Profile{
		IsType: func(words string) bool { _, ok := vocab.LookupType(words); return ok },
		Select: s,
	}
}
