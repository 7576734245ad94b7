package harvest

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Plain text is wrapped when several of its lines break a sentence near one width.
const (
	wrapWidth = 100 // runes; a longer line shows that the text is not wrapped
	wrapLine  = 45  // runes; shorter lines may end by themselves
	wrapLines = 3
)

var (
	bareAddress = regexp.MustCompile(`^<?(https?://[^\s<>"]+)>?$`)
	marker      = pattern{regexp.MustCompile(`^(?:\(?(?:\d{1,2}|[a-zA-Z])\)|(?:\d{1,2}|[a-z])\.|[-*•·▪●◦–])\s+\S`), mayBeMarked}
)

// mayBeMarked is the glance of marker: a bullet, or a bracket or full stop near the start.
func mayBeMarked(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("-*•·▪●◦–", r) || strings.ContainsAny(s[:min(len(s), 4)], ").")
}

// plainBlocks parts plain text into blocks: a line each, or, where the text is
// hard-wrapped, a paragraph each.
func plainBlocks(text string, isType func(string) bool) []block {
	var blocks []block
	lines := strings.Split(text, "\n")
	wrapped := isWrapped(lines)
	gap := false
	var p paragraph
	for _, raw := range lines {
		line := Clean(raw)
		if line == "" {
			gap = len(blocks) > 0
			continue
		}
		if strings.Trim(line, "-=_*#~ ") == "" { // a rule, or the underline of a heading
			gap = gap || len(blocks) > 0 && line[0] != '='
			continue
		}
		b := block{text: line, gap: gap, broken: !gap && len(blocks) > 0}
		if wrapped && b.broken && continues(p.start(), line, isType) {
			p.text = append(append(p.text, ' '), line...)
			continue
		}
		p.end(blocks)
		blocks, p = append(blocks, b), paragraph{text: []byte(line)}
		gap = false
	}
	p.end(blocks)
	for i := range blocks {
		if m := bareAddress.FindStringSubmatch(blocks[i].text); m != nil {
			blocks[i].links = []linked{{span{0, len(blocks[i].text)}, Link{Text: m[1], Href: m[1]}, nil}}
		}
	}
	return blocks
}

// paragraph is a block of wrapped text while its lines are joined.
type paragraph struct{ text []byte }

// start is as much of it as tells whether it is a type line: one byte more than the
// longest of them can have.
func (p *paragraph) start() string {
	return string(p.text[:min(len(p.text), utf8.UTFMax*maxTypeLine+1)])
}

// end puts the joined text into the last block, which began it.
func (p *paragraph) end(blocks []block) {
	if len(blocks) > 0 {
		blocks[len(blocks)-1].text = string(p.text)
	}
}

// continues says whether a line of wrapped text goes on with the one before: it does
// unless one of them is a type line or the second begins an item of a list.
func continues(before, line string, isType func(string) bool) bool {
	return !looksLikeTypeLine(before, isType) && !looksLikeTypeLine(line, isType) && !marker.MatchString(line) && !bareAddress.MatchString(line)
}

func looksLikeTypeLine(s string, isType func(string) bool) bool {
	l, ok := ParseTypeLine(s, isType)
	return ok && isType(l.Type) && !endsSentence(l.Bodies)
}

func isWrapped(lines []string) bool {
	breaks := 0
	for i, line := range lines {
		n := utf8.RuneCountInString(line)
		if n > wrapWidth {
			return false
		}
		if n >= wrapLine && i+1 < len(lines) && !endsSentence(Clean(line)) && startsLower(Clean(lines[i+1])) {
			breaks++
		}
	}
	return breaks >= wrapLines
}

// decorations are how plain text sets titles off; each matches the whole title and
// keeps what is inside.
var decorations = []*regexp.Regexp{
	regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`), // Markdown headings
	regexp.MustCompile(`^\*\*(.+)\*\*$`),
	regexp.MustCompile(`^__(.+)__$`),
	regexp.MustCompile(`^[-*+•·▪●◦–]\s+(.+)$`), // a list of entries
	regexp.MustCompile(`^\(?\d{1,3}[.)]\s+(.+)$`),
}

// undecorate takes the mark off titles where all of them have the same one: then it
// belongs to the list, not to the title.
func (r *reader) undecorate() {
	for _, d := range decorations {
		bare := map[int]string{}
		for i := range r.found {
			at := r.titleStart(i)
			if m := d.FindStringSubmatch(r.blocks[at].text); m != nil {
				bare[at] = m[1]
			}
		}
		if len(bare) < max(2, len(r.found)) {
			continue
		}
		for at, text := range bare {
			r.blocks[at].text = text
		}
		r.findTitles()
	}
}

// How plain text marks a title: as the item of a list, or as Markdown does.
var (
	bulletMark = regexp.MustCompile(`^(?:[-*•▪●◦–+]|#{1,6})\s+`)
	numberMark = regexp.MustCompile(`^\(?(\d{1,4})[.)]\s+`)
	strongMark = regexp.MustCompile(`^(?:\*\*(.+)\*\*|__(.+)__)$`)
)

// unmark drops the marks from the titles of a plain list. A bullet or a number is a
// mark when every title has one; numbers must count the entries.
func unmark(entries []Entry) {
	bullets, numbers := len(entries) > 0, len(entries) > 1
	for i := range entries {
		bullets = bullets && bulletMark.MatchString(entries[i].Title)
		m := numberMark.FindStringSubmatch(entries[i].Title)
		numbers = numbers && m != nil && m[1] == strconv.Itoa(i+1)
	}
	for i := range entries {
		title := &entries[i].Title
		switch {
		case bullets:
			*title = bulletMark.ReplaceAllString(*title, "")
		case numbers:
			*title = numberMark.ReplaceAllString(*title, "")
		}
		*title = strongMark.ReplaceAllString(*title, "$1$2")
	}
}
