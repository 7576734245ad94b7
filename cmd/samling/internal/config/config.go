// Package config reads samling.yaml.
//
//	c, err := config.Load("samling.yaml")
//
// Reading is strict. A key that is not known, a key that stands twice and a value
// that cannot be right are errors, all of them reported at once, each with file,
// line, column, the source line with a mark under the place, and what to do. What
// Load returns without an error is whole: defaults are filled in, addresses are
// absolute and in ASCII, paths are resolved, selectors and cron expressions were
// compiled once.
//
// Paths in the file (out, bodies, a fetch that is a file) are relative to the
// directory of the file, not to where the program was started.
//
// Only plain YAML is read: no anchors, aliases, merge keys or tags, and one document.
// [Example] is a commented file with every key.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"samling/cmd/samling/internal/gate"
)

// Config is what samling.yaml says, checked, with defaults filled in.
type Config struct {
	Path      string    // the file it was read from; "" for the sample
	Base      string    // absolute http(s) address that ends in "/"; every IRI minted begins with it
	Title     string    // of the publication
	Publisher Publisher // who publishes it
	Language  string    // of the pages' own texts: nb, nn or en
	Authority string    // the domain in OAI identifiers and feed guids; "" where left out: the host of the base
	Feeds     Feeds
	OAI       OAI
	// WithdrawAfter is how many healthy harvests in a row must miss an entry for it to be
	// withdrawn; 0 for never.
	WithdrawAfter int
	RecordFiles   int // up to how many records each, and each resource of a source, has files of its own
	Dumps         Dumps
	KeepPages     time.Duration // how long pages are kept that no record came from
	Out           string        // the directory for www, raw and state
	DB            string        // the address of the PostgreSQL database that the ledger is in; "" for a file under out
	Bodies        string        // the user's own authority file in Turtle; "" for none
	Network       Network
	Notify        Notify
	Storage       Storage
	Sources       []Source // at least one; ids and addresses are unique; in the order of the file
}

// Publisher is who publishes.
type Publisher struct {
	Name  string
	Email string // "" for none
}

// Feeds is how news is told.
type Feeds struct {
	Max int    // entries in a feed
	Hub string // the WebSub hub that is told of changes; "" for none
}

// OAI is how the OAI-PMH provider answers.
type OAI struct {
	PageSize   int    // records in a page of a list
	AdminEmail string // "" where left out: the publisher's, see Config.AdminEmail
}

// Dumps is how dumps become files, by the number of records.
type Dumps struct {
	Plain int // up to how many they stand beside their .gz
	Whole int // up to how many each is one file
}

// Network is how pages are fetched.
type Network struct {
	UserAgent    string // "" where left out: see Config.UserAgent
	AllowPrivate bool   // whether private and loopback addresses may be fetched
	MaxBody      int64  // bytes, as sent and as unpacked
	Timeout      time.Duration
	Retries      int           // attempts after the first, where a fault may go away by itself
	MinDelay     time.Duration // between two requests for pages of one host
	Concurrency  int           // sources harvested at once by samling serve, one a host
	Jitter       time.Duration // by how much a scheduled harvest may start later than its slot
}

// Notify is who is told when a source is held, fails or is well again.
type Notify struct {
	Webhook string // an address that takes a POST of JSON; "" for none
	After   int    // failures in turn before a source is said to fail
	Mail    Mail
}

// Mail is where messages are mailed; all but User and PasswordFile are set, or none.
type Mail struct {
	To, From     string
	SMTP         string // host:port of the server
	User         string // "" for no login
	PasswordFile string // the file that holds the password; "" for no login
}

// Storage is where the publication goes beside Out.
type Storage struct {
	S3 S3 // nowhere if it has no endpoint
}

// S3 is a bucket that every edition is mirrored to. Without key files the keys are
// those of the environment.
type S3 struct {
	Endpoint      string // the service's http(s) address, without a path
	Bucket        string
	Prefix        string // "" or ends in "/"
	Region        string
	PathStyle     bool   // the bucket is in the path, not in the host's name
	AccessKeyFile string // "" for the environment's; both files or none
	SecretKeyFile string
	WWW           bool // the tree by name, too, for plain hosting
	Keep          int  // editions whose files are kept, the current one among them
}

// Source is one page to harvest.
type Source struct {
	ID       string // ^[a-z0-9][a-z0-9-]{0,63}$
	URL      string // the page's address and identity
	Fetch    string // the address to read it from; URL unless configured; "" when File is set
	File     string // the file to read it from; "" when Fetch is set
	Schedule string // a cron expression that package schedule accepts
	Select   Select
	Gate     gate.Rules // thresholds in percent, for every rule; not to be changed: sources may share them
}

