package harvest

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// candidate is a block that may be the type line of an entry.
type candidate struct {
	at    int // index of the block
	line  TypeLine
	known bool // its type is a known one
	score int
}

// What speaks for and against a candidate. A line with a known type and a year is
// one unless much speaks against it; every other needs its surroundings.
const (
	scoreKnownDated   = 6
	scoreKnown        = 2
	scoreUnknownDated = 0
	scoreEmphatic     = 3  // the title is a heading, bold or a link
	scoreSameShape    = 3  // built as the sure type lines of the page are
	scoreSentence     = -4 // the title ends as a sentence does
	scoreProse        = -9 // the bodies read as prose
	scoreLongTitle    = -4
	accepted          = 4
)

var (
	yearOnly  = pattern{regexp.MustCompile(`^` + year + `(?:\s?[–—−/-]\s?(?:` + year + `|\d\d))?$`), endsIn("0123456789")}
	proseStop = regexp.MustCompile(`[.!?]\s+\p{Lu}\p{Ll}`)
	finalStop = pattern{regexp.MustCompile(`\p{Ll}{3}[.!?]$`), endsIn(".!?")}
	byline    = pattern{regexp.MustCompile(`(?i)^(?:publisert|publiserte|oppdatert|sist|skrevet|skrive|lagt ut|published|updated|posted|last)\b`),
		beginsWith("pu", "op", "si", "sk", "la", "up", "po")}
	emptyLabel = pattern{regexp.MustCompile(`^\p{L}[\p{L} -]{0,30}:$`), endsIn(":")}
)

// recognise returns the type lines among the blocks, in page order. Blocks in which
// a title and a type line stand together are parted first.
func recognise(blocks []block, isType func(string) bool) ([]block, []candidate) {
	markRelated(blocks, isType)
	blocks = partInline(blocks, isType)
	var found []candidate
	for i := range blocks {
		if i == 0 || blocks[i].banner || blocks[i].level == 1 || blocks[i].side == aside || blocks[i-1].side == aside {
			continue
		}
		line, ok := ParseTypeLine(blocks[i].text, isType)
		if !ok {
			continue
		}
		c := candidate{at: i, line: line, known: isType(line.Type)}
		if c.known || line.Dated() && shortType(line.Type) {
			found = append(found, c)
		}
	}
	weigh(blocks, found)
	return blocks, withoutSides(blocks, choose(blocks, found))
}

// shortType says whether words could name a type that is not in the list.
func shortType(s string) bool {
	return wordsIn(s) <= 3 && utf8.RuneCountInString(s) <= 40 && startsUpper(s)
}

// weigh scores the candidates, first each by itself, then by how the sure ones are built.
func weigh(blocks []block, found []candidate) {
	sure := map[built]int{}
	for i := range found {
		c := &found[i]
		c.score = base(c) + titleScore(blocks, c.at)
		if c.known && c.score >= accepted && c.line.Dated() {
			sure[build(blocks, c.at)]++
		}
	}
	alike := map[built]int{} // known but undated lines, where a page has no years
	for _, c := range found {
		if c.known && !c.line.Dated() && c.score > 0 {
			alike[build(blocks, c.at)]++
		}
	}
	for i := range found {
		c := &found[i]
		b := build(blocks, c.at)
		plain := blocks[c.at].elem == nil
		switch {
		case c.known && (sure[b] > 0 || alike[b] > 1):
			c.score += scoreSameShape
		case !c.known && sure[b] > 0 && (blocks[c.at-1].emphatic() || plain && freshTitle(blocks, c.at-1)):
			c.score += scoreSameShape + 1
		case !c.known:
			c.score = scoreProse // an unknown word counts only among entries built the same way
		}
	}
}

func base(c *candidate) int {
	score := scoreUnknownDated
	switch {
	case c.known && c.line.Dated():
		score = scoreKnownDated
	case c.known:
		score = scoreKnown
	}
	if prose(c.line) {
		score += scoreProse
	}
	return score
}

