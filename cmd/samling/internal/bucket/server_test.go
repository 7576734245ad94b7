package bucket

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"samling/cmd/samling/internal/config"
	"samling/publish"
)

// server is an S3 service (gofakes3) with a clock, a log, and a place for faults.
type server struct {
	*httptest.Server
	t     *testing.T
	clock gofakes3.TimeSourceAdvancer

	mu    sync.Mutex
	log   []string                                                  // "PUT key"
	fault func(w http.ResponseWriter, r *http.Request) bool         // whether it answered itself
	after func(w http.ResponseWriter, r *http.Request) (reset bool) // once it was done; the answer may be lost
}

func serve(t *testing.T) *server {
	s := &server{t: t, clock: gofakes3.FixedTimeSource(time.Now())}
	backend := s3mem.New(s3mem.WithTimeSource(s.clock))
	s3 := gofakes3.New(backend, gofakes3.WithTimeSource(s.clock), gofakes3.WithTimeSkewLimit(0)).Server()
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.log = append(s.log, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/lit/"))
		fault, after := s.fault, s.after
		s.mu.Unlock()
		if fault != nil && fault(w, r) {
			return
		}
		if after == nil {
			s3.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		s3.ServeHTTP(answer, r)
		if after(w, r) {
			reset(w)
			return
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		w.Write(answer.Body.Bytes())
	}))
	t.Cleanup(s.Close)
	if err := backend.CreateBucket("lit"); err != nil {
		t.Fatal(err)
	}
	return s
}

// reset breaks the connection.
func reset(w http.ResponseWriter) {
	c, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		c.Close()
	}
}

func (s *server) set(fault, after func(http.ResponseWriter, *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.after = fault, after
}

// requests are those since it was asked last.
func (s *server) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.log
	s.log = nil
	return log
}

func (s *server) config() config.S3 {
	return config.S3{Endpoint: s.URL, Bucket: "lit", Prefix: "a/", Region: "us-east-1", Keep: 2}
}

func (s *server) bucket() *Bucket {
	env := map[string]string{"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
	b, err := Connect(s.config(), func(name string) string { return env[name] }, s.clock.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { b.Close() })
	return b
}

// write makes a web root of an edition with these files.
func write(t *testing.T, number int, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	made := time.Date(2026, 1, 1, 0, number, 0, 0, time.UTC)
	m := publish.Manifest{Edition: publish.ManifestEdition{Number: number, Made: made, Base: "https://lit.example.org/"}}
	var sums strings.Builder
	for _, path := range slices.Sorted(maps.Keys(files)) {
		put(t, root, path, []byte(files[path]))
		sum := fmt.Sprintf("%x", sha256.Sum256([]byte(files[path])))
		m.Files = append(m.Files, publish.File{Path: path, Size: int64(len(files[path])), SHA256: sum, MediaType: "text/turtle"})
		fmt.Fprintf(&sums, "%s  %s\n", sum, path)
	}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	put(t, root, publish.ManifestPath, data)
	put(t, root, publish.SumsPath, []byte(sums.String()))
	return root
}

func put(t *testing.T, root, path string, data []byte) {
	t.Helper()
	name := filepath.Join(root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// edition are files of which some change in each edition, some in every third, and one never.
func edition(number int) map[string]string {
	files := map[string]string{"style.css": "never", "item/never.ttl": "never", "empty.nt": ""}
	for i := range 6 {
		files[fmt.Sprintf("item/%d.ttl", i)] = fmt.Sprintf("item %d of %d", i, number/3)
		files[fmt.Sprintf("feed/%d.xml", i)] = fmt.Sprintf("feed %d of %d", i, number)
	}
	return files
}

// read follows the pointer as any client does, and fails where an edition is not whole. It
// returns the number; 0 where there is none.
func (s *server) read() (number int, err error) {
	var at Pointer
	data, status := s.get("a/current.json")
	if status == http.StatusNotFound {
		return 0, nil
	}
	if err := json.Unmarshal(data, &at); err != nil {
		return 0, err
	}
	data, status = s.get("a/" + at.Object)
	if sum := fmt.Sprintf("%x", sha256.Sum256(data)); status != http.StatusOK || sum != at.SHA256 {
		return 0, fmt.Errorf("edition %d: %s: status %d, hash %s", at.Number, at.Object, status, sum)
	}
	var e Edition
	if err := json.Unmarshal(data, &e); err != nil {
		return 0, err
	}
	want := edition(at.Number)
	for _, f := range e.Files {
		data, status := s.get("a/" + f.Object)
		if sum := fmt.Sprintf("%x", sha256.Sum256(data)); status != http.StatusOK || sum != f.SHA256 || int64(len(data)) != f.Size {
			return 0, fmt.Errorf("edition %d: %s: status %d, %d bytes, hash %s", at.Number, f.Path, status, len(data), sum)
		}
		if text, ok := want[f.Path]; ok && text != string(data) {
			return 0, fmt.Errorf("edition %d: %s holds %q", at.Number, f.Path, data)
		}
		delete(want, f.Path)
	}
	if len(want) > 0 {
		return 0, fmt.Errorf("edition %d is without %v", at.Number, want)
	}
	return at.Number, nil
}

// get reads an object without signing.
func (s *server) get(key string) ([]byte, int) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.URL+"/lit/"+key, nil)
	if err != nil {
		s.t.Error(err)
		return nil, 0
	}
	r.Header.Set("User-Agent", "reader")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Error(err)
		return nil, 0
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Error(err)
	}
	return data, answer.StatusCode
}
