//go:build postgres

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"samling/cmd/samling/internal/store"
)

// The servers and workers of these tests are this binary, told by the environment what
// to be.
const (
	postgresEnv = "SAMLING_TEST_POSTGRES" // the address of an empty database
	restartEnv  = "SAMLING_TEST_RESTART"  // a command that stops the database hard and starts it again
)

// fleetTest is a ledger in a database, the pages that are harvested, and the configuration.
type fleetTest struct {
	t       *testing.T
	address string
	config  string
	ledger  *store.Postgres
	sources int
	asked   atomic.Int64 // counts what was fetched
}

// pages serves sources: each time a page is asked for, one of its entries is another.
func newMany(t *testing.T, sources int) *fleetTest {
	u, err := url.Parse(os.Getenv(postgresEnv))
	if err != nil || u.Scheme == "" {
		t.Fatalf("set %s to the address of an empty database, as .ci/peers/postgres does (%v)", postgresEnv, err)
	}
	q := u.Query()
	q.Set("search_path", fmt.Sprintf("workers_%d_%d", os.Getpid(), time.Now().UnixNano()))
	u.RawQuery = q.Encode()
	m := &fleetTest{t: t, address: u.String(), sources: sources}
	site := &http.Server{Handler: http.HandlerFunc(m.page)}
	t.Cleanup(func() { site.Close() })
	var b strings.Builder
	b.WriteString("base: https://lit.example.org/\nnetwork: {allow_private: true, min_delay: 0s, jitter: 0s}\nsources:\n")
	var ln net.Listener
	for i := range sources {
		if i%2 == 0 { // two to a host
			if ln, err = net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", i/2+1)); err != nil {
				t.Fatal(err)
			}
			go site.Serve(ln)
		}
		fmt.Fprintf(&b, "  - {id: %s, url: 'https://example.org/%[1]s', fetch: 'http://%s/%[1]s', schedule: '@every 4s'}\n", m.source(i), ln.Addr())
	}
	dir := t.TempDir()
	m.config = filepath.Join(dir, "samling.yaml")
	save(t, m.config, b.String())
	m.ledger, err = store.OpenPostgres(t.Context(), m.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.ledger.Close() })
	return m
}

func (m *fleetTest) source(i int) string { return fmt.Sprintf("list-%02d", i) }

func (m *fleetTest) page(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	n := m.asked.Add(1)
	time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond) // a page is old when it comes
	fmt.Fprintf(w, `<html lang="nb"><body><main><h1>Liste</h1>
<h3>Samarbeid mellom kommuner %[1]s</h3><p>Rapport – NIBR 2012<br>Dette er en rapport om samarbeid, og den er lest %[2]d ganger.</p>
<h3>Planlegging i distriktene %[1]s</h3><p>Rapport – NIBR 2013<br>Dette er en rapport om planlegging.</p></main></body></html>`,
		r.URL.Path, n)
}

// start starts a process.
func (m *fleetTest) start(what string, args ...string) *exec.Cmd {
	m.t.Helper()
	p := exec.Command(os.Args[0], append(args, "--config", m.config, "--db", m.address)...)
	p.Env = append(os.Environ(), role+"="+what)
	log, err := os.OpenFile(filepath.Join(filepath.Dir(m.config), what+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		m.t.Fatal(err)
	}
	p.Stdout, p.Stderr = log, log
	if err := p.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { p.Process.Kill(); p.Wait(); log.Close() })
	return p
}

func (m *fleetTest) worker(what string) *exec.Cmd {
	return m.start(what, "worker", "--patience", "3s", "--jobs", "3")
}

// chaos kills and stops workers at random.
func (m *fleetTest) chaos(workers []*exec.Cmd, what string, long time.Duration) (kills, pauses int) {
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(time.Duration(200+rand.IntN(800)) * time.Millisecond)
		i := rand.IntN(len(workers))
		if rand.IntN(2) == 0 {
			kills++
			workers[i].Process.Kill()
			workers[i].Wait()
			workers[i] = m.worker(what)
			continue
		}
		pauses++
		p := workers[i].Process
		p.Signal(syscall.SIGSTOP)
		time.Sleep(time.Duration(rand.IntN(4000)) * time.Millisecond)
		p.Signal(syscall.SIGCONT)
	}
	return kills, pauses
}

// counts is what the ledger says of all sources.
type counts struct {
	due, done, accepted int
	twice               int // sources that were accepted more often than they were due
	stale               int // versions from a page that was fetched before that of the version before
}

func (m *fleetTest) count() (c counts) {
	m.t.Helper()
	for i := range m.sources {
		slots, err := m.ledger.Slots(context.Background(), m.source(i))
		if err != nil {
			m.t.Fatal(err)
		}
		for _, s := range slots {
			c.due++
			if !s.Done.IsZero() {
				c.done++
			}
		}
		versions, stale := m.accepted(m.source(i))
		c.accepted += versions
		c.stale += stale
		if versions > len(slots) {
			c.twice++
		}
	}
	return c
}

