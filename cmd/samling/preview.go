package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strings"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/pipeline"
	"samling/harvest"
	"samling/transform"
	"samling/vocab"
)

type previewCommand struct {
	JSON         bool   `name:"json" help:"Print one JSON object instead; its form is a promise."`
	URL          string `name:"url" placeholder:"ADDRESS" help:"The address of a page that is read from a file; links on it are resolved against it."`
	AllowPrivate bool   `help:"Let the page be read from a private or loopback address."`
	Config       string `default:"samling.yaml" placeholder:"FILE" help:"The configuration whose network, bodies and selectors apply, if there is one (samling.yaml)."`
	Page         string `arg:"" help:"An http(s) address, an .html or a .txt file."`
}

func (previewCommand) Help() string {
	return `For a person: each entry with its normalised values beside the words they came from, then the
lines of the page that are in no entry. A page without entries is no error.

` + exitStatus
}

// Run shows how a page is read.
func (c previewCommand) Run(ctx context.Context, m *Main) error {
	cfg, err := c.load()
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	bodies, err := loadBodies(cfg.Bodies)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	page, err := c.fetch(ctx, m, cfg)
	if err != nil {
		return err
	}
	list, err := harvest.Read(page, pipeline.Profile(selectors(cfg, page.URL)))
	if err != nil {
		return &exitError{code: exitNotFetched, err: err}
	}
	p := newPreview(page, list, bodies)
	if c.JSON {
		return m.json(p)
	}
	return p.print(m.Stdout)
}

// load reads the configuration; there need be none.
func (c previewCommand) load() (*config.Config, error) {
	cfg, err := config.Load(c.Config)
	if errors.Is(err, fs.ErrNotExist) && c.Config == "samling.yaml" {
		cfg = config.Sample()
		cfg.Sources = nil
		return cfg, nil
	}
	return cfg, err
}

// selectors are those of the configured source with this address.
func selectors(cfg *config.Config, address string) harvest.Selectors {
	for _, src := range cfg.Sources {
		if src.URL == address {
			return harvest.Selectors(src.Select)
		}
	}
	return harvest.Selectors{}
}

func (c previewCommand) fetch(ctx context.Context, m *Main, cfg *config.Config) (*harvest.Page, error) {
	if c.URL != "" {
		if u, err := url.Parse(c.URL); err != nil || !u.IsAbs() || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, &exitError{code: exitUsage, err: fmt.Errorf("--url %q: an absolute http(s) address is needed", c.URL)}
		}
	}
	fetcher, err := c.fetcher(m, cfg)
	if err != nil {
		return nil, err
	}
	page, err := fetcher.Fetch(ctx, c.Page, harvest.Validators{})
	if err != nil {
		return nil, &exitError{code: exitNotFetched, err: err}
	}
	if c.URL != "" {
		page.URL, page.Base = c.URL, c.URL
	}
	return page, nil
}

func (c previewCommand) fetcher(m *Main, cfg *config.Config) (harvest.Fetcher, error) {
	lower := strings.ToLower(c.Page)
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return harvest.FileFetcher{MaxBody: cfg.Network.MaxBody, Now: m.Now}, nil
	}
	web, err := harvest.NewFetcher(harvest.FetchOptions{
		UserAgent: cfg.UserAgent(m.Version), AllowPrivate: c.AllowPrivate || cfg.Network.AllowPrivate,
		MaxBody: cfg.Network.MaxBody, Timeout: cfg.Network.Timeout, Now: m.Now,
		Retries: cfg.Network.Retries, MinDelay: cfg.Network.MinDelay,
	})
	if err != nil {
		return nil, err
	}
	return web, nil
}

// preview is the form that samling preview --json prints. Other programs read it:
// keys are only ever added.
type preview struct {
	Page    previewPage    `json:"page"`
	Entries []previewEntry `json:"entries"`
	Unread  []string       `json:"unread"`
}

type previewPage struct {
	URL         *string `json:"url"`
	Title       *string `json:"title"`
	Language    *string `json:"language"`
	Description *string `json:"description"`
}

