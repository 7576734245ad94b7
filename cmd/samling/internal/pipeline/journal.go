package pipeline

import (
	"context"
	"errors"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/harvest"
)

// end ends the run of one source: with what was found unchanged, with its line in the journal,
// and with the lease given back, where it can be in one commit.
func (p *Pipeline) end(ctx context.Context, started time.Time, r *SourceReport) error {
	line := p.line(started, *r)
	if r.sighting != nil {
		s := *r.sighting
		s.Line, r.sighting = &line, nil // the report outlives it
		withdrawn, err := p.Ledger.Unchanged(ctx, s)
		if r.Withdrawn = len(withdrawn); err == nil {
			return nil
		}
		r.close(err)
		line.Run.Outcome, line.Run.Message = r.Outcome, r.Message
		return errors.Join(err, p.journal(ctx, line))
	}
	return p.journal(ctx, line)
}

// line is the line of one source in the run journal.
func (p *Pipeline) line(started time.Time, r SourceReport) store.Line {
	l := store.Line{Run: store.Run{
		Started: started, Ended: p.now(), Source: r.ID, Outcome: r.Outcome, Message: r.Message,
		Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Missing: r.Missing, Problems: r.Found, Snapshot: r.Snapshot,
		Lease: r.lease,
	}}
	if r.Outcome != NotTried {
		l.Requests = p.asked()
	}
	return l
}

// asked returns the requests that no line tells of yet.
func (p *Pipeline) asked() []harvest.Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.untold
	p.untold = nil
	if p.Asked != nil {
		all = append(all, p.Asked()...)
	}
	return all
}

// journal appends a line to the run journal, which gives the run's lease back. It is given back
// also when ctx was cancelled, and where there is no line to write: the next run should not have to wait.
func (p *Pipeline) journal(ctx context.Context, l store.Line) (err error) {
	if l.Run.Outcome != NotTried {
		if err = p.Ledger.Journal(ctx, l.Run, l.Requests...); err == nil {
			return nil
		}
	}
	p.mu.Lock()
	p.untold = append(p.untold, l.Requests...) // for the next line
	p.mu.Unlock()
	if l.Run.Lease.Epoch != 0 {
		err = errors.Join(err, p.Ledger.Release(context.WithoutCancel(ctx), l.Run.Lease))
	}
	return err
}
