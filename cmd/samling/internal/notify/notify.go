// Package notify tells a person when a source is held back, fails or is well again.
//
//	n := &notify.Notifier{Config: cfg.Notify, Journal: ledger, Outbox: "out/state/outbox", …}
//	n.After(ctx, source) // each time a run of the source stands in the journal
//
// What to tell is decided by the run journal alone ([Decide]): held at the first run of
// a streak whose page was held back, failed at the run that makes it so many, recovered
// at the healthy run after either. So each is told once, whatever is restarted.
//
// A notice is put into the outbox, a folder, before it is sent, and taken out once it
// was: one that cannot be delivered is tried again at each later run, for a week. It
// may come twice when the program is killed between the two; its id is then the same.
// Nothing that goes wrong here fails a run: it is logged.
package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/status"
	"samling/cmd/samling/internal/store"
)

// What a notice is of.
const (
	Held      = "held"
	Failed    = "failed"
	Recovered = "recovered"
)

// Notice is one thing to tell. It is what a webhook is sent, as JSON.
type Notice struct {
	ID          string    `json:"id"`   // the same for the same event, however often it is sent
	Kind        string    `json:"kind"` // "held", "failed" or "recovered"
	Source      string    `json:"source"`
	URL         string    `json:"url"`         // of the page
	Publication string    `json:"publication"` // the base
	At          time.Time `json:"at"`          // the run
	Since       time.Time `json:"since"`       // the first run of the streak
	Failures    int       `json:"failures"`    // failed runs in the streak
	Message     string    `json:"message"`     // the run's own words
	Text        string    `json:"text"`        // all of it for a person; chats show this
}

// Notifier tells. All fields but HTTP and Roots must be set.
type Notifier struct {
	Config  config.Notify
	Title   string // of the publication
	Base    string
	Agent   string // the User-Agent for webhooks
	Journal status.Journal
	Outbox  string // a directory, made when there is something to tell
	Log     *slog.Logger
	Now     func() time.Time
	Sleep   func(ctx context.Context, d time.Duration) // between two attempts
	HTTP    *http.Client                               // http.DefaultTransport within sane time-outs if nil
	Roots   Roots                                      // whose certificates a mail server may have; the system's if nil

	mu sync.Mutex // one delivery at a time
}

// Decide says what the newest of a source's runs (newest first) is news of, "" for
// nothing, and the streak that it belongs to or ends.
func Decide(runs []store.Run, after int) (kind string, streak status.Streak) {
	if len(runs) == 0 {
		return "", streak
	}
	now, _ := status.Count(runs)
	before, _ := status.Count(runs[1:])
	switch runs[0].Outcome {
	case "held":
		if before.Held == 0 {
			return Held, now
		}
	case "failed":
		if now.Failed == after {
			return Failed, now
		}
	default:
		if before.Held > 0 || before.Failed >= after {
			return Recovered, before
		}
	}
	return "", now
}

// After looks at the newest run of a source and tells what there is to tell, and what
// could not be told before.
func (n *Notifier) After(ctx context.Context, src config.Source) {
	if !n.on() {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	notice, err := n.notice(ctx, src)
	if err == nil && notice != nil {
		err = n.post(*notice)
	}
	if err != nil {
		n.Log.Error("notice not made", "source", src.ID, "error", err)
	}
	n.deliver(ctx)
}

// on says whether anybody is to be told.
func (n *Notifier) on() bool { return n.Config.Webhook != "" || n.Config.Mail != (config.Mail{}) }

func (n *Notifier) notice(ctx context.Context, src config.Source) (*Notice, error) {
	runs, err := n.runs(ctx, src.ID)
	if err != nil {
		return nil, err
	}
	kind, streak := Decide(runs, n.Config.After)
	if kind == "" {
		return nil, nil
	}
	last := runs[0]
	v := &Notice{
		ID: noticeID(src.ID, kind, last.Started), Kind: kind, Source: src.ID, URL: src.URL, Publication: n.Base,
		At: last.Started, Failures: streak.Failed, Message: last.Message,
	}
	if streak.Since != nil {
		v.Since = *streak.Since
	}
	v.Text = n.text(*v)
	return v, nil
}

// runs are the newest run of a source and the whole streak before it.
func (n *Notifier) runs(ctx context.Context, source string) ([]store.Run, error) {
	for count := 16; ; count *= 4 {
		runs, err := n.Journal.RunsOf(ctx, source, count)
		if err != nil || len(runs) < count {
			return runs, err
		}
		if _, whole := status.Count(runs[1:]); whole {
			return runs, nil
		}
	}
}

func noticeID(source, kind string, at time.Time) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{source, kind, at.UTC().Format(time.RFC3339Nano)}, "\n")))
	return hex.EncodeToString(sum[:12])
}

