package transform

import (
	"unicode"
	"unicode/utf8"
)

// Undecided is the language of a text that reads the same in Bokmål and Nynorsk, or
// says too little: "no", the macrolanguage (BCP 47, ISO 639-1).
const Undecided = "no"

// Language judges a text by words and endings that only one of the written languages
// has: nb, nn or en, or [Undecided]. It takes a clear majority: it would rather say
// nothing than be wrong.
//
// What both standards allow tells nothing and is in no list: radical Bokmål (ønska,
// framtida, heile, auke), the split infinitives and the -ke and -ge verbs that Nynorsk
// allows since 2012 (ønsker, følger, undersøker), and words that are another word in
// the other language (gjeld, seier, kvart, vert). English needs two words, and more
// than the Norwegian around them, since Norwegian texts quote English ones.
func Language(text string) string {
	var t tally
	t.add(text)
	return t.language()
}

// tally is what the words of a text weigh for each language. Those of two texts can be
// added up.
type tally struct {
	nb, nn, en int
	norwegian  int // of either standard
}

func (t tally) and(o tally) tally {
	return tally{t.nb + o.nb, t.nn + o.nn, t.en + o.en, t.norwegian + o.norwegian}
}

func (t tally) language() string {
	switch {
	case t.en >= 2*wordWeight && t.en > 2*(t.nb+t.nn+t.norwegian):
		return "en"
	case t.nb >= wordWeight && t.nb > 2*t.nn && t.nb+t.norwegian > t.en:
		return "nb"
	case t.nn >= wordWeight && t.nn > 2*t.nb && t.nn+t.norwegian > t.en:
		return "nn"
	}
	return Undecided
}

const (
	wordWeight   = 3 // enough to decide, if nothing speaks against it
	endingWeight = 2 // not enough alone
)

// add weighs a text: each run of letters and hyphens, in lower case. Most texts are
// long and of ASCII letters, so a word is put together in one place, and no text is
// made of it.
func (t *tally) add(text string) {
	var place [64]byte
	word := place[:0]
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || c == '-':
				word = append(word, c)
			case 'A' <= c && c <= 'Z':
				word = append(word, c+'a'-'A')
			default:
				word = t.weigh(word)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if r = unicode.ToLower(r); unicode.IsLetter(r) {
			word = utf8.AppendRune(word, r)
		} else {
			word = t.weigh(word)
		}
	}
	t.weigh(word)
}

// weigh adds a word, by itself or else by its ending, and returns its place, empty.
func (t *tally) weigh(word []byte) []byte {
	if len(word) == 0 {
		return word
	}
	if w, ok := words[string(word)]; ok {
		*t = t.and(w)
		return word[:0]
	}
	if len(word) < endingKey {
		return word[:0]
	}
	for _, e := range endingsBy[string(word[len(word)-endingKey:])] {
		if len(word) >= len(e.ending)+e.stem && string(word[len(word)-len(e.ending):]) == e.ending {
			*t = t.and(e.weigh)
			break
		}
	}
	return word[:0]
}
