package config

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/andybalholm/cascadia"
	"golang.org/x/text/unicode/norm"

	"samling/cmd/samling/internal/schedule"
)

// The checks of single values. Each takes a value as written and returns it as it
// is used; the words of an error follow the key's name.

// words is running text: on one line, not empty, composed (NFC).
func words(s string) (string, error) {
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	if s == "" {
		return "", errors.New("is empty; write something, or take the key out")
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return "", fmt.Errorf("%q holds a control character; write plain text", s)
	}
	return s, nil
}

// email is an address alone, without a name (RFC 5322, section 3.4.1, addr-spec).
func email(s string) (string, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", fmt.Errorf("%q is not an e-mail address; write only the address, such as post@example.org", s)
	}
	return s, nil
}

// database is the address of a PostgreSQL database. Neither error shows it: it may hold a password.
func database(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", errors.New("is no address of a database; write for example postgres://samling@db.example.org/samling")
	}
	if _, given := u.User.Password(); given || u.Query().Has("password") {
		return "", errors.New("holds a password; leave it to the file that PGPASSFILE names, or to PGPASSWORD")
	}
	return s, nil
}

// worldEmail is an address that can be written to from anywhere: its domain has a dot, as
// the schema of OAI-PMH wants (emailType).
func worldEmail(s string) (string, error) {
	if _, host, _ := strings.Cut(s, "@"); !strings.Contains(strings.Trim(host, "."), ".") {
		return "", fmt.Errorf("%q is no address with a domain; write one such as post@example.org", s)
	}
	return email(s)
}

// language is one that the pages' own texts are written in.
func language(s string) (string, error) {
	switch s {
	case "nb", "nn", "en":
		return s, nil
	}
	return "", fmt.Errorf("%q is no language of the pages; write nb, nn or en", s)
}

// domain is a domain name as OAI identifiers have it (oai-identifier schema): letters,
// digits, hyphens and at least one dot. It is kept in lower case.
func domain(s string) (string, error) {
	if !domainForm.MatchString(s) {
		return "", fmt.Errorf("%q is no domain name; write one that is yours, such as lit.example.org", s)
	}
	return strings.ToLower(s), nil
}

var domainForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)+$`)

// maxFeed is what a feed may hold at most: a first run must not flood its readers.
const maxFeed = 100

// What can be asked for at most, beside a feed's length.
const (
	maxConcurrency = 64
	maxAfter       = 1000
	maxKeep        = 1000
	maxJitter      = 12 * time.Hour
)

// from1To is a check for a whole number within bounds.
func from1To(most int) func(string) (int, error) {
	return func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > most {
			return 0, fmt.Errorf("%q is out of bounds; write a number from 1 to %d", s, most)
		}
		return n, nil
	}
}

// pageSize is how many records are answered at once. Harvesters expect some hundreds at most.
func pageSize(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1000 {
		return 0, fmt.Errorf("%q is out of bounds; write a number of records from 1 to 1000", s)
	}
	return n, nil
}

// harvests is a number of harvests, or never.
func harvests(s string) (int, error) {
	if s == "never" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 2 || n > 1000 {
		return 0, fmt.Errorf("%q is out of bounds; write a number of harvests from 2 to 1000, or never", s)
	}
	return n, nil
}

// percent is a threshold, or off: 100, since no more than all can be affected.
func percent(s string) (int, error) {
	if s == "off" {
		return 100, nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, "%"))
	if err != nil || n < 0 || n > 100 {
		return 0, fmt.Errorf("%q is no share; write a percentage such as 50%%, or off", s)
	}
	return n, nil
}

// days is a time in days, such as 90d.
func days(s string) (time.Duration, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "d"))
	if err != nil || !strings.HasSuffix(s, "d") || n < 1 || n > 36500 {
		return 0, fmt.Errorf("%q is no number of days; write for example 90d", s)
	}
	return time.Duration(n) * 24 * time.Hour, nil
}

// records is a number of records.
func records(s string) (int, error) {
	n, err := strconv.Atoi(strings.ReplaceAll(s, "_", ""))
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is no number of records; write for example 20000", s)
	}
	return n, nil
}

// jitter may be none at all: 0.
func jitter(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time; write a number with a unit, such as 90s or 5m, or 0", s)
	}
	if d < 0 || d > maxJitter {
		return 0, fmt.Errorf("%q is out of bounds; write something up to 12h, such as 5m", s)
	}
	return d, nil
}

// hostPort is where a server listens.
func hostPort(s string) (string, error) {
	name, port, err := net.SplitHostPort(s)
	n, portErr := strconv.ParseUint(port, 10, 16)
	if err != nil || portErr != nil || n == 0 || !hostForm.MatchString(name) {
		return "", fmt.Errorf("%q is no server; write its name and port, such as mail.example.org:587", s)
	}
	return s, nil
}

// hostForm is a host's name, or an IP address as net.SplitHostPort leaves it.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]+$`)