// text is a notice for a person, with what to do.
func (n *Notifier) text(v Notice) string {
	var what, do string
	switch v.Kind {
	case Held:
		what = "the page no longer reads as the list it was and is held back; what was published before stays"
		do = "See what it would change: samling diff " + v.Source + "\nIf the page is right, let it through: samling approve " + v.Source
	case Failed:
		what = fmt.Sprintf("the page could not be fetched or read %d times in turn, since %s; what was published before stays",
			v.Failures, v.Since.UTC().Format("2006-01-02 15:04 MST"))
		do = "See samling status, and samling doctor."
	case Recovered:
		what = "the page is harvested again; it had not been since " + v.Since.UTC().Format("2006-01-02 15:04 MST")
	}
	parts := []string{fmt.Sprintf("%s: %s: %s", n.Title, v.Source, what)}
	for _, part := range []string{v.Message, do, v.URL} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n\n")
}

// channel is a way to tell.
type channel struct {
	name string
	send func(ctx context.Context, v Notice) error
}

func (n *Notifier) channels() (all []channel) {
	if n.Config.Webhook != "" {
		all = append(all, channel{"webhook", n.webhook})
	}
	if n.Config.Mail != (config.Mail{}) {
		all = append(all, channel{"mail", n.mail})
	}
	return all
}

// The patience with a receiver, for each notice and each run.
const (
	attempts = 3
	first    = 2 * time.Second // between the first two attempts; then twice as long each time
	timeout  = 15 * time.Second
	keep     = 7 * 24 * time.Hour
)

// errPermanent: trying again at once would be answered the same.
var errPermanent = errors.New("not now")

// deliver sends what is in the outbox, oldest first. A channel that fails is left alone
// until the next time.
func (n *Notifier) deliver(ctx context.Context) {
	letters, err := n.letters()
	if err != nil {
		n.Log.Error("outbox not read", "error", err)
	}
	down := map[string]bool{}
	for _, l := range letters {
		for _, c := range n.channels() {
			if slices.Contains(l.Done, c.name) || down[c.name] {
				continue
			}
			if err := n.attempt(ctx, c, l.Notice); err != nil {
				down[c.name] = true
				n.Log.Error("notice not delivered, it is tried again at the next run", "channel", c.name,
					"id", l.Notice.ID, "kind", l.Notice.Kind, "source", l.Notice.Source, "error", err)
				continue
			}
			n.Log.Info("notice delivered", "channel", c.name, "id", l.Notice.ID, "kind", l.Notice.Kind, "source", l.Notice.Source)
			l.Done = append(l.Done, c.name)
		}
		if err := n.settle(l); err != nil {
			n.Log.Error("outbox not written", "error", err)
		}
	}
}

func (n *Notifier) attempt(ctx context.Context, c channel, v Notice) (err error) {
	for i := range attempts {
		if i > 0 {
			n.Sleep(ctx, first<<(i-1))
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		once, cancel := context.WithTimeout(ctx, timeout)
		err = c.send(once, v)
		cancel()
		if err == nil || errors.Is(err, errPermanent) {
			return err
		}
	}
	return err
}

// Pause sleeps until d has passed or ctx is done.
func Pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
