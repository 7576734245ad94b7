package harvest

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// reader holds a page in blocks while its entries are cut out of it.
type reader struct {
	blocks    []block
	found     []candidate
	starts    []int  // by entry: the first block of its title
	used      []bool // by block: it is in an entry, the title or the description
	zones     []*html.Node
	flat      bool // entries are runs of siblings, not elements of their own
	list0     *html.Node
	pageTitle string
	titleNode *html.Node
	body      []*block // of the entry that is being read
	classes   ownClasses
	language  string
}

func newReader(blocks []block, p Profile, doc *html.Node) *reader {
	r := &reader{}
	r.blocks, r.found = recognise(blocks, p.IsType)
	r.used = make([]bool, len(r.blocks))
	r.findTitles()
	if doc != nil {
		r.zone()
	}
	return r
}

// Labels that end an entry wherever they stand: what follows is about the page.
var closingLabel = pattern{regexp.MustCompile(`(?i)^(?:stikkord|emneord|emner|nøkkelord|tags?|keywords|publisert|oppdatert|sist (?:oppdatert|endret|endra)|last (?:updated|modified)|published|del (?:på|denne|artikkelen)|share|kontakt|kontaktperson|les også|se også|relatert(?:e)?|related|skriv ut)\s*(?::|$|\d|\p{L}+ \d)`),
	beginsWith("st", "em", "nø", "ta", "ke", "pu", "op", "si", "la", "de", "sh", "ko", "le", "se", "re", "sk")}

// What a link at the end of an entry says when it is no part of the description.
var callToAction = regexp.MustCompile(`(?i)^\W*(?:les|last|read|download|se|sjå|gå|til|åpne|opne|hent|open|view|see|full|bestill|kjøp|pdf|html|lenke|lenkje|link|mer|meir|more|continue|go|get|visit|fulltekst|nettside|rapporten?|publikasjonen?)\b`)

// zone finds the element that each entry has for itself, if entries have one: the
// largest around its title and type line that holds no other entry's type line.
func (r *reader) zone() {
	holds := map[*html.Node]int{} // how many type lines; 2 stands for more
	for _, c := range r.found {
		for n := r.blocks[c.at].elem; n != nil && holds[n] < 2; n = n.Parent {
			holds[n]++
		}
	}
	r.zones = make([]*html.Node, len(r.found))
	for i, c := range r.found {
		n := common(r.blocks[c.at].elem, r.blocks[c.at-1].elem)
		for n != nil && holds[n] == 1 && n.Parent != nil && holds[n.Parent] == 1 && (len(r.found) > 1 || r.endsIn(n, c.at)) {
			n = n.Parent
		}
		r.zones[i] = n
	}
	if len(r.found) > 0 {
		r.list0 = r.zones[0]
		for _, z := range r.zones[1:] {
			r.list0 = common(r.list0, z)
		}
	}
	r.classes = ownClasses{list: r.list0, known: map[*html.Node]int{}, written: map[string]int{}, numbers: map[string]int{}}
	r.flat = r.zonesMissDescriptions(holds)
}

// endsIn says whether the element around an only entry's head holds nothing more, so
// that its description can only stand outside.
func (r *reader) endsIn(n *html.Node, at int) bool {
	switch n.DataAtom {
	case atom.Body, atom.Main, atom.Article, atom.Section:
		return false
	}
	return at+1 < len(r.blocks) && !contains(n, r.blocks[at+1].elem)
}

// zonesMissDescriptions says whether most entries' text stands outside of the element
// with their title and type line, so that the run of blocks up to the next title is
// the better measure.
func (r *reader) zonesMissDescriptions(holds map[*html.Node]int) bool {
	outside, inside := 0, 0
	for i, c := range r.found {
		if holds[r.zones[i]] != 1 {
			continue
		}
		end := len(r.blocks)
		if i+1 < len(r.found) {
			end = r.titleStart(i + 1)
		}
		if c.at+1 >= end {
			continue
		}
		next := &r.blocks[c.at+1]
		switch {
		case contains(r.zones[i], next.elem):
			inside++
		case next.level == 0 && next.side == inPage && i+1 < len(r.found):
			outside++
		}
	}
	return outside > inside
}

// titleStart is the first block of an entry's title.
func (r *reader) titleStart(i int) int { return r.starts[i] }

// findTitles notes where the entries' titles start.
func (r *reader) findTitles() {
	r.starts = make([]int, len(r.found))
	for i := range r.found {
		r.starts[i] = r.findTitle(i)
	}
}

