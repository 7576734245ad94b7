package vocab

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugLetters are the letters that do not decompose into an ASCII letter and a mark
// (Unicode Standard Annex #15), written as Norwegian place names are in domains.
var slugLetters = strings.NewReplacer(
	"æ", "a", "ø", "o", "ß", "ss", "ð", "d", "đ", "d", "þ", "th", "ł", "l",
	"œ", "o", "ŋ", "n", "ŧ", "t", "ı", "i",
	"'", "", "’", "", "\u00ad", "",
)

// Slug returns a key for a name: lower-case ASCII letters and digits, words joined
// by a hyphen. "Østlandsforskning" gives "ostlandsforskning", "Læringshefte"
// "laringshefte". A name without any such letter gets a key made from its hash, so
// that a key is empty for the empty name only.
func Slug(name string) string {
	s := slugLetters.Replace(strings.ToLower(norm.NFC.String(name)))
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // a mark belongs to the letter before it
		default:
			gap = true
		}
	}
	if b.Len() == 0 && strings.TrimSpace(name) != "" {
		sum := sha256.Sum256([]byte(norm.NFC.String(name)))
		return "x-" + hex.EncodeToString(sum[:4])
	}
	return b.String()
}
