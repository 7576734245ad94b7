package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if part := os.Getenv(role); part != "" {
		os.Exit(playing(part, os.Args[1:]))
	}
	testscript.Main(m, map[string]func(){
		"samling": func() {
			p := &Main{Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Version: "0.0.0-test"}
			os.Exit(p.Run(context.Background(), os.Args[1:]))
		},
	})
}

// TestScripts runs the command line as users meet it. "site DIR" serves a directory
// over HTTP, with ETags and a count of requests, and sets $SITE; a file NAME.redirect
// or NAME.status there says where to send a reader, or with what status.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"site":     cmdSite,
			"requests": cmdRequests,
			"tree":     cmdTree,
			"envsub":   cmdEnvsub,
			"appendto": cmdAppend,
			"bucket":   cmdBucket,
			"object":   cmdObject,
		},
	})
}

// site is a web site under test.
type site struct {
	dir string
	mu  sync.Mutex
	log []string // "GET /path 304"
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	code := &recorder{ResponseWriter: w, code: http.StatusOK}
	s.serve(code, r)
	s.mu.Lock()
	s.log = append(s.log, fmt.Sprintf("%s %s %d", r.Method, r.URL.Path, code.code))
	s.mu.Unlock()
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	file := filepath.Join(s.dir, filepath.FromSlash(r.URL.Path))
	if to, err := os.ReadFile(file + ".redirect"); err == nil {
		http.Redirect(w, r, strings.TrimSpace(string(to)), http.StatusFound)
		return
	}
	if status, err := os.ReadFile(file + ".status"); err == nil {
		var code int
		fmt.Sscan(string(status), &code)
		w.WriteHeader(code)
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, len(data)*31+int(data[0])+sum(data)))
	http.ServeContent(w, r, file, time.Time{}, strings.NewReader(string(data)))
}

func sum(data []byte) (n int) {
	for i, b := range data {
		n += (i + 1) * int(b)
	}
	return n
}

type recorder struct {
	http.ResponseWriter
	code int
}

func (r *recorder) WriteHeader(code int) {
	r.code = code
	r.ResponseWriter.WriteHeader(code)
}

var sites sync.Map // by script: the site it started

func cmdSite(ts *testscript.TestScript, _ bool, args []string) {
	s := &site{dir: ts.MkAbs(args[0])}
	server := httptest.NewServer(s)
	ts.Defer(server.Close)
	ts.Setenv("SITE", server.URL)
	sites.Store(ts.Getenv("WORK"), s)
}

// cmdRequests wants exactly these requests since the last time it was called.
func cmdRequests(ts *testscript.TestScript, _ bool, args []string) {
	v, _ := sites.Load(ts.Getenv("WORK"))
	s := v.(*site)
	s.mu.Lock()
	defer s.mu.Unlock()
	got := strings.Join(s.log, ", ")
	s.log = nil
	if want := strings.Join(args, ", "); got != want {
		ts.Fatalf("requests: got %q, want %q", got, want)
	}
}

// cmdTree writes names, sizes, times and contents' sums of all files under a directory to a file.
func cmdTree(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	root := ts.MkAbs(args[0])
	if resolved, err := filepath.EvalSymlinks(root); err == nil {
		root = resolved
	}
	withTimes := len(args) > 2 && args[2] == "times"
	ts.Check(filepath.Walk(root, func(path string, fi os.FileInfo, err error) error {
		if err != nil || fi.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		fmt.Fprintf(&b, "%s %d %d", rel, fi.Size(), sum(data))
		if withTimes {
			fmt.Fprintf(&b, " %d", fi.ModTime().UnixNano())
		}
		b.WriteByte('\n')
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}

// cmdEnvsub puts $SITE and $BUCKET into files.
func cmdEnvsub(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := strings.NewReplacer("$SITE", ts.Getenv("SITE"), "$BUCKET", ts.Getenv("BUCKET")).Replace(ts.ReadFile(name))
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o644))
	}
}

// cmdAppend appends a line to a file.
func cmdAppend(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+args[1]+"\n"), 0o644))
}

// cmdBucket serves a bucket "lit" over the S3 protocol, and sets $BUCKET to the service's address
// and the keys that samling takes from the environment. "bucket off" has it fail, "bucket on" again not.
func cmdBucket(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) > 0 {
		v, _ := buckets.Load(ts.Getenv("WORK"))
		v.(*atomic.Bool).Store(args[0] == "off")
		return
	}
	backend, off := s3mem.New(), new(atomic.Bool)
	ts.Check(backend.CreateBucket("lit"))
	s3 := gofakes3.New(backend).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if off.Load() {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		s3.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	buckets.Store(ts.Getenv("WORK"), off)
	ts.Setenv("BUCKET", server.URL)
	ts.Setenv("AWS_ACCESS_KEY_ID", "key")
	ts.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
}

var buckets sync.Map // by script: whether the service fails

// cmdObject writes an object of the bucket to a file.
func cmdObject(ts *testscript.TestScript, _ bool, args []string) {
	answer, err := http.Get(ts.Getenv("BUCKET") + "/lit/" + args[0])
	ts.Check(err)
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if answer.StatusCode != http.StatusOK {
		ts.Fatalf("%s: status %d", args[0], answer.StatusCode)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
}
