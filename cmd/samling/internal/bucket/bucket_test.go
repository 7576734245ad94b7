package bucket

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func publishTo(t *testing.T, b *Bucket, number int) Report {
	t.Helper()
	r, err := b.Publish(t.Context(), write(t, number, edition(number)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (s *server) wants(number int) {
	s.t.Helper()
	if got, err := s.read(); got != number || err != nil {
		s.t.Fatalf("a reader sees edition %d, %v; want %d", got, err, number)
	}
}

func count(log []string, prefix string) (n int) {
	for _, line := range log {
		if strings.HasPrefix(line, prefix) {
			n++
		}
	}
	return n
}

// TestCostFollowsChange: only what is new is sent, and nothing when nothing is.
func TestCostFollowsChange(t *testing.T) {
	s := serve(t)
	b := s.bucket()
	if r := publishTo(t, b, 1); !r.Changed || r.Objects != 16 {
		t.Errorf("first: %+v", r) // 14 contents among 15 files, and the manifest's two
	}
	s.wants(1)
	s.requests()
	if r := publishTo(t, b, 1); r.Changed || r.Objects != 0 {
		t.Errorf("unchanged: %+v", r)
	}
	if log := s.requests(); !slices.Equal(log, []string{"GET a/current.json"}) {
		t.Errorf("an unchanged edition cost %q", log)
	}
	if r := publishTo(t, b, 2); r.Objects != 8 {
		t.Errorf("six feeds changed: %+v", r)
	}
	if log := s.requests(); len(log) != 12 || count(log, "PUT a/blobs/") != 8 || log[11] != "PUT a/current.json" || count(log, "PUT a/editions/") != 1 {
		t.Errorf("six changed feeds cost %q", log)
	}
	s.wants(2)
}

// TestHeaders: what each object is said to be when it is written, and is read as. (gofakes3
// keeps no Cache-Control; the peers read that back.)
func TestHeaders(t *testing.T) {
	s := serve(t)
	b := s.bucket()
	b.WWW = true
	var caches sync.Map
	s.set(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			caches.Store(strings.TrimPrefix(r.URL.Path, "/lit/a/"), r.Header.Get("Cache-Control"))
		}
		return false
	}, nil)
	publishTo(t, b, 1)
	at, err := b.current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e, err := b.edition(t.Context(), at.Object)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][2]string{
		"current.json": {"application/json", "no-cache"}, at.Object: {"application/json", immutable},
		e.Files[0].Object: {"text/turtle", immutable}, "www/style.css": {"text/turtle", "no-cache"},
	} {
		answer, err := http.Head(s.URL + "/lit/a/" + key)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		cache, _ := caches.Load(key)
		if got := [2]string{answer.Header.Get("Content-Type"), fmt.Sprint(cache)}; got != want || answer.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %v, %v", key, got, answer.Header)
		}
	}
}

// TestInterrupted cancels at every request in turn: readers have the edition before, and the
// next attempt ends it.
func TestInterrupted(t *testing.T) {
	for stop, done := 1, false; !done; stop++ {
		s := serve(t)
		b := s.bucket()
		publishTo(t, b, 1)
		root := write(t, 2, edition(2))
		ctx, cancel := context.WithCancel(t.Context())
		var n atomic.Int32
		interrupt := func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Header.Get("User-Agent") != "reader" && n.Add(1) == int32(stop) {
				cancel()
			}
			return false
		}
		if stop%2 == 0 {
			s.set(interrupt, nil)
		} else {
			s.set(nil, interrupt) // the service has done it, and nobody hears of it
		}
		_, err := b.Publish(ctx, root)
		cancel()
		done = err == nil
		s.set(nil, nil)
		if got, readErr := s.read(); readErr != nil || !done && got != 1 && got != 2 {
			t.Fatalf("stopped at request %d: edition %d, %v", stop, got, readErr)
		}
		publishTo(t, b, 2)
		s.wants(2)
		if stop > 40 {
			t.Fatal("it never came to its end")
		}
	}
}

// held holds the first write of the pointer until it is let go.
func (s *server) held(strip bool) (reached, release chan struct{}) {
	reached, release = make(chan struct{}), make(chan struct{})
	var once atomic.Bool
	s.set(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, "/"+currentName) {
			if strip {
				r.Header.Del("If-Match")
				r.Header.Del("If-None-Match")
			}
			if once.CompareAndSwap(false, true) {
				close(reached)
				<-release
			}
		}
		return false
	}, nil)
	return reached, release
}