// headerValue is what may stand in an HTTP header field (RFC 9110, section 5.5).
func headerValue(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", fmt.Errorf("%q cannot be sent in a header; write plain ASCII on one line, such as Samling (+https://example.org/)", s)
	}
	return s, nil
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

func sourceID(s string) (string, error) {
	if !idForm.MatchString(s) {
		return "", fmt.Errorf("%q is no id; use 1 to 64 of a-z, 0-9 and -, and begin with a letter or a digit", s)
	}
	return s, nil
}

func cronExpr(s string) (string, error) {
	if _, err := schedule.Next(s, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		return "", fmt.Errorf("is wrong: %w", err)
	}
	return strings.TrimSpace(s), nil
}

// selector compiles a CSS selector, or a group of them, as package harvest does.
func selector(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", errors.New("is empty; write a CSS selector, or take the key out")
	}
	if _, err := cascadia.ParseGroup(s); err != nil {
		return "", fmt.Errorf("%q is not a CSS selector (%v); write for example .article li", s, err)
	}
	return s, nil
}

var sizeForm = regexp.MustCompile(`^([0-9]+) ?([A-Za-z]*)$`)

// size is a number of bytes: 1048576, 64MiB (powers of 1024), 64MB (of 1000).
func size(s string) (int64, error) {
	units := map[string]int64{
		"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
	}
	m := sizeForm.FindStringSubmatch(strings.ReplaceAll(s, "_", ""))
	if m == nil {
		return 0, fmt.Errorf("%q is not a size; write a whole number with a unit, such as 64MiB", s)
	}
	unit, known := units[strings.ToLower(m[2])]
	if !known {
		return 0, fmt.Errorf("%q has no unit known here; use KiB, MiB or GiB, such as 64MiB", s)
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil || n > math.MaxInt64/unit {
		return 0, fmt.Errorf("%q is too large; write for example 64MiB", s)
	}
	if n == 0 {
		return 0, fmt.Errorf("%q lets no page through; write for example 64MiB", s)
	}
	return n * unit, nil
}

func timeout(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time; write a number with a unit, such as 60s or 2m", s)
	}
	if d < time.Millisecond || d > time.Hour {
		return 0, fmt.Errorf("%q is out of bounds; write something up to 1h, such as 60s", s)
	}
	return d, nil
}

// retries is how often a site is asked again, which nobody may do without end.
func retries(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 10 {
		return 0, fmt.Errorf("%q is out of bounds; write a number from 0 to 10", s)
	}
	return n, nil
}

// delay is a time between requests; 0s for none.
func delay(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time; write a number with a unit, such as 1s or 500ms", s)
	}
	if d < 0 || d > 10*time.Minute {
		return 0, fmt.Errorf("%q is out of bounds; write something from 0s to 10m, such as 1s", s)
	}
	return d, nil
}

// path is a file's path, relative to the directory of the configuration.
func (r *reader) path(s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", errors.New("is empty; write a path, or take the key out")
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return "", fmt.Errorf("%q holds a control character; write a plain path", s)
	}
	if strings.HasPrefix(s, "~") {
		return "", fmt.Errorf("%q: ~ is not expanded here; write the path in full", s)
	}
	if p := filepath.FromSlash(s); filepath.IsAbs(p) {
		return filepath.Clean(p), nil
	}
	return filepath.Join(r.dir, filepath.FromSlash(s)), nil
}

// existing is the path of a file that must be there.
func (r *reader) existing(s string) (string, error) {
	p, err := r.path(s)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(p); err != nil || !info.Mode().IsRegular() {
		return "", fmt.Errorf("%q: there is no file %s; write its path relative to this file, or take the key out", s, p)
	}
	return p, nil
}

// outDir is a directory that is made and written in, and so must not be the root.
func (r *reader) outDir(s string) (string, error) {
	p, err := r.path(s)
	if err != nil {
		return "", err
	}
	if abs, err := filepath.Abs(p); err != nil || abs == filepath.Dir(abs) {
		return "", fmt.Errorf("%q is the root of the file system; write a directory of its own, such as out", s)
	}
	return p, nil
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// addressOrFile is where to read a page from.
func (r *reader) addressOrFile(s string) (string, error) {
	if low := strings.ToLower(s); strings.HasPrefix(low, "http:") || strings.HasPrefix(low, "https:") {
		return pageAddress(s)
	}
	if scheme, _, found := strings.Cut(s, "://"); found {
		return "", fmt.Errorf("%q is not read over %s; write an http(s) address, or the path of a file", s, scheme)
	}
	return r.path(s)
}
