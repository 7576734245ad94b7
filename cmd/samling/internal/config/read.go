package config

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"samling/cmd/samling/internal/gate"
)

// reader turns a document into a Config and collects what is wrong with it.
type reader struct {
	src  *source
	dir  string // what relative paths are relative to
	errs []*Error
	keys func(path string, known []string) // told of every mapping's keys, for a test; nil otherwise
}

// parse reads a configuration; path is where it lies and how errors call it.
func parse(data []byte, path string) (c *Config, err error) {
	// The parser takes a byte order mark for a part of the first key, and miscounts CRLF.
	data = []byte(lineEnds.Replace(strings.TrimPrefix(string(data), "\uFEFF")))
	return (&reader{src: newSource(path, data), dir: filepath.Dir(path)}).parse(data)
}

func (r *reader) parse(data []byte) (c *Config, err error) {
	defer func() { // the parser is somebody else's, and the file is anybody's
		if p := recover(); p != nil {
			c, err = nil, r.src.fail(nil, "cannot be read as YAML (%v); compare it with this:\n\n%s", p, minimal)
		}
	}()
	root, err := document(r.src, data)
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, r.src.fail(nil, "nothing is configured; write at least\n\n%s", minimal)
	}
	c = r.config(root)
	c.Path = r.src.name
	return c, r.err()
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// err joins what was found, in the order of the file.
func (r *reader) err() error {
	slices.SortStableFunc(r.errs, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	var errs []error
	for _, e := range r.errs {
		errs = append(errs, e)
	}
	return errors.Join(errs...)
}

func (r *reader) config(root ast.Node) *Config {
	f := r.fields(root, "", "base", "title", "publisher", "language", "authority", "feeds", "oai", "withdraw_after", "keep_pages", "record_files", "dumps", "gate", "out", "db", "bodies", "network", "notify", "storage", "sources")
	c := &Config{
		Base:          required(r, f, "base", "https://example.org/lit/", baseAddress),
		Title:         optional(r, f, "title", DefaultTitle, words),
		Language:      optional(r, f, "language", DefaultLanguage, language),
		Authority:     optional(r, f, "authority", "", domain),
		Feeds:         r.feeds(f.nodes["feeds"]),
		OAI:           r.oai(f.nodes["oai"]),
		WithdrawAfter: optional(r, f, "withdraw_after", DefaultWithdraw, harvests),
		KeepPages:     optional(r, f, "keep_pages", DefaultKeep, days),
		RecordFiles:   optional(r, f, "record_files", DefaultFiles, records),
		Dumps:         r.dumps(f.nodes["dumps"]),
		Out:           optional(r, f, "out", filepath.Join(r.dir, DefaultOut), r.outDir),
		DB:            optional(r, f, "db", "", database),
		Bodies:        optional(r, f, "bodies", "", r.existing),
		Network:       r.network(f.nodes["network"]),
		Notify:        r.notify(f.nodes["notify"]),
		Storage:       r.storage(f.nodes["storage"]),
		Sources:       r.sources(f, r.gate(f, gate.Defaults())),
	}
	c.Publisher = r.publisher(f.nodes["publisher"], c.Base)
	return c
}

// publisher falls back on the host of the base, so that a publication always has one.
func (r *reader) publisher(n ast.Node, base string) Publisher {
	f := r.fields(n, "publisher.", "name", "email")
	host := ""
	if u, err := url.Parse(base); err == nil {
		host = u.Hostname()
	}
	return Publisher{
		Name:  optional(r, f, "name", host, words),
		Email: optional(r, f, "email", "", email),
	}
}

func (r *reader) feeds(n ast.Node) Feeds {
	f := r.fields(n, "feeds.", "max", "hub")
	return Feeds{
		Max: optional(r, f, "max", DefaultMaxFeed, from1To(maxFeed)),
		Hub: optional(r, f, "hub", "", pageAddress),
	}
}

func (r *reader) dumps(n ast.Node) Dumps {
	f := r.fields(n, "dumps.", "plain", "whole")
	return Dumps{
		Plain: optional(r, f, "plain", DefaultPlain, records),
		Whole: optional(r, f, "whole", DefaultWhole, records),
	}
}

func (r *reader) oai(n ast.Node) OAI {
	f := r.fields(n, "oai.", "page_size", "admin_email")
	return OAI{
		PageSize:   optional(r, f, "page_size", DefaultPageSize, pageSize),
		AdminEmail: optional(r, f, "admin_email", "", worldEmail),
	}
}

func (r *reader) network(n ast.Node) Network {
	f := r.fields(n, "network.", "user_agent", "allow_private", "max_body", "timeout", "retries", "min_delay", "concurrency", "jitter")
	return Network{
		UserAgent:    optional(r, f, "user_agent", "", headerValue),
		AllowPrivate: r.truth(f, "allow_private"),
		MaxBody:      optional(r, f, "max_body", DefaultMaxBody, size),
		Timeout:      optional(r, f, "timeout", DefaultTimeout, timeout),
		Retries:      optional(r, f, "retries", DefaultRetries, retries),
		MinDelay:     optional(r, f, "min_delay", DefaultMinDelay, delay),
		Concurrency:  optional(r, f, "concurrency", DefaultConcurrency, from1To(maxConcurrency)),
		Jitter:       optional(r, f, "jitter", DefaultJitter, jitter),
	}
}

func (r *reader) notify(n ast.Node) Notify {
	f := r.fields(n, "notify.", "webhook", "after", "mail")
	return Notify{
		Webhook: optional(r, f, "webhook", "", pageAddress),
		After:   optional(r, f, "after", DefaultAfter, from1To(maxAfter)),
		Mail:    r.mail(f),
	}
}

func (r *reader) mail(parent fields) Mail {
	n, given := parent.nodes["mail"]
	if !given {
		return Mail{}
	}
	f := r.fields(n, "notify.mail.", "to", "from", "smtp", "user", "password_file")
	m := Mail{
		To:           required(r, f, "to", "post@example.org", email),
		From:         required(r, f, "from", "samling@example.org", email),
		SMTP:         required(r, f, "smtp", "mail.example.org:587", hostPort),
		User:         optional(r, f, "user", "", words),
		PasswordFile: optional(r, f, "password_file", "", r.existing),
	}
	_, user := f.nodes["user"]
	if _, password := f.nodes["password_file"]; user != password && !f.wrong {
		r.fail(f.at, "notify.mail has only one of user and password_file; write both to log in, or neither")
	}
	return m
}

func (r *reader) storage(n ast.Node) Storage {
	parent := r.fields(n, "storage.", "s3")
	at, given := parent.nodes["s3"]
	if !given {
		return Storage{}
	}
	f := r.fields(at, "storage.s3.", "endpoint", "bucket", "prefix", "region", "path_style", "access_key_file", "secret_key_file", "www", "keep")
	s := S3{
		Endpoint:      required(r, f, "endpoint", "https://s3.eu-north-1.amazonaws.com", serviceAddress),
		Bucket:        required(r, f, "bucket", "my-bucket", bucketName),
		Prefix:        optional(r, f, "prefix", "", keyPrefix),
		Region:        optional(r, f, "region", DefaultRegion, region),
		PathStyle:     r.truth(f, "path_style"),
		AccessKeyFile: optional(r, f, "access_key_file", "", r.existing),
		SecretKeyFile: optional(r, f, "secret_key_file", "", r.existing),
		WWW:           r.truth(f, "www"),
		Keep:          optional(r, f, "keep", DefaultKeepEdition, from1To(maxKeep)),
	}
	_, access := f.nodes["access_key_file"]
	if _, secret := f.nodes["secret_key_file"]; access != secret && !f.wrong {
		r.fail(f.at, "storage.s3 has only one of access_key_file and secret_key_file; write both, or neither to take the keys from the environment")
	}
	return Storage{S3: s}
}

// truth reads a boolean, false if left out.
func (r *reader) truth(f fields, key string) bool {
	n, given := f.nodes[key]
	if b, ok := n.(*ast.BoolNode); ok {
		return b.Value
	}
	if given {
		at := r.token(n)
		if at == nil {
			at = f.at
		}
		r.fail(at, "%s%s should be true or false, without quotes", f.path, key)
	}
	return false
}

func (r *reader) sources(f fields, rules gate.Rules) []Source {
	n, given := f.nodes["sources"]
	if list, ok := n.(*ast.SequenceNode); ok && len(list.Values) > 0 {
		sources := make([]Source, 0, len(list.Values))
		seen := map[string]string{}
		for i, v := range list.Values {
			sources = append(sources, r.source(v, fmt.Sprintf("sources[%d].", i), seen, rules))
		}
		return sources
	}
	const hint = "name at least one, such as - {id: my-list, url: https://example.org/list/}"
	_, list := n.(*ast.SequenceNode)
	_, null := n.(*ast.NullNode)
	switch {
	case f.wrong:
	case !given:
		r.fail(f.at, "there are no sources; %s", hint)
	case list || null:
		r.fail(r.token(n), "sources is empty; %s", hint)
	default:
		r.fail(r.token(n), "sources should be a list, each with a dash before it; %s", hint)
	}
	return nil
}

// source reads one source; seen holds the ids and addresses of those before it.
func (r *reader) source(n ast.Node, path string, seen map[string]string, rules gate.Rules) Source {
	f := r.fields(n, path, "id", "url", "fetch", "schedule", "select", "gate")
	s := Source{
		ID:       required(r, f, "id", "my-list", sourceID),
		URL:      required(r, f, "url", "https://example.org/list/", pageAddress),
		Schedule: optional(r, f, "schedule", DefaultSchedule, cronExpr),
		Select:   r.selectors(f),
		Gate:     r.gate(f, rules),
	}
	s.Fetch = s.URL
	if from := optional(r, f, "fetch", "", r.addressOrFile); from != "" {
		s.Fetch, s.File = "", from
		if isAddress(from) {
			s.Fetch, s.File = from, ""
		}
	}
	r.unique(f, "id", s.ID, seen, "give each source an id of its own")
	r.unique(f, "url", s.URL, seen, "a page is harvested once; take one of the two out")
	return s
}

// gate reads thresholds; those left out are the ones given. Thousands of sources without a
// threshold of their own share one set.
func (r *reader) gate(f fields, rules gate.Rules) gate.Rules {
	var names []string
	for _, rule := range gate.Names() {
		names = append(names, string(rule))
	}
	g := r.fields(f.nodes["gate"], f.path+"gate.", names...)
	if len(g.nodes) == 0 {
		return rules
	}
	rules = maps.Clone(rules)
	for _, rule := range gate.Names() {
		rules[rule] = optional(r, g, string(rule), rules[rule], percent)
	}
	return rules
}

func (r *reader) unique(f fields, key, value string, seen map[string]string, hint string) {
	if value == "" {
		return
	}
	if first, twice := seen[key+" "+value]; twice {
		r.fail(f.nodes[key].GetToken(), "%s%s %q is the one of %s; %s", f.path, key, value, first, hint)
		return
	}
	seen[key+" "+value] = strings.TrimSuffix(f.path, ".")
}

// selectKeys are the keys of select, in the order of the fields of Select.
var selectKeys = [...]string{"container", "entry", "title", "typeline", "type", "publisher", "year", "description", "link"}

// selectors reads select: a selector for the container, or a mapping of selectors.
func (r *reader) selectors(f fields) (s Select) {
	n, given := f.nodes["select"]
	if !given {
		return s
	}
	switch n.(type) {
	case *ast.StringNode:
		s.Container = optional(r, f, "select", "", selector)
		return s
	case *ast.MappingNode, *ast.MappingValueNode, *ast.NullNode:
	default:
		r.fail(r.token(n), "%sselect should be a CSS selector, or selectors under the keys %s", f.path, strings.Join(selectKeys[:], ", "))
		return s
	}
	g := r.fields(n, f.path+"select.", selectKeys[:]...)
	for i, to := range []*string{
		&s.Container, &s.Entry, &s.Title, &s.TypeLine, &s.Type, &s.Publisher, &s.Year, &s.Description, &s.Link,
	} {
		*to = optional(r, g, selectKeys[i], "", selector)
	}
	switch _, entry := g.nodes["entry"]; {
	case g.wrong:
	case !entry && s != (Select{Container: s.Container}):
		r.fail(g.at, "%sentry is missing; fields are looked up within an entry, so say what one is, such as entry: li", g.path)
	case entry && g.nodes["title"] == nil:
		r.fail(g.at, "%stitle is missing; an entry without a title is not read, so say where it is, such as title: h3", g.path)
	}
	return s
}

// required is optional for a key that must be there.
func required(r *reader, f fields, key, example string, check func(string) (string, error)) string {
	if _, given := f.nodes[key]; !given {
		if f.wrong {
			return ""
		}
		r.fail(f.at, "%s%s is missing; write for example %s: %s", f.path, key, key, example)
		return ""
	}
	return optional(r, f, key, "", check)
}

// optional reads the value of a key and checks it; fallback is for a key left out.
func optional[T any](r *reader, f fields, key string, fallback T, check func(string) (T, error)) T {
	n, given := f.nodes[key]
	if !given {
		return fallback
	}
	text, ok := r.scalar(n, f.path+key)
	if !ok {
		return fallback
	}
	v, err := check(text)
	if err != nil {
		r.fail(r.token(n), "%s%s %v", f.path, key, err)
		return fallback
	}
	return v
}
