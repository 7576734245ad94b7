package oaipmh

import "cmp"

// words are what the provider itself says, in a language.
type words struct {
	bySource, byType, byLanguage string
	languages                    map[string]string
}

// language is the name of a language, or its tag.
func (w words) language(tag string) string { return cmp.Or(w.languages[tag], tag) }

// wordsIn are the words in nb, nn or en; in nb for any other language.
func wordsIn(language string) words {
	switch language {
	case "en":
		return words{"By source", "By type of document", "By language",
			map[string]string{"nb": "Norwegian Bokmål", "nn": "Norwegian Nynorsk", "no": "Norwegian", "en": "English"}}
	case "nn":
		return words{"Etter kjelde", "Etter dokumenttype", "Etter språk",
			map[string]string{"nb": "Bokmål", "nn": "Nynorsk", "no": "Norsk", "en": "Engelsk"}}
	}
	return words{"Etter kilde", "Etter dokumenttype", "Etter språk",
		map[string]string{"nb": "Bokmål", "nn": "Nynorsk", "no": "Norsk", "en": "Engelsk"}}
}

// rights is what may be done with a record. It speaks of the record: harvesters take
// what stands there alone, such as the address of a licence, for the publication's.
func rights(described bool) []langText {
	nb := "Opplysningene i posten er frie (CC0 1.0). Det gjelder ikke selve publikasjonen."
	en := "The facts in this record are free (CC0 1.0). That does not cover the publication itself."
	if described {
		nb += " Omtalen er gjengitt fra kildesiden; rettighetene til den er ikke avklart og omfattes ikke av CC0."
		en += " The description is reproduced from the source page; rights in it have not been cleared and CC0 does not cover it."
	}
	return []langText{{"nb", nb}, {"en", en}}
}
