package site

import (
	"cmp"
	"strings"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

// text is a text that is fit to be shown, with the language for its lang attribute.
// An unknown language is the empty tag, which says just that, and keeps the text from
// passing for one in the page's own language (HTML, section 3.2.6.2).
type text struct{ Value, Lang string }

func newText(t transform.Text) text {
	return text{Value: plain.Line(t.Value), Lang: plain.Language(t.Language)}
}

// titleOf is the item's title; one that holds nothing to show is named by its id.
func titleOf(it *publish.Item) text {
	t := newText(it.Title)
	t.Value = cmp.Or(t.Value, it.ID)
	return t
}

func typeName(it *publish.Item, w *words) string { return typeLabel(it.Type, w) }

func typeLabel(key string, w *words) string {
	kind, ok := vocab.TypeByKey(key)
	if !ok {
		kind = vocab.Unknown()
	}
	return kind.Label(w.Lang)
}

// names are the bodies, as one line.
func names(it *publish.Item) string {
	var b strings.Builder
	for _, p := range it.Publishers {
		if name := plain.Line(p.Name); name != "" {
			if b.Len() > 0 {
				b.WriteString("; ")
			}
			b.WriteString(name)
		}
	}
	return b.String()
}

// year is a year or a range of years. Machine is "" for a range: the time element has
// none (HTML, section 4.5.14).
type year struct{ Text, Machine string }

func newYear(issued string) year {
	if from, to, ok := strings.Cut(issued, "/"); ok {
		return year{Text: plain.Line(from) + "–" + plain.Line(to)}
	}
	if len(issued) == 4 && strings.Trim(issued, "0123456789") == "" {
		return year{Text: issued, Machine: issued}
	}
	return year{Text: plain.Line(issued)}
}

// block is a paragraph or a list of a description.
type block struct {
	Lines []string
	List  bool // each line brings its own mark, "1)" or "•"
}

// blocks parts the paragraphs of a description from the lists in them.
func blocks(description string) []block {
	var all []block
	for _, lines := range plain.Paragraphs(description) {
		for i, line := range lines {
			marked := plain.Marked(line)
			if i == 0 || all[len(all)-1].List != marked {
				all = append(all, block{List: marked})
			}
			last := &all[len(all)-1]
			last.Lines = append(last.Lines, line)
		}
	}
	return all
}
