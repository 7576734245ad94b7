// Package doctor checks all that Samling needs to do its work, and says what to do
// where something is amiss.
//
//	findings := doctor.Examine(ctx, doctor.Patient{Config: cfg, …})
//
// Nothing is changed. On the disk a folder is made in the output directory, to see what
// can be done there, and taken away again; no directory is made that is not there. Of the
// network each source is asked once, conditionally, as a harvest does it, and each host
// for its robots.txt where none is kept from the last day.
package doctor

import (
	"context"
	"fmt"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/status"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/publish"
	"samling/vocab"
)

// Level is how grave a finding is.
type Level string

const (
	OK   Level = "ok"
	Warn Level = "warn" // look at it when there is time
	Fail Level = "fail" // it keeps Samling from its work
)

// Finding is what one check found.
type Finding struct {
	Area  string `json:"area"` // configuration, clock, disk, ledger, publication, schedule, network or notices
	Level Level  `json:"level"`
	What  string `json:"what"`
	Do    string `json:"do,omitempty"` // what to do; "" when all is well
}

// Ledger is what is asked of the ledger, which was opened for reading.
type Ledger interface {
	status.Ledger
	Check(ctx context.Context) error
	Pages(ctx context.Context) (map[string]bool, error)
	Edition(ctx context.Context, c store.EditionConfig) (store.Edition, error)
}

// Patient is what is examined.
type Patient struct {
	Config  *config.Config
	Version string
	Now     func() time.Time
	Bodies  *vocab.Bodies
	Ledger  Ledger // nil when it could not be opened
	NoOpen  error  // why not
	Outbox  string
	// Web and Files fetch as a run does; Profile is how the page of a source is read.
	Web, Files harvest.Fetcher // no source is asked when Web is nil
	Profile    func(config.Source) harvest.Profile
}

// Examine makes every check there is and returns what they found, in the same order
// each time. One that fails keeps no other from being made.
func Examine(ctx context.Context, p Patient) []Finding {
	e := &examination{Patient: p, now: p.Now().UTC()}
	e.configuration()
	e.clock(ctx)
	e.disk()
	e.ledger(ctx)
	e.publication(ctx)
	e.schedule(ctx)
	e.network(ctx)
	e.notices()
	return e.findings
}

// Worst is the gravest level among findings.
func Worst(findings []Finding) Level {
	worst := OK
	for _, f := range findings {
		if f.Level == Fail || f.Level == Warn && worst == OK {
			worst = f.Level
		}
	}
	return worst
}

type examination struct {
	Patient
	now      time.Time
	area     string
	findings []Finding
}

func (e *examination) ok(format string, args ...any) { e.find(OK, "", format, args...) }

// find notes a finding; do is what to do about it.
func (e *examination) find(level Level, do, format string, args ...any) {
	e.findings = append(e.findings, Finding{e.area, level, fmt.Sprintf(format, args...), do})
}

// root is the web root.
func (e *examination) root() string { return publish.WebRoot(e.Config.Out) }
