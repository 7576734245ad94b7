package feed

// words are a feed's own texts in one language.
type words struct {
	about       string // of %s, the title
	publishedBy string // of %s, who
	rights      string
	whole       string
	by          map[string]string // the headings of the list of feeds, by kind
}

// wordsOf are the texts in a language of the pages; Bokmål for one that has none.
func wordsOf(language string) words {
	switch language {
	case "nn":
		return words{
			about:       "Nye postar i %s, dei sist oppdaga først.",
			publishedBy: " Gitt ut av %s.",
			rights:      "CC0 gjeld dei faktiske opplysningane. Omtalane er gjevne att frå kjeldesida; rettane til dei er ikkje avklarte og er ikkje omfatta av CC0.",
			whole:       "Alle postar",
			by:          map[string]string{"source": "Etter kjelde", "publisher": "Etter utgjevar", "type": "Etter type"},
		}
	case "en":
		return words{
			about:       "New entries in %s, the last found first.",
			publishedBy: " Published by %s.",
			rights:      "CC0 covers the factual statements. The descriptions are reproduced from the source page; rights in them have not been cleared and CC0 does not cover them.",
			whole:       "All entries",
			by:          map[string]string{"source": "By source", "publisher": "By publisher", "type": "By type"},
		}
	}
	return words{
		about:       "Nye poster i %s, de sist oppdagede først.",
		publishedBy: " Utgitt av %s.",
		rights:      "CC0 gjelder de faktiske opplysningene. Omtalene er gjengitt fra kildesiden; rettighetene til dem er ikke avklart og omfattes ikke av CC0.",
		whole:       "Alle poster",
		by:          map[string]string{"source": "Etter kilde", "publisher": "Etter utgiver", "type": "Etter type"},
	}
}
