package config

import (
	_ "embed"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"github.com/goccy/go-yaml"

	"samling/cmd/samling/internal/gate"
)

//go:embed schema.json
var schema string

// Schema is a JSON Schema (draft 2020-12) of the configuration, for editors. It knows
// every key that [Load] does, with its description. What it refuses Load refuses;
// Load also refuses what no schema can say: a selector or a cron expression that
// cannot be read, a file that is not there, an id or an address that stands twice.
func Schema() string { return schema }

// The configuration as written, with every key that has a value.
type (
	file struct {
		Base      string        `yaml:"base"`
		Title     string        `yaml:"title"`
		Publisher filePublisher `yaml:"publisher"`
		Language  string        `yaml:"language"`
		Authority string        `yaml:"authority,omitempty"`
		Feeds     fileFeeds     `yaml:"feeds"`
		OAI       fileOAI       `yaml:"oai"`
		Withdraw  any           `yaml:"withdraw_after"`
		KeepPages string        `yaml:"keep_pages"`
		Files     int           `yaml:"record_files"`
		Dumps     fileDumps     `yaml:"dumps"`
		Out       string        `yaml:"out"`
		DB        string        `yaml:"db,omitempty"`
		Bodies    string        `yaml:"bodies,omitempty"`
		Network   fileNetwork   `yaml:"network"`
		Notify    fileNotify    `yaml:"notify"`
		Storage   *fileStorage  `yaml:"storage,omitempty"`
		Sources   []fileSource  `yaml:"sources"`
	}
	filePublisher struct {
		Name  string `yaml:"name"`
		Email string `yaml:"email,omitempty"`
	}
	fileFeeds struct {
		Max int    `yaml:"max"`
		Hub string `yaml:"hub,omitempty"`
	}
	fileOAI struct {
		PageSize   int    `yaml:"page_size"`
		AdminEmail string `yaml:"admin_email,omitempty"`
	}
	fileDumps struct {
		Plain int `yaml:"plain"`
		Whole int `yaml:"whole"`
	}
	fileNetwork struct {
		UserAgent    string `yaml:"user_agent"`
		AllowPrivate bool   `yaml:"allow_private"`
		MaxBody      int64  `yaml:"max_body"`
		Timeout      string `yaml:"timeout"`
		Retries      int    `yaml:"retries"`
		MinDelay     string `yaml:"min_delay"`
		Concurrency  int    `yaml:"concurrency"`
		Jitter       string `yaml:"jitter"`
	}
	fileNotify struct {
		Webhook string    `yaml:"webhook,omitempty"`
		After   int       `yaml:"after"`
		Mail    *fileMail `yaml:"mail,omitempty"`
	}
	fileMail struct {
		To           string `yaml:"to"`
		From         string `yaml:"from"`
		SMTP         string `yaml:"smtp"`
		User         string `yaml:"user,omitempty"`
		PasswordFile string `yaml:"password_file,omitempty"`
	}
	fileStorage struct {
		S3 fileS3 `yaml:"s3"`
	}
	fileS3 struct {
		Endpoint      string `yaml:"endpoint"`
		Bucket        string `yaml:"bucket"`
		Prefix        string `yaml:"prefix,omitempty"`
		Region        string `yaml:"region"`
		PathStyle     bool   `yaml:"path_style"`
		AccessKeyFile string `yaml:"access_key_file,omitempty"`
		SecretKeyFile string `yaml:"secret_key_file,omitempty"`
		WWW           bool   `yaml:"www"`
		Keep          int    `yaml:"keep"`
	}
	fileSource struct {
		ID       string        `yaml:"id"`
		URL      string        `yaml:"url"`
		Fetch    string        `yaml:"fetch,omitempty"`
		Schedule string        `yaml:"schedule"`
		Select   *fileSelect   `yaml:"select,omitempty"`
		Gate     yaml.MapSlice `yaml:"gate"`
	}
	fileSelect struct {
		Container   string `yaml:"container,omitempty"`
		Entry       string `yaml:"entry,omitempty"`
		Title       string `yaml:"title,omitempty"`
		TypeLine    string `yaml:"typeline,omitempty"`
		Type        string `yaml:"type,omitempty"`
		Publisher   string `yaml:"publisher,omitempty"`
		Year        string `yaml:"year,omitempty"`
		Description string `yaml:"description,omitempty"`
		Link        string `yaml:"link,omitempty"`
	}
)

// Effective is the configuration written out as YAML, defaults and all, with absolute
// paths, so that it means the same from anywhere; version is the program's, for the
// user agent. No secret is in it: a password stays in its file.
func (c *Config) Effective(version string) (string, error) {
	f := file{
		Base: c.Base, Title: c.Title, Language: c.Language, Authority: c.Authority,
		Publisher: filePublisher(c.Publisher), Feeds: fileFeeds(c.Feeds), OAI: fileOAI(c.OAI),
		Network: fileNetwork{
			c.UserAgent(version), c.Network.AllowPrivate, c.Network.MaxBody, c.Network.Timeout.String(),
			c.Network.Retries, c.Network.MinDelay.String(), c.Network.Concurrency, c.Network.Jitter.String(),
		},
		Notify:   fileNotify{Webhook: c.Notify.Webhook, After: c.Notify.After},
		Withdraw: c.WithdrawAfter, KeepPages: fmt.Sprintf("%dd", c.KeepPages/(24*time.Hour)), Files: c.RecordFiles, Dumps: fileDumps(c.Dumps),
	}
	if c.WithdrawAfter == 0 {
		f.Withdraw = "never"
	}
	if f.Authority == "" {
		if u, err := url.Parse(c.Base); err == nil {
			f.Authority = domainOrNone(u.Hostname())
		}
	}
	f.Out, f.DB, f.Bodies = absolute(c.Out), c.DB, absolute(c.Bodies)
	if c.Notify.Mail != (Mail{}) {
		mail := fileMail(c.Notify.Mail)
		mail.PasswordFile = absolute(mail.PasswordFile)
		f.Notify.Mail = &mail
	}
	if c.Storage != (Storage{}) {
		s3 := fileS3(c.Storage.S3)
		s3.AccessKeyFile, s3.SecretKeyFile = absolute(s3.AccessKeyFile), absolute(s3.SecretKeyFile)
		f.Storage = &fileStorage{s3}
	}
	for _, s := range c.Sources {
		f.Sources = append(f.Sources, s.file())
	}
	text, err := yaml.Marshal(f)
	return string(text), err
}

func (s Source) file() fileSource {
	f := fileSource{ID: s.ID, URL: s.URL, Schedule: s.Schedule}
	switch {
	case s.File != "":
		f.Fetch = absolute(s.File)
	case s.Fetch != s.URL:
		f.Fetch = s.Fetch
	}
	for _, rule := range gate.Names() {
		f.Gate = append(f.Gate, yaml.MapItem{Key: string(rule), Value: fmt.Sprintf("%d%%", s.Gate[rule])})
	}
	if s.Select != (Select{}) {
		selectors := fileSelect(s.Select)
		f.Select = &selectors
	}
	return f
}

// domainOrNone is a host's name where it can be an authority.
func domainOrNone(host string) string {
	name, err := domain(host)
	if err != nil {
		return ""
	}
	return name
}

// absolute makes a path mean the same from anywhere; "" stays "".
func absolute(path string) string {
	if path == "" {
		return ""
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