// findTitle finds the first block of a title. A heading that is broken into several
// blocks, or a title that goes on in lower case after a line break, is one.
func (r *reader) findTitle(i int) int {
	at := r.found[i].at
	first := 0
	if i > 0 {
		first = r.found[i-1].at + 1
	}
	start := at - 1
	for start > first {
		t, before := &r.blocks[start], &r.blocks[start-1]
		sameHead := t.head != nil && t.head == before.head && t.broken
		goesOn := t.broken && t.elem == before.elem && startsLower(t.text) && !endsSentence(before.text) && !marker.MatchString(before.text)
		if !sameHead && !goesOn {
			break
		}
		start--
	}
	return start
}

// entries cuts the entries out of the page.
func (r *reader) entries(links resolver) []Entry {
	if len(r.found) == 0 {
		return nil
	}
	out := make([]Entry, 0, len(r.found))
	for i, c := range r.found {
		start, end := r.titleStart(i), len(r.blocks)
		if i+1 < len(r.found) {
			end = r.titleStart(i + 1)
		}
		end = r.descriptionEnd(i, end)
		for j := start; j < end; j++ {
			r.used[j] = true
		}
		e := Entry{Position: i + 1, Title: joined(r.blocks[start:c.at]), TypeLine: c.line}
		e.Link, e.Description = r.linkAndDescription(start, c.at, end, links)
		out = append(out, e)
	}
	return out
}

// descriptionEnd is the first block after a type line that is not in its entry.
func (r *reader) descriptionEnd(i, limit int) int {
	c := r.found[i]
	title := &r.blocks[r.titleStart(i)]
	shapes := r.shapesOfOthers(i)
	gaps := r.gapsInOthers(i)
	end := c.at + 1
	for ; end < limit; end++ {
		b := &r.blocks[end]
		switch {
		case b.banner || b.side > r.blocks[c.at].side,
			!r.within(i, b),
			b.level > 0 && (title.level == 0 || b.level <= title.level),
			yearOnly.MatchString(b.text),
			closingLabel.MatchString(b.text):
			return end
		case r.last(i) && (b.gap && !gaps || shapes != nil && b.elem != nil && !shapes[r.classes.of(b.elem)]):
			return end
		case r.startsGroup(i, end, limit):
			return end
		}
	}
	for end > c.at+1 && emptyLabel.MatchString(r.blocks[end-1].text) {
		end--
	}
	return end
}

func (r *reader) last(i int) bool { return i == len(r.found)-1 }

// within says whether a block is in the part of the page that the entry may fill.
func (r *reader) within(i int, b *block) bool {
	if b.elem == nil || r.zones == nil {
		return true
	}
	if r.flat {
		return contains(r.list0, b.elem)
	}
	return contains(r.zones[i], b.elem)
}

// startsGroup says whether the last block before the next entry is the heading of a
// group of entries, set as titles are but without a type line under it.
func (r *reader) startsGroup(i, at, limit int) bool {
	b := &r.blocks[at]
	title := &r.blocks[r.titleStart(i)]
	if at+1 != limit || r.last(i) || b.elem == nil || at == r.found[i].at {
		return false
	}
	next := &r.blocks[limit]
	return b.emphatic() && !b.onlyLink() && next.emphatic() && title.emphatic() && !b.broken && b.bold > 0 && b.shape == title.shape
}

// shapesOfOthers are the classes that description blocks of the other entries have;
// nil where there are too few to learn from. Past the last entry of a list, a block
// of another class is the page's, not the entry's.
func (r *reader) shapesOfOthers(i int) map[int]bool {
	if !r.last(i) || len(r.found) < 3 || r.list0 == nil {
		return nil
	}
	seen := map[int]bool{}
	n := 0
	for k := range r.found[:i] {
		for j := r.found[k].at + 1; j < r.titleStart(k+1); j++ {
			if b := &r.blocks[j]; b.level == 0 && b.side == inPage {
				seen[r.classes.of(b.elem)] = true
				n++
			}
		}
	}
	if n < 2 {
		return nil
	}
	return seen
}

// gapsInOthers says whether descriptions of other entries go on after an empty line.
func (r *reader) gapsInOthers(i int) bool {
	if !r.last(i) || len(r.found) < 2 {
		return false
	}
	for k := range r.found {
		if k == i || k+1 >= len(r.found) {
			continue
		}
		for j := r.found[k].at + 1; j < r.titleStart(k+1); j++ {
			if r.blocks[j].gap && !yearOnly.MatchString(r.blocks[j].text) {
				return true
			}
		}
	}
	return false
}

// ownClasses numbers the classes of the elements right under the list.
type ownClasses struct {
	list    *html.Node
	known   map[*html.Node]int
	written map[string]int // the numbers of classes as they are written
	numbers map[string]int // of each class, from 1, without the digits in it
}

// of is the number of the outermost class that an element has or stands in, under
// the list; 0 for none.
func (o ownClasses) of(n *html.Node) int {
	if n == nil || n == o.list {
		return 0
	}
	if number, ok := o.known[n]; ok {
		return number
	}
	number := o.of(n.Parent)
	if class, _ := attr(n, "class"); number == 0 && class != "" {
		number = o.number(class)
	}
	o.known[n] = number
	return number
}