// accepted is how often a source was accepted: each time, its first entry was another.
func (m *fleetTest) accepted(source string) (versions, stale int) {
	m.t.Helper()
	known, err := m.ledger.Known(context.Background(), source)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, k := range known {
		life, err := m.ledger.Life(context.Background(), k.ID)
		if err != nil {
			m.t.Fatal(err)
		}
		versions = max(versions, len(life))
		last := 0
		for _, e := range life {
			_, counted, _ := strings.Cut(e.Description.Value, "den er lest ")
			n := 0
			fmt.Sscan(counted, &n)
			if n < last {
				stale++
			}
			last = n
		}
	}
	return versions, stale
}

// settle waits until all that was due is done.
func (m *fleetTest) settle() {
	m.t.Helper()
	for end := time.Now().Add(3 * time.Minute); ; time.Sleep(time.Second) {
		c := m.count()
		if c.due > 0 && c.due == c.done {
			return
		}
		if time.Now().After(end) {
			m.t.Errorf("lost: %d slots were due, and %d are done", c.due, c.done)
			m.logs()
			return
		}
	}
}

func (m *fleetTest) logs() {
	for _, what := range []string{"samling", "control"} {
		text, _ := os.ReadFile(filepath.Join(filepath.Dir(m.config), what+".log"))
		lines := bytes.Split(text, []byte("\n"))
		m.t.Logf("%s", bytes.Join(lines[max(0, len(lines)-40):], []byte("\n")))
	}
}

// schedule starts samling serve, and returns what stops it.
func (m *fleetTest) schedule() (stop func()) {
	p := m.start("samling", "serve", "--addr", "127.0.0.1:0")
	return sync.OnceFunc(func() {
		p.Process.Signal(syscall.SIGTERM)
		p.Wait()
	})
}

// TestWorkers lets four workers harvest thirty sources every few seconds, while they are
// killed and stopped at random, and the database is stopped hard in the midst of it: each
// source is accepted once for each time it was due, and never twice.
func TestWorkers(t *testing.T) {
	m := newMany(t, 30)
	stop := m.schedule()
	workers := []*exec.Cmd{m.worker("samling"), m.worker("samling"), m.worker("samling"), m.worker("samling")}
	kills, pauses := m.chaos(workers, "samling", 30*time.Second)
	before := m.count().due
	restart := strings.Fields(os.Getenv(restartEnv))
	if out, err := exec.Command(restart[0], restart[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("restart the database: %v: %s", err, out)
	}
	more, morePauses := m.chaos(workers, "samling", 30*time.Second)
	stop()
	m.settle()
	c := m.count()
	t.Logf("%d kills, %d pauses, 1 database stopped hard: %d slots due (%d before it), %d done, %d accepted, %d fetches",
		kills+more, pauses+morePauses, c.due, before, c.done, c.accepted, m.asked.Load())
	if c.accepted != c.done || c.due != c.done || c.twice+c.stale > 0 {
		t.Errorf("of all: %+v", c)
		m.logs()
	}
	if before < m.sources*3 || c.due < before+m.sources*3 {
		t.Errorf("the schedule handed out %d, and then %d: too little to show anything", before, c.due)
	}
	m.published()
}

// published waits until samling serve has published all that was accepted.
func (m *fleetTest) published() {
	m.t.Helper()
	stop := m.schedule()
	defer stop()
	var manifest struct{ Entries int }
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(time.Second) {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(m.config), "out", "www", "manifest.json"))
		if err == nil && json.Unmarshal(text, &manifest) == nil && bytes.Contains(text, []byte(m.source(m.sources-1))) {
			return
		}
	}
	m.t.Error("not published")
	m.logs()
}

// TestWorkersControl is the same with workers whose commits compare no epoch: when all is
// done, some of it was done twice.
func TestWorkersControl(t *testing.T) {
	m := newMany(t, 30)
	workers := []*exec.Cmd{m.worker("control"), m.worker("control"), m.worker("control"), m.worker("control")}
	for round := 1; ; round++ {
		stop := m.schedule()
		kills, pauses := m.chaos(workers, "control", 20*time.Second)
		stop()
		m.finished()
		c := m.count()
		t.Logf("control: %d kills, %d pauses: %d slots due, %d accepted", kills, pauses, c.due, c.accepted)
		if c.accepted > c.due {
			return
		}
		if round == 6 {
			m.logs()
			t.Fatal("the control without an epoch was not caught: the test shows nothing")
		}
	}
}

// finished waits until River has no job left.
func (m *fleetTest) finished() {
	m.t.Helper()
	c, _, err := store.ParseAddress(m.address)
	if err != nil {
		m.t.Fatal(err)
	}
	db, err := pgx.ConnectConfig(context.Background(), c)
	if err != nil {
		m.t.Fatal(err)
	}
	defer db.Close(context.Background())
	left := 1
	for end := time.Now().Add(3 * time.Minute); left > 0; time.Sleep(time.Second) {
		if err := db.QueryRow(context.Background(), "SELECT count(*) FROM river_job WHERE finalized_at IS NULL").Scan(&left); err != nil {
			m.t.Fatal(err)
		}
		if time.Now().After(end) {
			m.t.Fatalf("%d jobs are left", left)
		}
	}
}
