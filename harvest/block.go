package harvest

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is one run of text that a block element or a line break ends.
type block struct {
	text  string
	links []linked
	spans []span     // inline elements with text in this block
	elem  *html.Node // the nearest block element; nil in plain text
	head  *html.Node // the heading it stands in: h1…h6, dt, summary, caption
	item  *html.Node // the nearest li
	bold  int        // bytes of text in strong, b or em
	shape shape      // tags and classes of elem and the elements around it
	level int8       // 1…6 in h1…h6, else 0

	broken bool // only a line break parts it from the block before
	gap    bool // an empty line or a rule stands before it
	side   side // in a part of the page that is named as side matter
	banner bool // in a page header: read for the title, holds no entry
}

// span is an inline element's text in its block, from byte to byte.
type span struct{ from, to int }

type linked struct {
	span
	Link
	of *openLink // nil in plain text
}

// spread says whether the link goes over several blocks, as around a whole card.
func (l linked) spread() bool { return l.of != nil && l.of.blocks > 1 }

// emphatic says whether the whole block is a heading, emphasised, or a link, as titles are.
func (b *block) emphatic() bool {
	return b.head != nil || b.bold >= len(b.text)-2 || b.onlyLink()
}

// onlyLink says whether the block is nothing but one link, or links and signs.
func (b *block) onlyLink() bool {
	if len(b.links) == 0 {
		return false
	}
	rest := []byte(b.text)
	for _, l := range b.links {
		for i := l.from; i < l.to; i++ {
			rest[i] = ' '
		}
	}
	return !strings.ContainsFunc(string(rest), isWordRune)
}

// closes says whether the block is nothing but a link of its own ('Les mer'), and not
// a piece of one that is around more, nor whole sentences.
func (b *block) closes() bool {
	if len(b.text) > 60 && endsSentence(b.text) {
		return false
	}
	for _, l := range b.links {
		if l.spread() {
			return false
		}
	}
	return b.onlyLink()
}

// Elements that hold no text of the page, or hold parts that are no list: their
// text is neither read nor reported as unread.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Math: true,
	atom.Iframe: true, atom.Object: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Button: true,
	atom.Select: true, atom.Textarea: true, atom.Input: true, atom.Dialog: true, atom.Head: true,
	atom.Nav: true, atom.Aside: true, atom.Footer: true, atom.Form: true,
}

// ARIA landmark roles that mean the same (WAI-ARIA 1.2, section 5.3.4).
var skippedRoles = map[string]bool{
	"navigation": true, "contentinfo": true, "complementary": true, "search": true,
	"form": true, "dialog": true, "alertdialog": true, "menu": true, "menubar": true,
}

var blockElements = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true,
	atom.H6: true, atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Html: true, atom.Legend: true, atom.Li: true,
	atom.Main: true, atom.Menu: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Summary: true,
	atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