func (o ownClasses) number(class string) int {
	if number, ok := o.written[class]; ok {
		return number
	}
	plain := counted.ReplaceAllString(strings.Join(strings.Fields(class), " "), "")
	number, ok := o.numbers[plain]
	if !ok {
		number = len(o.numbers) + 1
		o.numbers[plain] = number
	}
	o.written[class] = number
	return number
}

// linkAndDescription tells an entry's own link, and its description without the
// words of that link where they are no part of it.
func (r *reader) linkAndDescription(start, at, end int, links resolver) (Link, []Block) {
	body := r.body[:0]
	for i := at + 1; i < end; i++ {
		body = append(body, &r.blocks[i])
	}
	r.body = body
	var closing Link
	for len(body) > 0 {
		last := body[len(body)-1]
		if !last.closes() || last.item != nil && !callToAction.MatchString(last.text) {
			break
		}
		if l, ok := firstLink(links, last); ok {
			closing = l
		}
		body = body[:len(body)-1]
	}
	body = slices.DeleteFunc(body, func(b *block) bool {
		l, ok := firstLink(links, b)
		drop := ok && b.closes() && callToAction.MatchString(b.text) && len(b.text) < 60
		if drop && closing.Href == "" {
			closing = l
		}
		return drop
	})
	return r.ownLink(start, at, end, closing, links), r.description(body, at)
}

// ownLink is the link on the title; failing that the closing link; failing that
// the only link among the entry's blocks.
func (r *reader) ownLink(start, at, end int, closing Link, links resolver) Link {
	for i := start; i < at; i++ {
		if l, ok := firstLink(links, &r.blocks[i]); ok {
			return l
		}
	}
	if closing.Href != "" {
		return closing
	}
	var only Link
	seen := map[Link]bool{}
	for i := at; i < end; i++ {
		for _, l := range r.blocks[i].links {
			if l, ok := links.of(l); ok {
				only = l
				seen[Link{Href: l.Href, URL: l.URL}] = true
			}
		}
	}
	if len(seen) == 1 {
		return only
	}
	return Link{}
}

func firstLink(links resolver, b *block) (Link, bool) {
	for _, l := range b.links {
		if l, ok := links.of(l); ok {
			return l, true
		}
	}
	return Link{}, false
}

// description turns an entry's blocks into those of its description.
func (r *reader) description(body []*block, at int) []Block {
	if len(body) == 0 {
		return nil
	}
	markers := 0
	for _, b := range body {
		if marker.MatchString(b.text) {
			markers++
		}
	}
	out := make([]Block, 0, len(body))
	for i, b := range body {
		d := Block{Text: b.text, Broken: b.broken && i > 0}
		inList := b.item != nil && !contains(b.item, r.blocks[at].elem)
		if inList || markers > 1 && marker.MatchString(b.text) {
			d.Kind = ListItem
		}
		out = append(out, d)
	}
	return out
}

// list puts the page together.
func (r *reader) list(links resolver) List {
	l := List{Title: r.pageTitle, Language: r.language}
	l.Entries = r.entries(links)
	l.Description = r.ingress()
	for i := range r.blocks {
		b := &r.blocks[i]
		if r.used[i] || b.banner || !strings.ContainsFunc(b.text, isWordRune) || r.isTitle(b) {
			continue
		}
		l.Unread = append(l.Unread, b.text)
	}
	return l
}

func (r *reader) isTitle(b *block) bool {
	return r.titleNode != nil && b.elem != nil && contains(r.titleNode, b.elem)
}

// ingress is the first paragraph under the page's title and before its first entry.
func (r *reader) ingress() string {
	limit := len(r.blocks)
	if len(r.found) > 0 {
		limit = r.titleStart(0)
	}
	from := 0
	for i := range r.blocks[:limit] {
		if r.isTitle(&r.blocks[i]) {
			from = i + 1
		}
	}
	for i := from; i < limit; i++ {
		b := &r.blocks[i]
		if b.side > inPage || b.level > 0 || b.onlyLink() || r.used[i] || !isParagraph(b.text) {
			continue
		}
		if b.banner && r.titleNode == nil {
			continue
		}
		r.used[i] = true
		return b.text
	}
	return ""
}

// isParagraph tells a paragraph from a date, a byline or a label.
func isParagraph(s string) bool {
	return wordsIn(s) >= 4 && (endsSentence(s) || strings.HasSuffix(s, ":") || len(s) > 100) && !closingLabel.MatchString(s)
}

// common is the innermost node around both.
func common(a, b *html.Node) *html.Node {
	for ; a != nil; a = a.Parent {
		if contains(a, b) {
			return a
		}
	}
	return nil
}

func contains(outer, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}