type previewEntry struct {
	Position            int                 `json:"position"`
	Title               string              `json:"title"`
	TitleLanguage       string              `json:"titleLanguage"`
	Subtitle            *string             `json:"subtitle"`
	Type                string              `json:"type"`
	TypeSource          string              `json:"typeSource"`
	Publishers          []string            `json:"publishers"`
	PublisherSource     string              `json:"publisherSource"`
	Issued              *string             `json:"issued"`
	Description         *string             `json:"description"`
	DescriptionLanguage *string             `json:"descriptionLanguage"`
	Link                *string             `json:"link"`
	Problems            []transform.Problem `json:"problems"`

	record transform.Record
}

func newPreview(page *harvest.Page, list harvest.List, bodies *vocab.Bodies) preview {
	title, description := pipeline.PageTexts(list)
	p := preview{
		Page:    previewPage{orNull(page.URL), orNull(title.Value), orNull(title.Language), orNull(description.Value)},
		Entries: []previewEntry{},
		Unread:  append([]string{}, list.Unread...),
	}
	if title.Value == "" && description.Value == "" && title.Language == transform.Undecided {
		p.Page.Language = nil
	}
	normaliser := transform.NewNormaliser(page.URL, len(list.Entries), transform.Authorities{Bodies: bodies})
	for _, e := range list.Entries {
		r, problems := normaliser.Normalise(e)
		names := []string{}
		for _, publisher := range r.Publishers {
			names = append(names, publisher.Name)
		}
		p.Entries = append(p.Entries, previewEntry{
			Position: r.Position, Title: r.Title.Value, TitleLanguage: r.Title.Language, Subtitle: orNull(r.Subtitle),
			Type: r.Type, TypeSource: r.TypeSource, Publishers: names, PublisherSource: r.PublisherSource, Issued: orNull(r.Issued),
			Description: orNull(r.Description.Value), DescriptionLanguage: orNull(r.Description.Language), Link: orNull(r.Link),
			Problems: append([]transform.Problem{}, problems...), record: r,
		})
	}
	return p
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// print shows a preview to a person: each value, and the source's words where they differ.
func (p preview) print(w io.Writer) error {
	show := func(name string, value *string) {
		if value != nil {
			fmt.Fprintf(w, "%-12s %s\n", name, *value)
		}
	}
	show("page", p.Page.URL)
	show("title", p.Page.Title)
	show("language", p.Page.Language)
	show("description", p.Page.Description)
	fmt.Fprintf(w, "%-12s %d\n", "entries", len(p.Entries))
	for _, e := range p.Entries {
		e.print(w)
	}
	if len(p.Unread) > 0 {
		fmt.Fprintf(w, "\nNot read (%d):\n", len(p.Unread))
		for _, line := range p.Unread {
			fmt.Fprintf(w, "  | %s\n", line)
		}
	}
	return nil
}

func (e previewEntry) print(w io.Writer) {
	r := e.record
	fmt.Fprintf(w, "\n%d. %s [%s]\n", e.Position, e.Title, e.TitleLanguage)
	field := func(name, value, source string) {
		if value == "" {
			value = "–"
		}
		if source != "" && source != value {
			value += "   ← «" + source + "»"
		}
		fmt.Fprintf(w, "   %-12s %s\n", name, value)
	}
	if r.Subtitle != "" {
		field("proper", r.TitleProper, "")
		field("subtitle", r.Subtitle, "")
	}
	field("type line", r.TypeLineSource, "")
	field("type", e.Type, e.TypeSource)
	field("publishers", strings.Join(e.Publishers, " ; "), e.PublisherSource)
	field("issued", r.Issued, r.IssuedSource)
	field("link", r.Link, r.LinkSource)
	if r.Description.Value != "" {
		fmt.Fprintf(w, "   %-12s [%s] %s\n", "description", r.Description.Language, strings.ReplaceAll(r.Description.Value, "\n", "\n                "))
	}
	for _, repair := range r.Repairs {
		field("repair", repair, "")
	}
	for _, problem := range e.Problems {
		fmt.Fprintf(w, "   ! %s: %s\n", problem.Field, problem.Reason)
	}
}
