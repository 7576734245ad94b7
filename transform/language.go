package transform

import (
	"strings"
	"unicode"
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
	var nb, nn, en, norwegian int
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	for _, w := range words {
		if common[w] {
			norwegian += wordWeight
			continue
		}
		b, n, e := weigh(w)
		nb, nn, en = nb+b, nn+n, en+e
	}
	switch {
	case en >= 2*wordWeight && en > 2*(nb+nn+norwegian):
		return "en"
	case nb >= wordWeight && nb > 2*nn && nb+norwegian > en:
		return "nb"
	case nn >= wordWeight && nn > 2*nb && nn+norwegian > en:
		return "nn"
	}
	return Undecided
}

const (
	wordWeight   = 3 // enough to decide, if nothing speaks against it
	endingWeight = 2 // not enough alone
)

func weigh(word string) (nb, nn, en int) {
	switch {
	case bokmål[word]:
		return wordWeight, 0, 0
	case nynorsk[word]:
		return 0, wordWeight, 0
	case english[word]:
		return 0, 0, wordWeight
	}
	for _, e := range endings {
		if len(word) >= len(e.ending)+e.stem && strings.HasSuffix(word, e.ending) {
			return e.nb, e.nn, e.en
		}
	}
	return 0, 0, 0
}