// prose says whether what stands for the bodies reads as running text. Names of
// bodies begin with a capital; the few that don't are short.
func prose(l TypeLine) bool {
	words := wordsIn(l.Bodies)
	switch {
	case l.Bodies == "":
		return !l.Dated()
	case startsLower(l.Bodies) && words > 3, byline.MatchString(l.Bodies):
		return true
	case words > 25, strings.ContainsAny(l.Bodies, "?!"), words > 6 && proseStop.MatchString(l.Bodies):
		return true
	case !l.Dated():
		return startsLower(l.Bodies) || words > 8 || finalStop.MatchString(l.Bodies)
	}
	return finalStop.MatchString(l.Text)
}

// titleScore judges the block before a type line as a title.
func titleScore(blocks []block, at int) int {
	t := &blocks[at-1]
	score := 0
	switch {
	case t.banner, emptyLabel.MatchString(t.text), yearOnly.MatchString(t.text):
		return scoreProse
	case t.emphatic():
		score += scoreEmphatic
	case strings.HasSuffix(t.text, "."):
		score += scoreSentence
	}
	if utf8.RuneCountInString(t.text) > 250 {
		score += scoreLongTitle
	}
	return score
}

// freshTitle says whether a line of plain text can begin an entry: something ended before it.
func freshTitle(blocks []block, at int) bool {
	return at == 0 || blocks[at].gap || endsSentence(blocks[at-1].text)
}

// built is how an entry is built at its head.
type built struct{ typeLine, title shape }

func build(blocks []block, at int) built {
	return built{blocks[at].shape, blocks[at-1].shape}
}

// choose takes the best of candidates that stand next to each other: a type line
// has a title before it, so of two neighbours one at most is a type line, and the
// other one its title ("Film – og folk 2013" above "Rapport – NIBR 2013").
func choose(blocks []block, found []candidate) []candidate {
	chosen := make([]candidate, 0, len(found))
	for i := 0; i < len(found); {
		j := i + 1
		for j < len(found) && found[j].at == found[j-1].at+1 {
			j++
		}
		chosen = append(chosen, best(found[i:j])...)
		i = j
	}
	return withoutPageTitle(blocks, chosen)
}

// best is the heaviest choice from a run of neighbours, no two of them adjacent.
func best(run []candidate) []candidate {
	if len(run) == 1 && run[0].score >= accepted {
		return run
	}
	type weight struct{ without, with int } // of the run so far, its last left out or taken
	weights := make([]weight, len(run)+1)
	for i, c := range run {
		before := weights[i]
		weights[i+1] = weight{without: max(before.without, before.with), with: -1}
		if c.score >= accepted {
			weights[i+1].with = before.without + c.score
		}
	}
	var taken []candidate
	last := weights[len(run)]
	for i, take := len(run), last.with >= last.without && last.with >= 0; i > 0; i-- {
		if !take {
			take = weights[i-1].with > weights[i-1].without
			continue
		}
		taken = append(taken, run[i-1])
		take = false
	}
	slices.Reverse(taken)
	return taken
}

// withoutPageTitle drops an entry whose title would be the page's own heading: that
// is a page about one publication, with its byline.
func withoutPageTitle(blocks []block, found []candidate) []candidate {
	h1s := 0
	for i := range blocks {
		if blocks[i].level == 1 {
			h1s++
		}
	}
	if h1s > 1 {
		return found
	}
	return slices.DeleteFunc(found, func(c candidate) bool { return blocks[c.at-1].level == 1 })
}

// withoutSides keeps what looks like entries in the surest part of the page that has
// any, and drops it elsewhere: in a box of teasers beside the list.
func withoutSides(blocks []block, found []candidate) []candidate {
	surest := aside
	for _, c := range found {
		surest = min(surest, blocks[c.at].side)
	}
	return slices.DeleteFunc(found, func(c candidate) bool { return blocks[c.at].side > surest })
}

