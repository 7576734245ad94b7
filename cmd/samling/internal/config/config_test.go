package config

import (
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/gate"
)

var update = flag.Bool("update", false, "write the .err files anew")

// TestErrors reads every testdata/*.yaml, each wrong in its own way, and compares
// the whole message with the .err beside it.
func TestErrors(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			c, err := Load(filepath.ToSlash(file))
			if err == nil {
				t.Fatalf("accepted: %+v", c)
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".err"
			if *update {
				if err := os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, readErr := os.ReadFile(golden)
			if readErr != nil {
				t.Fatal(readErr)
			}
			if got := err.Error() + "\n"; got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			checkPlaces(t, file, err)
		})
	}
}

// checkPlaces holds every error against the file: the line shown is the line named.
func checkPlaces(t *testing.T, file string, err error) {
	data, readErr := os.ReadFile(file)
	if readErr != nil {
		t.Fatal(readErr)
	}
	s := newSource(file, []byte(lineEnds.Replace(strings.TrimPrefix(string(data), "\uFEFF"))))
	for _, e := range all(err) {
		if e.Line == 0 {
			continue
		}
		if line := show(s.lines[e.Line-1]); !strings.Contains(e.Excerpt, "| "+line) {
			t.Errorf("the excerpt does not show line %d, %q:\n%s", e.Line, line, e.Excerpt)
		}
	}
}