// Select holds CSS selectors, "" where none is given. They were compiled with
// cascadia once, so they will compile again.
type Select struct {
	Container   string // the part of the page that holds the list
	Entry       string // one entry; the others below are looked up within it
	Title       string
	TypeLine    string
	Type        string
	Publisher   string
	Year        string
	Description string
	Link        string
}

// What is taken where a key is left out.
const (
	DefaultTitle    = "Litteratursamling"
	DefaultOut      = "out"
	DefaultLanguage = "nb"
	DefaultMaxFeed  = 50
	DefaultPageSize = 100
	DefaultWithdraw = 3
	DefaultFiles    = 20000
	DefaultPlain    = 20000
	DefaultWhole    = 200000
	DefaultKeep     = 90 * 24 * time.Hour
	DefaultSchedule = "17 5 * * *" // once a day, in a quiet hour, off the full hour
	DefaultMaxBody  = 16 << 20     // bytes
	DefaultTimeout  = time.Minute
	DefaultRetries  = 2
	DefaultMinDelay = time.Second

	DefaultConcurrency = 4
	DefaultJitter      = 5 * time.Minute
	DefaultRegion      = "us-east-1" // what a service without regions wants in a signature
	DefaultKeepEdition = 3
	DefaultAfter       = 3 // a night's maintenance of a site is nothing to tell of
)

// maxFile is the largest configuration read, in bytes: thousands of sources.
const maxFile = 1 << 20

// Load reads and checks the configuration at path. Everything it returns as an
// error is for the operator to mend and is one [*Error] or several, joined; that of a
// file that is not there wraps fs.ErrNotExist and shows a small example.
func Load(path string) (*Config, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(path, err)
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(data) > maxFile {
		return nil, &Error{File: path, Message: "over 1 MiB; is it the right file?"}
	}
	return parse(data, path)
}

func unreadable(path string, err error) *Error {
	if inner := new(fs.PathError); errors.As(err, &inner) {
		return &Error{File: path, Message: fmt.Sprintf("cannot be read: %v; name a file you may read", inner.Err), cause: err}
	}
	return &Error{File: path, Message: fmt.Sprintf("cannot be read: %v", err), cause: err}
}

// UserAgent is what to send as User-Agent: the configured one, or Samling with its
// version and where the site's owner can find out who is asking: the base, or, as
// long as that is on this machine, the publisher's e-mail address.
func (c *Config) UserAgent(version string) string {
	agent := "Samling/" + strings.Map(tokenOnly, version)
	switch u, err := url.Parse(c.Base); {
	case c.Network.UserAgent != "":
		return c.Network.UserAgent
	case err == nil && u.Host != "" && !local(u.Hostname()):
		return agent + " (+" + c.Base + ")"
	case c.Publisher.Email != "":
		return agent + " (+mailto:" + c.Publisher.Email + ")"
	}
	return agent
}

// AdminEmail is the address that OAI-PMH wants of who runs the repository (Identify has
// to give one): the configured one, or the publisher's, or the postmaster's, which every
// domain that takes mail has (RFC 5321, section 4.5.1).
func (c *Config) AdminEmail(authority string) string {
	if c.OAI.AdminEmail != "" {
		return c.OAI.AdminEmail
	}
	if _, err := worldEmail(c.Publisher.Email); err == nil {
		return c.Publisher.Email
	}
	return "postmaster@" + authority
}

// tokenOnly drops what may not stand in a product version (RFC 9110, section 5.6.2).
func tokenOnly(r rune) rune {
	if r > ' ' && r < 0x7f && !strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
		return r
	}
	return -1
}

// local says whether a host name stands for this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// Sample is the configuration of "samling run --sample": the page that comes with
// the program, under its real address.
func Sample() *Config {
	const page = "https://distriktssenteret.no/artikkel/litteratursamling-slik-kan-du-samarbeide-interkommunalt/"
	return &Config{
		Base:          "http://localhost:8080/",
		Title:         DefaultTitle,
		Publisher:     Publisher{Name: "Samling"},
		Language:      DefaultLanguage,
		Authority:     "samling.example.org",
		Feeds:         Feeds{Max: DefaultMaxFeed},
		OAI:           OAI{PageSize: DefaultPageSize},
		WithdrawAfter: DefaultWithdraw, KeepPages: DefaultKeep, RecordFiles: DefaultFiles, Dumps: Dumps{DefaultPlain, DefaultWhole},
		Out:     filepath.FromSlash(DefaultOut),
		Network: Network{MaxBody: DefaultMaxBody, Timeout: DefaultTimeout, Retries: DefaultRetries, MinDelay: DefaultMinDelay, Concurrency: DefaultConcurrency, Jitter: DefaultJitter},
		Notify:  Notify{After: DefaultAfter},
		Sources: []Source{{
			ID: "samarbeide-interkommunalt", URL: page, Fetch: page, Schedule: DefaultSchedule, Gate: gate.Defaults(),
		}},
	}
}
