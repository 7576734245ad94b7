package harvest

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// side says how surely a part of the page is no part of its list.
type side int8

const (
	inPage     side = iota
	maybeAside      // named as teasers may be: aside where the page has entries elsewhere
	halfOfPage      // the left or right of it, aside in the same way
	aside           // named as side matter is: holds no entry
)

// What side matter is called, in class and id, as a word of a name: "l-sidebar",
// "relatedContent". An element that holds the page's heading is never a side.
var (
	asideName = regexp.MustCompile(`(?i)(?:^|[-_])(?:side-?bar|aside|sidefelt|sidespalte|h(?:o|ø|oy)yre-?(?:felt|spalte|kolonne|meny)|venstre-?(?:felt|spalte|kolonne|meny)|right-?col(?:umn)?|related|relatert|relaterte|menu|meny|nav|navbar|navigation|breadcrumbs?|brodsmuler?|cookies?|share|sharing|deling|footer|bunn|social|comments?|kommentarer)(?:[-_]|$)`)
	maybeName = regexp.MustCompile(`(?i)(?:^|[-_])(?:recommended|teasers?|widgets?|promo|banner)(?:[-_]|$)`)
	halfPage  = regexp.MustCompile(`(?i)^(?:right|left|h(?:o|ø)yre|venstre)$`) // as an id
	wholePage = regexp.MustCompile(`(?i)^(?:has|with|no|without|med|uten)[-_]` + `|-(?:layout|page|wrapper|container)$`)
	camelCase = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)
)

// Headings under which stand teasers of other pages, whatever they look like.
var relatedHeading = regexp.MustCompile(`(?i)^(?:les også|les òg|se også|sjå også|sjå òg|mest leste?|mest lese|siste nytt|nytt fra oss|nytt frå oss|(?:relater[ta]e?|andre|flere|fleire) (?:artik\pL+|sak\pL+|innh\pL+|sider|nyhe\pL+|lenk\pL+|tema|list\pL+)|relatert|related(?: \pL+)?|see also|read (?:also|next)|most read|you may also like|du vil kanskje også like)\s*[:.…]?$`)

// name is what a class or an id tells of its element.
type name struct {
	side   side
	unseen bool
	shape  string // the classes without what only counts or alternates
}

// names remembers what each class tells, since a page has few and many elements.
type names map[string]name

func (s names) of(class string) name {
	if n, ok := s[class]; ok {
		return n
	}
	var n name
	var shape strings.Builder
	for _, word := range strings.Fields(class) {
		n.unseen = n.unseen || unseenName.MatchString(word)
		n.side = max(n.side, sideOf(word))
		if c := counted.ReplaceAllString(word, ""); !parity.MatchString(c) {
			shape.WriteString("." + c)
		}
	}
	n.shape = shape.String()
	if s != nil {
		s[class] = n
	}
	return n
}

func sideOf(word string) side {
	word = camelCase.ReplaceAllString(word, "$1-$2")
	switch {
	case wholePage.MatchString(word):
		return inPage
	case asideName.MatchString(word):
		return aside
	case maybeName.MatchString(word):
		return maybeAside
	}
	return inPage
}

// sideOf says whether an element is named as a side, and holds no heading of the page.
func (w *walker) sideOf(n *html.Node) side {
	switch n.DataAtom {
	case atom.Body, atom.Html, atom.Main, atom.Article:
		return inPage
	}
	id, _ := attr(n, "id")
	class, _ := attr(n, "class")
	s := max(w.names.of(id).side, w.names.of(class).side)
	if halfPage.MatchString(id) {
		s = max(s, halfOfPage)
	}
	if s == inPage || w.holdsHeading(n) {
		return inPage
	}
	return s
}

// holdsHeading says whether an element is around an h1 or the main part of the page.
func (w *walker) holdsHeading(n *html.Node) bool {
	if w.around == nil {
		w.around = map[*html.Node]bool{}
		for d := range descend(w.root) {
			if d.DataAtom == atom.H1 || d.DataAtom == atom.Main {
				for p := d.Parent; p != nil && !w.around[p]; p = p.Parent {
					w.around[p] = true
				}
			}
		}
	}
	return w.around[n]
}

// markRelated marks what stands under a heading such as "Les også" as side matter: to
// the end of the element the heading stands in, or to the next heading as high that
// is not itself the title of a teaser, with a type line under it.
func markRelated(blocks []block, isType func(string) bool) {
	for i := 0; i < len(blocks); i++ {
		head := &blocks[i]
		if head.level < 2 || !relatedHeading.MatchString(head.text) {
			continue
		}
		around := head.head.Parent
		for head.side = aside; i+1 < len(blocks); i++ {
			b := &blocks[i+1]
			if !contains(around, b.elem) || b.level > 0 && b.level < head.level {
				break
			}
			teaser := i+2 < len(blocks) && looksLikeTypeLine(blocks[i+2].text, isType) || looksLikeTypeLine(b.text, isType)
			if b.level == head.level && !teaser && !b.broken {
				break
			}
			b.side = aside
		}
	}
}