// overtaken has one writer publish edition 2, and another edition 3 while the first is about
// to move the pointer. It returns what the first was told, and what readers see in the end.
func overtaken(t *testing.T, strip bool) (err error, number int) {
	s := serve(t)
	publishTo(t, s.bucket(), 1)
	reached, release := s.held(strip)
	first := make(chan error)
	go func() {
		_, err := s.bucket().Publish(t.Context(), write(t, 2, edition(2)))
		first <- err
	}()
	<-reached
	publishTo(t, s.bucket(), 3)
	close(release)
	err = <-first
	number, readErr := s.read()
	if readErr != nil {
		t.Error(readErr)
	}
	return err, number
}

// TestNeverBack: the older edition never replaces the newer.
func TestNeverBack(t *testing.T) {
	if err, number := overtaken(t, false); !errors.Is(err, ErrNewer) || number != 3 {
		t.Errorf("edition %d, %v", number, err)
	}
	// The control: without the condition it does.
	if _, number := overtaken(t, true); number != 2 {
		t.Errorf("without the condition: edition %d; the test proves nothing", number)
	}
}

// TestOvertaking: the newer edition comes through when an older one was faster.
func TestOvertaking(t *testing.T) {
	s := serve(t)
	publishTo(t, s.bucket(), 1)
	reached, release := s.held(false)
	newer := make(chan error)
	go func() {
		_, err := s.bucket().Publish(t.Context(), write(t, 3, edition(3)))
		newer <- err
	}()
	<-reached
	publishTo(t, s.bucket(), 2)
	close(release)
	if err := <-newer; err != nil {
		t.Fatal(err)
	}
	s.wants(3)
}