// all is every *Error in err.
func all(err error) (list []*Error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			list = append(list, all(e)...)
		}
		return list
	}
	if e := new(Error); errors.As(err, &e) {
		list = append(list, e)
	}
	return list
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadWhole(t *testing.T) {
	path := write(t, "samling.yaml", `
base: HTTPS://Bücher.Example:443/lit
title: "  Ei  la\u030Ang  liste "
publisher: {name: Østlandet, email: post@example.org}
language: nn
authority: Lister.Example.org
feeds: {max: 7, hub: "https://hub.example.org"}
oai: {page_size: 2, admin_email: oai@example.org}
withdraw_after: never
keep_pages: 7d
record_files: 5
dumps: {plain: 3, whole: 1_000}
gate: {years_gone: off, links_gone: 10%}
out: ../pub
bodies: samling.yaml
network: {user_agent: Me/1, allow_private: true, max_body: 64MiB, timeout: 2m, retries: 0, min_delay: 2500ms, concurrency: 9, jitter: 1h30m}
notify: {webhook: "https://chat.example.org/h?k=1", after: 5, mail: {to: a@example.org, from: b@example.org, smtp: "[::1]:25", user: me, password_file: samling.yaml}}
storage: {s3: {endpoint: "HTTPS://S3.Example.org:443/", bucket: my-bucket, prefix: a/b, region: eu-north-1, path_style: true, access_key_file: samling.yaml, secret_key_file: samling.yaml, www: true, keep: 7}}
sources:
  - id: 0123
    url: https://example.org/søk?q=ø
    fetch: pages/list.html
    schedule: CRON_TZ=Europe/Oslo 0 5 * * *
    select: main .article > ul
  - id: b
    url: HTTP://EXAMPLE.org
    fetch: https://mirror.example.org/b
    select: {container: main, entry: li, title: b, typeline: i, type: u, publisher: s, year: time, description: p, link: "a[href]"}
    gate: {years_gone: 5%, fewer_entries: 0%}
`)
	rules := gate.Defaults()
	rules[gate.YearsGone], rules[gate.LinksGone] = 100, 10
	own := maps.Clone(rules)
	own[gate.YearsGone], own[gate.FewerEntries] = 5, 0
	dir := filepath.Dir(path)
	want := &Config{
		Path: path, Base: "https://xn--bcher-kva.example/lit/", Title: "Ei l\u00e5ng liste",
		Publisher: Publisher{"Østlandet", "post@example.org"}, Language: "nn", Authority: "lister.example.org",
		Feeds: Feeds{7, "https://hub.example.org/"}, OAI: OAI{2, "oai@example.org"}, WithdrawAfter: 0, KeepPages: 7 * 24 * time.Hour, RecordFiles: 5, Dumps: Dumps{3, 1000},
		Out: filepath.Join(filepath.Dir(dir), "pub"), Bodies: path,
		Network: Network{"Me/1", true, 64 << 20, 2 * time.Minute, 0, 2500 * time.Millisecond, 9, 90 * time.Minute},
		Notify:  Notify{"https://chat.example.org/h?k=1", 5, Mail{"a@example.org", "b@example.org", "[::1]:25", "me", path}},
		Storage: Storage{S3{"https://s3.example.org", "my-bucket", "a/b/", "eu-north-1", true, path, path, true, 7}},
		Sources: []Source{
			{ID: "0123", URL: "https://example.org/s%C3%B8k?q=%C3%B8", File: filepath.Join(dir, "pages", "list.html"),
				Schedule: "CRON_TZ=Europe/Oslo 0 5 * * *", Select: Select{Container: "main .article > ul"}, Gate: rules},
			{ID: "b", URL: "http://example.org/", Fetch: "https://mirror.example.org/b", Schedule: DefaultSchedule,
				Select: Select{"main", "li", "b", "i", "u", "s", "time", "p", "a[href]"}, Gate: own},
		},
	}
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestLoadDefaults(t *testing.T) {
	path := write(t, "samling.yaml", minimal)
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = "https://example.org/list/"
	want := &Config{
		Path: path, Base: "https://example.org/lit/", Title: DefaultTitle, Publisher: Publisher{Name: "example.org"},
		Language: "nb", Feeds: Feeds{Max: 50}, OAI: OAI{PageSize: 100}, WithdrawAfter: 3, KeepPages: DefaultKeep, RecordFiles: DefaultFiles, Dumps: Dumps{DefaultPlain, DefaultWhole},
		Out: filepath.Join(filepath.Dir(path), "out"), Network: Network{MaxBody: 16 << 20, Timeout: time.Minute, Retries: 2, MinDelay: time.Second, Concurrency: 4, Jitter: 5 * time.Minute},
		Notify:  Notify{After: 3},
		Sources: []Source{{ID: "my-list", URL: page, Fetch: page, Schedule: DefaultSchedule, Gate: gate.Defaults()}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "1048576": 1 << 20, "1_048_576": 1 << 20, "64MiB": 64 << 20, "64 MiB": 64 << 20, "64mib": 64 << 20,
		"2GiB": 2 << 30, "5kB": 5000, "5KiB": 5120, "10MB": 10e6, "7B": 7,
	} {
		c, err := parse([]byte("base: https://e.org/\nnetwork: {max_body: "+text+"}\nsources: [{id: a, url: https://e.org/}]\n"), "c.yaml")
		if err != nil || c.Network.MaxBody != want {
			t.Errorf("%s: %v, want %d; %v", text, c, want, err)
		}
	}
}

func TestExampleLoads(t *testing.T) {
	c, err := Load(write(t, "samling.yaml", Example()))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) != 3 || c.Network.MaxBody != DefaultMaxBody || c.Network.Retries != DefaultRetries || c.Network.MinDelay != DefaultMinDelay || c.Sources[0].Schedule != DefaultSchedule || c.Title != DefaultTitle {
		t.Errorf("the example does not say what the defaults are: %+v", c)
	}
	// Every key is in it, also those that are commented out.
	for _, key := range []string{"bodies:", "fetch:", "select:", "typeline:", "user_agent:", "timeout:", "retries:", "min_delay:", "language:", "authority:", "max:", "hub:", "page_size:", "admin_email:", "withdraw_after:", "keep_pages:", "record_files:", "dumps:", "plain:", "whole:", "gate:", "concurrency:", "jitter:",
		"notify:", "webhook:", "after:", "mail:", "to:", "from:", "smtp:", "user:", "password_file:",
		"storage:", "s3:", "endpoint:", "bucket:", "prefix:", "region:", "path_style:", "access_key_file:", "secret_key_file:", "www:", "keep:"} {
		if !strings.Contains(Example(), key) {
			t.Errorf("%s is not in the example", key)
		}
	}
}

func TestSampleIsWhatAFileWouldGive(t *testing.T) {
	got := Sample()
	c, err := parse([]byte("base: http://localhost:8080\nauthority: samling.example.org\npublisher: {name: Samling}\nsources: [{id: samarbeide-interkommunalt, url: '"+got.Sources[0].URL+"'}]\n"), "samling.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c.Path = ""
	if !reflect.DeepEqual(got, c) {
		t.Errorf("got  %+v\nwant %+v", got, c)
	}
}

func TestMissingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "samling.yaml")
	_, err := Load(path)
	if !errors.Is(err, fs.ErrNotExist) || len(all(err)) != 1 {
		t.Fatalf("%v does not wrap fs.ErrNotExist, or is no *Error", err)
	}
	for _, s := range []string{path, minimal, "samling run --sample"} {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%q is not in: %v", s, err)
		}
	}
}

