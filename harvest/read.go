package harvest

import (
	"fmt"
	"mime"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/idna"
)

// Profile is what reading is told from outside: which words are types, and, for a
// page that needs it, where to look.
type Profile struct {
	// IsType says whether words name a known type ("Rapport", "Masteroppgåve").
	IsType func(words string) bool
	Select Selectors
}

// Read reads the list on a page. It does no I/O and keeps nothing: equal pages give
// equal lists. A page without entries is no error.
//
// The page is walked into blocks of text, which block elements and line breaks end.
// An entry is recognised by its type line, the second line; the block before it is
// its title, and what follows up to the next title, within the same part of the
// page, its description.
func Read(p *Page, profile Profile) (List, error) {
	profile.IsType = remembered(profile.IsType)
	text, err := decode(p)
	if err != nil {
		return List{}, fmt.Errorf("read %q: %w", p.URL, err)
	}
	if isPlain(p) {
		return readPlain(string(text), p, profile), nil
	}
	doc, err := parse(text)
	if err != nil {
		return List{}, fmt.Errorf("read %q: %w", p.URL, err)
	}
	return readDocument(doc, p, profile)
}

// remembered asks once for the same words: each entry of a list has one of a few types.
func remembered(isType func(string) bool) func(string) bool {
	known := map[string]bool{}
	return func(words string) bool {
		is, ok := known[words]
		if !ok {
			is = isType(words)
			known[words] = is
		}
		return is
	}
}

func readPlain(text string, p *Page, profile Profile) List {
	blocks := plainBlocks(text, profile.IsType)
	r := newReader(blocks, profile, nil)
	r.undecorate()
	r.pageTitle = ""
	if len(r.blocks) > 0 && (len(r.found) == 0 || r.titleStart(0) > 0) {
		r.pageTitle = r.blocks[0].text
		r.used[0] = true
	}
	l := r.list(resolver{base: baseURL(p, nil)})
	unmark(l.Entries)
	return l
}

func readDocument(doc *html.Node, p *Page, profile Profile) (List, error) {
	root, err := profile.Select.container(doc)
	if err != nil {
		return List{}, fmt.Errorf("read %q: %w", p.URL, err)
	}
	links := resolver{base: baseURL(p, doc)}
	r := newReader(blocksOf(root), profile, doc)
	r.pageTitle, r.titleNode = pageTitle(doc)
	r.language = declaredLanguage(doc)
	var l List
	if profile.Select.fields() {
		l, err = r.bySelectors(profile.Select, root, links)
	} else {
		l = r.list(links)
	}
	if err == nil && len(l.Entries) == 0 {
		l.Instead = instead(doc, p, l.Title)
	}
	return l, err
}

func isPlain(p *Page) bool {
	mediaType, _, err := mime.ParseMediaType(p.ContentType)
	if err != nil {
		mediaType = p.ContentType
	}
	return mediaType == "text/plain"
}

// pageTitle is the first h1 with text that is shown, one in the main part of the
// page before one in its header (often the site's name), else the title element.
func pageTitle(doc *html.Node) (string, *html.Node) {
	hidden := hiding{names: names{}, known: map[*html.Node]bool{}}
	best, title, place := (*html.Node)(nil), "", 0
	for n := range descend(doc) {
		if n.DataAtom != atom.H1 || hidden.inSkipped(n) {
			continue
		}
		if p := headingPlace(n); p > place {
			if t := textOf(n); t != "" {
				best, title, place = n, t, p
			}
		}
	}
	if best != nil {
		return title, best
	}
	n := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Title && n.Namespace == "" })
	if n == nil {
		return "", nil
	}
	return Clean(rawText(n)), nil
}

// headingPlace is 3 for a heading in main or article, 2 for one outside of the
// page's header, 1 for one in it.
func headingPlace(n *html.Node) int {
	place := 2
	for ; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Main, atom.Article:
			return 3
		case atom.Header:
			place = 1
		}
	}
	return place
}

// hiding remembers which elements stand in one that is not read.
type hiding struct {
	names names
	known map[*html.Node]bool
}

func (h hiding) inSkipped(n *html.Node) bool {
	if n == nil {
		return false
	}
	skipped, ok := h.known[n]
	if !ok {
		skipped = n.Type == html.ElementNode && n.DataAtom != atom.Header && skip(n, h.names) || h.inSkipped(n.Parent)
		h.known[n] = skipped
	}
	return skipped
}