// TestRace: two writers with editions of their own, each cancelled now and then, and readers
// that follow the pointer all the time.
func TestRace(t *testing.T) {
	s := serve(t)
	var wg, readers sync.WaitGroup
	ended := make(chan struct{})
	for range 2 {
		readers.Go(func() {
			last := 0
			for {
				number, err := s.read()
				if err != nil || number < last {
					t.Errorf("edition %d after %d: %v", number, last, err)
					return
				}
				last = number
				select {
				case <-ended:
					return
				default:
				}
			}
		})
	}
	for w := range 2 {
		b := s.bucket()
		random := rand.New(rand.NewPCG(uint64(w), 1))
		wg.Go(func() {
			for number := w + 1; number <= 30; number += 2 {
				root := write(t, number, edition(number))
				for try := 0; ; try++ {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.IntN(20)+1)*time.Millisecond)
					if try > 5 {
						cancel()
						ctx, cancel = context.WithCancel(t.Context())
					}
					_, err := b.Publish(ctx, root)
					stopped := ctx.Err() != nil
					cancel()
					if err == nil || errors.Is(err, ErrNewer) {
						break
					}
					if !stopped {
						t.Errorf("edition %d: %v", number, err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	close(ended)
	readers.Wait()
	s.wants(30)
}

// TestFaults: what goes away by itself is tried again.
func TestFaults(t *testing.T) {
	answer := func(status int, code string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(status)
			fmt.Fprintf(w, "<Error><Code>%s</Code></Error>", code)
			return true
		}
	}
	lost := func(w http.ResponseWriter, _ *http.Request) bool { reset(w); return true }
	for name, fault := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"500": answer(500, "InternalError"), "503": answer(503, "SlowDown"), "reset": lost, "conflict": answer(409, "ConditionalRequestConflict"),
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			var n atomic.Int32
			s.set(func(w http.ResponseWriter, r *http.Request) bool { // every third request
				if r.Header.Get("User-Agent") == "reader" || n.Add(1)%3 != 0 || name == "conflict" && r.Method != http.MethodPut {
					return false
				}
				return fault(w, r)
			}, nil)
			publishTo(t, s.bucket(), 1)
			publishTo(t, s.bucket(), 2)
			s.wants(2)
		})
	}
	t.Run("answers lost", func(t *testing.T) { // done, but told nobody
		s := serve(t)
		var lost sync.Map
		s.set(nil, func(_ http.ResponseWriter, r *http.Request) bool {
			_, before := lost.LoadOrStore(r.Method+r.URL.Path+r.Header.Get("If-Match"), true)
			return r.Method == http.MethodPut && !before && r.Header.Get("User-Agent") != "reader" && !strings.Contains(r.URL.Path, "conditions")
		})
		publishTo(t, s.bucket(), 1)
		publishTo(t, s.bucket(), 2)
		s.wants(2)
	})
}

// TestPlainRefusals: what does not go away is an error that says what to do.
func TestPlainRefusals(t *testing.T) {
	t.Run("no conditions", func(t *testing.T) {
		s := serve(t)
		s.set(func(_ http.ResponseWriter, r *http.Request) bool {
			r.Header.Del("If-None-Match")
			r.Header.Del("If-Match")
			return false
		}, nil)
		_, err := s.bucket().Publish(t.Context(), write(t, 1, edition(1)))
		if err == nil || !strings.Contains(err.Error(), "does not honour conditional writes") {
			t.Error(err)
		}
	})
	t.Run("no bucket", func(t *testing.T) {
		b := serve(t).bucket()
		b.Name = "other"
		_, err := b.Publish(t.Context(), write(t, 1, edition(1)))
		if err == nil || !strings.Contains(err.Error(), "bucket does not exist") {
			t.Error(err)
		}
	})
	t.Run("older", func(t *testing.T) {
		s := serve(t)
		publishTo(t, s.bucket(), 5)
		r, err := s.bucket().Publish(t.Context(), write(t, 4, edition(4)))
		if !errors.Is(err, ErrNewer) || r.Edition != 5 {
			t.Errorf("%+v %v", r, err)
		}
		if _, err := s.bucket().Publish(t.Context(), write(t, 5, edition(6))); !errors.Is(err, ErrOther) {
			t.Error(err)
		}
		s.wants(5)
	})
	t.Run("altered", func(t *testing.T) {
		root := write(t, 1, edition(1))
		put(t, root, "item/never.ttl", []byte("never?"))
		put(t, root, "style.css", []byte("never?"))
		_, err := serve(t).bucket().Publish(t.Context(), root)
		if err == nil || !strings.Contains(err.Error(), "is not what manifest.json says") {
			t.Error(err)
		}
	})
}

// TestLarge: a large file goes up in parts, and not again.
func TestLarge(t *testing.T) {
	s := serve(t)
	b := s.bucket()
	files := edition(1)
	files["dataset.nt"] = strings.Repeat("0123456789abcdef", large/16+1)
	root := write(t, 1, files)
	s.set(func(w http.ResponseWriter, r *http.Request) bool { // the pointer cannot be moved
		if r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, currentName) {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		return false
	}, nil)
	if _, err := b.Publish(t.Context(), root); err == nil {
		t.Fatal("it was moved")
	}
	if n := count(s.requests(), "POST a/blobs/"); n != 2 { // begun and ended
		t.Errorf("%d", n)
	}
	s.set(nil, nil)
	if _, err := b.Publish(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if n := count(s.requests(), "POST "); n != 0 {
		t.Errorf("sent again: %d", n)
	}
	s.wants(1)
}

// TestManyAreListed: with many missing, what an interrupted attempt sent is listed, not sent again.
func TestManyAreListed(t *testing.T) {
	s := serve(t)
	files := edition(1)
	for i := range listFirst {
		files[fmt.Sprintf("many/%d", i)] = fmt.Sprint(i)
	}
	root := write(t, 1, files)
	s.set(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, currentName) {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		return false
	}, nil)
	if _, err := s.bucket().Publish(t.Context(), root); err == nil {
		t.Fatal("it was moved")
	}
	s.set(nil, nil)
	s.requests()
	if _, err := s.bucket().Publish(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if log := s.requests(); count(log, "PUT a/blobs/sha256/") != 0 || len(log) > 15 {
		t.Errorf("%d requests: %q", len(log), log[:min(15, len(log))])
	}
	s.wants(1)
}

// TestPrune: what no kept edition has goes when it is old; what readers and writers may be
// in the middle of stays.
func TestPrune(t *testing.T) {
	s := serve(t)
	b := s.bucket()
	for number := 1; number <= 4; number++ {
		publishTo(t, b, number)
		s.clock.Advance(time.Hour)
	}
	if n, err := b.Prune(t.Context()); n != 0 || err != nil {
		t.Fatalf("within the grace: %d deleted, %v", n, err)
	}
	s.clock.Advance(Grace + Skew)
	if n, err := b.Prune(t.Context()); n == 0 || err != nil {
		t.Fatalf("%d deleted, %v", n, err)
	}
	s.wants(4)
	left, err := b.list(t.Context(), "editions/")
	if err != nil || len(left) != 2 {
		t.Errorf("%d editions are kept, %v", len(left), err)
	}
	at, _ := b.current(t.Context())
	now, _ := b.edition(t.Context(), at.Object)
	before, err := b.edition(t.Context(), now.Before.Object)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string]bool{}
	for _, f := range slices.Concat(now.Files, before.Files) {
		objects[f.Object] = true
	}
	blobs, err := b.list(t.Context(), "blobs/")
	if err != nil || len(blobs) != len(objects) {
		t.Errorf("%d blobs for %d objects, %v", len(blobs), len(objects), err)
	}
}

// TestPruneBeside: a writer comes back to contents of long ago while an old prune is about
// to delete them.
func TestPruneBeside(t *testing.T) {
	s := serve(t)
	b := s.bucket()
	b.Keep = 1
	publishTo(t, b, 1)
	s.clock.Advance(time.Hour)
	publishTo(t, b, 2)
	s.clock.Advance(2 * Grace)
	reached, release := make(chan struct{}), make(chan struct{})
	var once atomic.Bool
	s.set(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost && r.URL.Query().Has("delete") && r.Header.Get("User-Agent") != "reader" {
			if once.CompareAndSwap(false, true) {
				close(reached)
				<-release
			}
		}
		return false
	}, nil)
	pruned := make(chan error)
	go func() {
		_, err := b.Prune(t.Context())
		pruned <- err
	}()
	<-reached // about to delete what only edition 1 had
	back := edition(3)
	for path, text := range edition(1) {
		back["old/"+path] = text
	}
	if _, err := s.bucket().Publish(t.Context(), write(t, 3, back)); err != nil {
		t.Fatal(err)
	}
	close(release)
	if err := <-pruned; err != nil {
		t.Fatal(err)
	}
	s.wants(3)
}