// partInline parts blocks in which inline elements alone tell the title from the
// type line: <p><strong>Title</strong> Rapport – NIBR 2012</p>.
func partInline(blocks []block, isType func(string) bool) []block {
	var parted []block // nil while there was nothing to part
	for i := range blocks {
		b := &blocks[i]
		from, to, ok := inlineTypeLine(b, isType)
		switch {
		case ok:
			if parted == nil {
				parted = append(make([]block, 0, len(blocks)+len(blocks)/2), blocks[:i]...)
			}
			parted = append(parted, b.split(from, to)...)
		case parted != nil:
			parted = append(parted, *b)
		}
	}
	if parted == nil {
		return blocks
	}
	return parted
}

// inlineTypeLine finds a sure type line in a block that is more than one: it begins
// and ends where inline elements do, and what stands before it is an element too.
func inlineTypeLine(b *block, isType func(string) bool) (from, to int, ok bool) {
	if len(b.spans) == 0 || len(b.spans) > 40 || len(b.text) > 4000 {
		return 0, 0, false
	}
	if l, ok := ParseTypeLine(b.text, isType); ok && isType(l.Type) && l.Dated() && !prose(l) {
		return 0, 0, false
	}
	starts, ends := b.seams(isType)
	tries := 0
	for _, from := range starts {
		for _, to := range ends {
			if to <= from || from == 0 && to == len(b.text) {
				continue
			}
			if tries++; tries > mostTries {
				return 0, 0, false
			}
			l, ok := ParseTypeLine(strings.TrimSpace(b.text[from:to]), isType)
			if ok && isType(l.Type) && l.Dated() && !prose(l) && l.Bodies != "" {
				return from, to, true
			}
		}
	}
	return 0, 0, false
}

// mostTries is at how many pairs of seams a type line is looked for; a block with one
// has a handful that begin with a type and end in a year.
const mostTries = 12

// seams are where inline elements start and end in a block, each once: where a type
// line may start, because a known type stands there after what an element holds, and
// where it may end, after a year.
func (b *block) seams(isType func(string) bool) (starts, ends []int) {
	end := func(at int) {
		if !slices.Contains(ends, at) && mayEndInYear(strings.TrimSpace(b.text[:at])) {
			ends = append(ends, at)
		}
	}
	start := func(at int) {
		after := at == 0 || b.head != nil || b.spansFrom0(at)
		if !slices.Contains(starts, at) && after && startsWithType(strings.TrimSpace(b.text[at:]), isType) {
			starts = append(starts, at)
		}
	}
	end(len(b.text))
	for _, s := range b.spans {
		end(s.to)
		start(s.from)
		if s.from == 0 {
			start(s.to)
		}
	}
	return starts, ends
}

// spansFrom0 says whether an inline element holds all the text before a place.
func (b *block) spansFrom0(to int) bool {
	for _, s := range b.spans {
		if s.from == 0 && strings.TrimSpace(b.text[s.to:max(s.to, to)]) == "" && s.to <= to {
			return true
		}
	}
	return false
}

// split parts a block at two places; empty pieces are left out.
func (b *block) split(from, to int) []block {
	var out []block
	for _, s := range []span{{0, from}, {from, to}, {to, len(b.text)}} {
		piece := *b
		piece.text = strings.TrimSpace(b.text[s.from:s.to])
		if piece.text == "" {
			continue
		}
		piece.links, piece.spans, piece.bold = nil, nil, 0
		lead := len(b.text[s.from:s.to]) - len(strings.TrimLeft(b.text[s.from:s.to], " "))
		for _, l := range b.links {
			if l.from < s.to && l.to > s.from {
				l.from, l.to = max(l.from-s.from-lead, 0), min(l.to-s.from-lead, len(piece.text))
				piece.links = append(piece.links, l)
			}
		}
		if s.from == 0 && from > 0 {
			piece.bold = len(piece.text) // an element of its own stands for emphasis
		}
		if len(out) > 0 {
			piece.broken, piece.gap = true, false
		}
		out = append(out, piece)
	}
	return out
}
