package pipeline

import (
	"errors"
	"strings"
	"time"

	"samling/cmd/samling/internal/bucket"
	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/gate"
	"samling/cmd/samling/internal/store"
	"samling/publish"
)

// What became of a source.
const (
	Accepted  = "accepted"
	Unchanged = "unchanged"
	Held      = "held"
	Failed    = "failed"
	NotTried  = "not-tried" // another harvest was under way, or there was no page to read again
	WouldBe   = "dry-run"
)

// Report is what a run did; samling run --json prints it.
type Report struct {
	DryRun    bool           `json:"dryRun"`
	Edition   int            `json:"edition"`   // the current edition's number; 0 when there is none
	Published bool           `json:"published"` // whether files were written
	Root      string         `json:"root"`
	Added     int            `json:"added"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"`
	Missing   int            `json:"missing"`
	Withdrawn int            `json:"withdrawn"`
	Problems  int            `json:"problems"`
	Files     []string       `json:"files"` // that were published; [Report.List] fills them in
	FileCount int            `json:"-"`
	Sources   []SourceReport `json:"sources"`
	Bucket    *bucket.Report `json:"bucket,omitempty"` // where one is configured
}

// SourceReport is what became of one source.
type SourceReport struct {
	ID        string         `json:"id"`
	URL       string         `json:"url"`
	Outcome   string         `json:"outcome"`
	Message   string         `json:"message,omitempty"`
	Snapshot  string         `json:"snapshot,omitempty"`
	Entries   int            `json:"entries"`
	Added     int            `json:"added"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"`
	Missing   int            `json:"missing"`
	Withdrawn int            `json:"withdrawn"`
	Unread    int            `json:"unread"`
	Problems  []EntryProblem `json:"problems"`
	Changes   []Change       `json:"changes,omitempty"` // of a dry run
	Held      []gate.Reason  `json:"held,omitempty"`    // why the page was held back
	Found     int            `json:"-"`                 // problems, of which Problems may hold none
	Bytes     int64          `json:"-"`                 // of the page, if one came
	Took      time.Duration  `json:"-"`

	lease    store.Lease     // to be given back with the line in the journal
	sighting *store.Sighting // to be written with it, of a source that is unchanged
}

// EntryProblem is a problem with the entry that has it.
type EntryProblem struct {
	Position int    `json:"position"`
	Title    string `json:"title"`
	Field    string `json:"field"`
	Reason   string `json:"reason"`
}

func (r *SourceReport) close(err error) {
	switch {
	case errors.Is(err, ErrHeld):
		r.Outcome = Held
	case errors.Is(err, store.ErrLeased), errors.Is(err, store.ErrLeaseLost),
		errors.Is(err, ErrNothingHeld), errors.Is(err, store.ErrUnknown):
		r.Outcome = NotTried
	case err != nil:
		r.Outcome = Failed
	}
	if err != nil {
		r.Message = err.Error()
	}
	if r.Problems == nil {
		r.Problems = []EntryProblem{}
	}
}

func reportOf(sources []SourceReport) Report {
	r := Report{Sources: sources}
	for i := range sources {
		s := &sources[i]
		r.Added += s.Added
		r.Changed += s.Changed
		r.Unchanged += s.Unchanged
		r.Missing += s.Missing
		r.Withdrawn += s.Withdrawn
		r.Problems += s.Found
	}
	return r
}

func (r *Report) published(p publish.Published) {
	r.Published, r.FileCount = true, p.Files
}

// List fills in the paths of the files that were published to an output directory.
func (r *Report) List(out string) (err error) {
	if r.Published {
		r.Files, err = publish.Paths(out)
	}
	return err
}

func names(sources []config.Source) string {
	ids := make([]string, len(sources))
	for i, s := range sources {
		ids[i] = s.ID
	}
	return strings.Join(ids, ", ")
}