// TestWWW: the tree by name follows, also after an interruption and beside another writer.
func TestWWW(t *testing.T) {
	s := serve(t)
	b := s.bucket()
	b.WWW = true
	holds := func(number int) {
		t.Helper()
		want := edition(number)
		left, err := b.list(t.Context(), "www/")
		if err != nil || len(left) != len(want)+2 {
			t.Errorf("%d files, %v", len(left), err)
		}
		for path, text := range want {
			if data, status := s.get("a/www/" + path); status != http.StatusOK || string(data) != text {
				t.Errorf("%s: %d %q, want %q", path, status, data, text)
			}
		}
	}
	publishTo(t, b, 1)
	holds(1)
	s.requests()
	publishTo(t, b, 2)
	holds(2)
	if n := count(s.requests(), "PUT a/www/"); n != 8 {
		t.Errorf("%d files were copied", n)
	}
	// A file leaves.
	ctx, cancel := context.WithCancel(t.Context())
	var n atomic.Int32
	s.set(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/www/") && n.Add(1) == 3 {
			cancel()
		}
		return false
	}, nil)
	if _, err := b.Publish(ctx, write(t, 3, edition(3))); err == nil {
		t.Fatal("it was not interrupted")
	}
	s.set(nil, nil)
	publishTo(t, b, 3) // nothing new, but www is caught up
	holds(3)
	extra := edition(4)
	extra["item/leaves.ttl"] = "soon"
	if _, err := b.Publish(t.Context(), write(t, 4, extra)); err != nil {
		t.Fatal(err)
	}
	publishTo(t, b, 5)
	holds(5)
}

func TestKeys(t *testing.T) {
	dir := t.TempDir()
	s := serve(t)
	access, secret := filepath.Join(dir, "access"), filepath.Join(dir, "secret")
	if err := errors.Join(os.WriteFile(access, []byte("me\n"), 0o600), os.WriteFile(secret, []byte("\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	c := s.config()
	none := func(string) string { return "" }
	if _, err := Connect(c, none, time.Now); err == nil || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") {
		t.Error(err)
	}
	c.AccessKeyFile, c.SecretKeyFile = access, secret
	if _, err := Connect(c, none, time.Now); err == nil || !strings.Contains(err.Error(), "holds no key") {
		t.Error(err)
	}
	if err := os.WriteFile(secret, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var signed atomic.Value
	s.set(func(_ http.ResponseWriter, r *http.Request) bool {
		signed.Store(r.Header.Get("Authorization"))
		return false
	}, nil)
	b, err := Connect(c, none, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	publishTo(t, b, 1)
	if got, _ := signed.Load().(string); !strings.Contains(got, "Credential=me/") || !strings.Contains(got, "/us-east-1/s3/") {
		t.Error(got)
	}
}