var (
	unseenName = regexp.MustCompile(`(?i)^(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|u-hidden|skip-?link)$`)
	hiddenCSS  = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden`)
	counted    = regexp.MustCompile(`\d+`)
	parity     = regexp.MustCompile(`(?i)^(?:odd|even|first|last|active|open|alt)$`)
)

// walker parts a parsed page into blocks.
type walker struct {
	blocks []block
	text   folder
	spans  []span   // of the block that is being read
	links  []linked // the same; their text is known when it ends
	kept   struct {
		spans arena[span]
		links arena[linked]
	}
	open   []*openLink
	bold   int // depth of emphasis
	boldAt int // where the emphasis began
	bolded int
	at     place
	broken bool
	gap    bool
	ended  int // how many times flush was called
	root   *html.Node
	around map[*html.Node]bool // see holdsHeading
	names  names
	looks  looks
}

// mostOpenLinks: HTML forbids links in links, the parser lets some through, and each
// would have the text of all that are in it.
const mostOpenLinks = 4

type openLink struct {
	href   string
	from   int
	blocks int // how many blocks have text of it

	resolved bool // by [resolver.of], with what it found:
	url      string
	ok       bool
}

// place is where in the page the walker stands.
type place struct {
	elem, head, item, article *html.Node
	level                     int8
	side                      side
	banner, pre               bool
}

// arena keeps many short slices, in few pieces of memory.
type arena[T any] struct {
	free []T
	size int // of the piece made last
}

// keep is a copy of s, which does not grow in place.
func (a *arena[T]) keep(s []T) []T {
	if len(s) == 0 {
		return nil
	}
	if len(s) > len(a.free) {
		a.size = max(min(2*a.size, 1024), len(s), 4)
		a.free = make([]T, a.size)
	}
	kept := a.free[:len(s):len(s)]
	a.free = a.free[len(s):]
	copy(kept, s)
	return kept
}

// blocksOf walks a page, or a part of it, into blocks.
func blocksOf(n *html.Node) []block {
	w := newWalker(n)
	w.blocks = make([]block, 0, texts(n))
	w.walk(n)
	w.flush()
	return w.blocks
}

// texts counts the pieces of text, which are about as many as the blocks will be.
func texts(n *html.Node) int {
	count := 0
	for d := range descend(n) {
		if d.Type == html.TextNode && trimSpace(d.Data) != "" {
			count++
		}
	}
	return count
}

func newWalker(root *html.Node) *walker {
	w := &walker{root: root, names: names{}}
	w.looks = looks{names: w.names, of: map[*html.Node]int32{}, ids: map[look]int32{}}
	return w
}

func (w *walker) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.addText(n.Data)
	case html.DocumentNode:
		w.children(n)
	case html.ElementNode:
		w.element(n)
	}
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

func (w *walker) element(n *html.Node) {
	switch {
	case skip(n, w.names):
	case n.DataAtom == atom.Br:
		w.flush()
		w.broken = true
	case n.DataAtom == atom.Hr:
		w.flush()
		w.broken, w.gap = false, true
	case blockElements[n.DataAtom]:
		w.flush()
		w.broken = false
		before := w.at
		w.enter(n)
		w.children(n)
		w.flush()
		w.broken = false
		w.at = before
	default:
		w.inline(n)
	}
}

// enter notes what a block element means for the text in it.
func (w *walker) enter(n *html.Node) {
	w.at.elem = n
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.at.head, w.at.level = n, int8(n.Data[1]-'0')
	case atom.Dt, atom.Summary, atom.Caption:
		w.at.head = n
	case atom.Li:
		w.at.item = n
	case atom.Article:
		w.at.article = n
	case atom.Header:
		w.at.banner = w.at.banner || pageHeader(n, w.at.article)
	case atom.Pre:
		w.at.pre = true
	}
	w.at.side = max(w.at.side, w.sideOf(n))
}

func (w *walker) inline(n *html.Node) {
	from, ended := len(w.text.b), w.ended
	switch n.DataAtom {
	case atom.A:
		if href, ok := attr(n, "href"); ok && len(w.open) < mostOpenLinks {
			link := &openLink{href: strings.TrimSpace(href), from: from}
			w.open = append(w.open, link)
			w.children(n)
			w.closeLink(link)
			w.open = w.open[:len(w.open)-1]
			break
		}
		w.children(n)
	case atom.B, atom.Strong, atom.Em, atom.I:
		if w.bold == 0 {
			w.boldAt = from
		}
		w.bold++
		w.children(n)
		w.bold--
		if w.bold == 0 {
			w.bolded += len(w.text.b) - min(w.boldAt, len(w.text.b))
		}
	default:
		w.children(n)
	}
	if w.ended != ended {
		from = 0
	}
	if len(w.text.b) > from {
		w.spans = append(w.spans, span{from, len(w.text.b)})
	}
}

func (w *walker) closeLink(l *openLink) {
	if len(w.text.b) > l.from {
		w.links = append(w.links, linked{span{l.from, len(w.text.b)}, Link{Href: l.href}, l})
		l.blocks++
	}
	l.from = 0 // of the next block, when the link goes on there
}

func (w *walker) addText(s string) {
	if !w.at.pre {
		w.text.add(s)
		return
	}
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			empty := len(w.text.b) == 0
			w.flush()
			w.broken = true
			w.gap = w.gap || empty && len(w.blocks) > 0
		}
		w.text.add(line)
	}
}

// flush ends the block that is being read.
func (w *walker) flush() {
	w.ended++
	if w.bold > 0 {
		w.bolded += len(w.text.b) - min(w.boldAt, len(w.text.b))
		w.boldAt = 0
	}
	for _, l := range w.open {
		w.closeLink(l)
	}
	if len(w.text.b) > 0 && w.at.elem != nil {
		text := w.text.String()
		for i := range w.links {
			l := &w.links[i]
			l.Text = strings.TrimSpace(text[l.from:l.to])
		}
		w.blocks = append(w.blocks, block{
			text: text, links: w.kept.links.keep(w.links), spans: w.kept.spans.keep(w.spans), bold: w.bolded,
			elem: w.at.elem, head: w.at.head, level: w.at.level, item: w.at.item, shape: w.looks.shape(w.at.elem),
			broken: w.broken, gap: w.gap, side: w.at.side, banner: w.at.banner,
		})
		w.broken, w.gap = false, false
	}
	w.text.reset()
	w.spans, w.links, w.bolded = w.spans[:0], w.links[:0], 0
}

// skip says whether an element's text is no part of what is read.
func skip(n *html.Node, known names) bool {
	if skipped[n.DataAtom] {
		return !(n.DataAtom == atom.Form && wrapsPage(n) || n.DataAtom == atom.Button && inHeading(n))
	}
	if n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "role":
			if skippedRoles[strings.ToLower(strings.TrimSpace(a.Val))] {
				return true
			}
		case "style":
			if hiddenCSS.MatchString(a.Val) && n.Parent != nil && n.Parent.DataAtom != atom.Details {
				return true
			}
		case "class":
			if known.of(a.Val).unseen {
				return true
			}
		}
	}
	return false
}

// wrapsPage tells the form that ASP.NET puts around a whole page from a form: it
// holds the page's heading or main part, or the hidden field that keeps the view.
func wrapsPage(form *html.Node) bool {
	return find(form, func(n *html.Node) bool {
		name, _ := attr(n, "name")
		class, _ := attr(n, "class")
		return n.DataAtom == atom.H1 || n.DataAtom == atom.Main || n.DataAtom == atom.Article ||
			name == "__VIEWSTATE" || class == "aspNetHidden"
	}) != nil
}

// inHeading tells the button of an accordion, which holds the words of a heading.
func inHeading(n *html.Node) bool {
	for depth := 0; n != nil && depth < 4; n, depth = n.Parent, depth+1 {
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt, atom.Summary:
			return true
		}
	}
	return false
}

// pageHeader tells the header of the page, or of the article that is the page,
// from the header of one entry among several, which an article of its own holds.
func pageHeader(header, article *html.Node) bool {
	if article == nil {
		return true
	}
	return find(header, func(n *html.Node) bool { return n.DataAtom == atom.H1 }) != nil
}

// shape is how a block stands in its page: the looks of its element and of the two
// around it.
type shape [3]int32

// looks numbers the looks of elements, from 1: tag and classes, without what only
// counts or alternates. Numbers, because a class can be as long as the page.
type looks struct {
	names names
	of    map[*html.Node]int32 // of those with a long class, and many blocks
	ids   map[look]int32
}

// look is what an element looks like.
type look struct{ tag, shape string }

// longClass is one that is worth to be remembered by its element, not to be found
// again by every block in it.
const longClass = 200

func (l looks) shape(n *html.Node) shape {
	var s shape
	for i := 0; i < len(s) && n != nil && n.Type == html.ElementNode; i, n = i+1, n.Parent {
		s[i] = l.look(n)
	}
	return s
}

func (l looks) look(n *html.Node) int32 {
	class, _ := attr(n, "class")
	if len(class)+len(n.Data) < longClass {
		return l.number(n.Data, class)
	}
	id, ok := l.of[n]
	if !ok {
		id = l.number(n.Data, class)
		l.of[n] = id
	}
	return id
}

func (l looks) number(tag, class string) int32 {
	look := look{tag, l.names.of(class).shape}
	id, ok := l.ids[look]
	if !ok {
		id = int32(len(l.ids)) + 1
		l.ids[look] = id
	}
	return id
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

// find returns the first node in page order, n included, of which ok holds.
func find(n *html.Node, ok func(*html.Node) bool) *html.Node {
	for d := range descend(n) {
		if ok(d) {
			return d
		}
	}
	return nil
}

// descend yields n and every node below it in page order.
func descend(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for d := n; d != nil; d = following(d, n) {
			if !yield(d) {
				return
			}
		}
	}
}

// following is the node after d in page order, within root; nil after the last.
func following(d, root *html.Node) *html.Node {
	if d.FirstChild != nil {
		return d.FirstChild
	}
	for d != root && d.NextSibling == nil {
		d = d.Parent
	}
	if d == root {
		return nil
	}
	return d.NextSibling
}