func TestUnreadable(t *testing.T) {
	if _, err := Load(t.TempDir()); len(all(err)) != 1 {
		t.Errorf("a directory: %v", err)
	}
	if _, err := Load(write(t, "big.yaml", strings.Repeat("# big\n", maxFile/6+1))); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("over the limit: %v", err)
	}
}

func TestUserAgent(t *testing.T) {
	c := Config{Base: "https://example.org/lit/", Publisher: Publisher{Email: "post@example.org"}}
	for _, step := range []struct {
		change func()
		want   string
	}{
		{func() {}, "Samling/1.2 (+https://example.org/lit/)"},
		{func() { c.Base = "http://localhost:8080/" }, "Samling/1.2 (+mailto:post@example.org)"},
		{func() { c.Base = "http://127.0.0.1/" }, "Samling/1.2 (+mailto:post@example.org)"},
		{func() { c.Publisher.Email = "" }, "Samling/1.2"},
		{func() { c.Network.UserAgent = "Me" }, "Me"},
	} {
		step.change()
		if got := c.UserAgent("1.2 (\r\n)"); got != step.want {
			t.Errorf("%q, want %q", got, step.want)
		}
	}
}

// FuzzParse: nothing panics; what is accepted is whole; an error can be shown.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(Example())
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parse([]byte(text), "samling.yaml")
		if err != nil {
			if e := all(err); len(e) == 0 || strings.ContainsAny(e[0].Excerpt, "\x1b\x00") {
				t.Errorf("an error without a place, or with control characters: %q", err)
			}
			return
		}
		if !strings.HasPrefix(c.Base, "http") || !strings.HasSuffix(c.Base, "/") || c.Title == "" || c.Publisher.Name == "" ||
			c.Out == "" || c.Network.MaxBody < 1 || c.Network.Timeout <= 0 || c.Network.Concurrency < 1 || c.Notify.After < 1 || len(c.Sources) == 0 {
			t.Errorf("accepted %q as %+v", text, c)
		}
		for _, s := range c.Sources {
			if s.URL == "" || s.ID == "" || s.Schedule == "" || (s.Fetch == "") == (s.File == "") {
				t.Errorf("accepted %q as %+v", text, s)
			}
		}
	})
}

// TestAdminEmail: there is always one that the schema of OAI-PMH takes.
func TestAdminEmail(t *testing.T) {
	for _, c := range []struct{ oai, publisher, want string }{
		{"a@oai.example.org", "b@example.org", "a@oai.example.org"},
		{"", "b@example.org", "b@example.org"},
		{"", "root@localhost", "postmaster@lit.example.org"},
		{"", "", "postmaster@lit.example.org"},
	} {
		config := Config{OAI: OAI{AdminEmail: c.oai}, Publisher: Publisher{Email: c.publisher}}
		if got := config.AdminEmail("lit.example.org"); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
