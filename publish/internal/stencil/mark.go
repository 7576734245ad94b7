package stencil

import "strings"

// opening and closing stand at the ends of a mark; they are nobody's (Unicode's private use).
const opening, closing = "\uE000", "\uE001"

// marker makes marks, each with its number.
type marker struct {
	marks []string
	whole []bool
}

// next is the next mark: between its ends its number, and what tells the ways of escaping
// apart. That of markup has tags, which it loses in any place but text; an empty text has none.
func (m *marker) next(text string, whole bool) string {
	mark := ""
	if text != "" {
		mark = opening + string(rune(0xE100+len(m.marks))) + `/'" ` + closing
		if whole {
			mark = "<i>" + mark + "</i>"
		}
	}
	m.marks, m.whole = append(m.marks, mark), append(m.whole, whole)
	return mark
}

// sought is a mark as it was escaped, and the slot that it makes.
type sought struct {
	mark string
	slot
}

func (m *marker) sought(ways []Way) (all []sought) {
	for i, mark := range m.marks {
		switch {
		case mark == "":
		case m.whole[i]:
			all = append(all, sought{mark, slot{i, nil}})
		default:
			for _, way := range ways {
				all = append(all, sought{string(way(nil, mark)), slot{i, way}})
			}
		}
	}
	return all
}

// leftover is what is left of a mark that was escaped in another way, or refused.
func leftover(text string) string {
	text = strings.ToLower(text)
	for _, trace := range []string{opening, closing, `\ue000`, "%ee%80%80", "&#xe000", "&#57344", "zgotmplz"} {
		if i := strings.Index(text, trace); i >= 0 {
			return text[max(0, i-80):]
		}
	}
	return ""
}