// textOf is the text of an element as it is read, its blocks joined by spaces.
func textOf(n *html.Node) string {
	return joined(blocksOf(n))
}

// joined is the text of blocks, with spaces between.
func joined(blocks []block) string {
	if len(blocks) == 1 {
		return blocks[0].text
	}
	parts := make([]string, len(blocks))
	for i := range blocks {
		parts[i] = blocks[i].text
	}
	return strings.Join(parts, " ")
}

func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range descend(n) {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// declaredLanguage is the page's lang attribute, in lower case.
func declaredLanguage(doc *html.Node) string {
	root := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Html })
	if root == nil {
		return ""
	}
	lang, ok := attr(root, "lang")
	if !ok {
		lang, _ = attr(root, "xml:lang")
	}
	return strings.ToLower(strings.TrimSpace(lang))
}

// longestHref is far more than any site takes (RFC 9110, section 4.1, asks for 8000
// octets).
const longestHref = 16 << 10

// resolver makes links absolute.
type resolver struct{ base *url.URL }

// baseURL is what links are resolved against: the base element's address, itself
// resolved, else the page's (HTML, section 2.4.3).
func baseURL(p *Page, doc *html.Node) *url.URL {
	address := p.Base
	if address == "" {
		address = p.URL
	}
	base, err := url.Parse(address)
	if err != nil || address == "" || len(address) > longestHref {
		base = nil
	}
	if doc == nil {
		return base
	}
	n := find(doc, func(n *html.Node) bool {
		if n.DataAtom != atom.Base {
			return false
		}
		_, ok := attr(n, "href")
		return ok
	})
	if n == nil {
		return base
	}
	href, _ := attr(n, "href")
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || len(href) > longestHref {
		return base
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if !u.IsAbs() {
		return base
	}
	return u
}

// of resolves the link of a block, once for all the blocks that it goes around.
func (r resolver) of(l linked) (Link, bool) {
	if l.of == nil {
		return r.resolve(l.Link)
	}
	if !l.of.resolved {
		whole, ok := r.resolve(l.Link)
		l.of.resolved, l.of.url, l.of.ok = true, whole.URL, ok
	}
	l.URL = l.of.url
	return l.Link, l.of.ok
}

// resolve returns the link with its absolute address, and whether it can be the
// address of a publication: http or https, and not a place on the same page.
func (r resolver) resolve(l Link) (Link, bool) {
	if len(l.Href) > longestHref {
		return l, false
	}
	href := strings.Map(func(c rune) rune {
		if c == '\n' || c == '\r' || c == '\t' {
			return -1 // URL Standard, section 4.4: removed wherever they stand
		}
		return c
	}, strings.TrimSpace(l.Href))
	u, err := url.Parse(strings.ReplaceAll(href, " ", "%20"))
	if err != nil || href == "" || strings.HasPrefix(href, "#") {
		return l, false
	}
	if r.base != nil {
		u = r.base.ResolveReference(u)
		if samePage(u, r.base) {
			return l, false
		}
	}
	switch {
	case !u.IsAbs():
		return l, u.Host == "" && u.Path != "" // kept as written; it has no absolute form
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.User != nil:
		return l, false
	}
	u.Path = cleanPath(u.Path)
	if host := u.Hostname(); strings.ContainsFunc(host, func(r rune) bool { return r > 0x7e }) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return l, false
		}
		u.Host = strings.Replace(u.Host, host, ascii, 1)
	}
	l.URL = escapeURL(u.String())
	return l, true
}

// escapeURL percent-encodes what may not stand in a URL or an IRI (RFC 3986, section
// 2.2; RFC 3987, section 2.2): everything outside ASCII, too, so that every form of
// the publication and every client takes the link.
func escapeURL(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("<>\"{}|\\^`[]", c) >= 0 ||
			c == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])) {
			fmt.Fprintf(&b, "%s%%%02X", s[done:i], c)
			done = i + 1
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

func samePage(u, base *url.URL) bool {
	return u.Fragment != "" && u.Host == base.Host && u.Path == base.Path && u.RawQuery == base.RawQuery
}

// cleanPath takes "." and ".." out of a path that is not resolved against another.
func cleanPath(p string) string {
	if !strings.Contains(p, "/.") {
		return p
	}
	c := path.Clean(p)
	if strings.HasSuffix(p, "/") && !strings.HasSuffix(c, "/") {
		c += "/"
	}
	return c
}
