package catalog

// words are the catalogue's own texts in one language.
type words struct {
	lang                      string
	catalogue, graph          string
	full, facts, feed, packed string
}

// wordsOf are those of a language, or in Bokmål where there are none.
func wordsOf(lang string) words {
	for _, w := range all {
		if w.lang == lang {
			return w
		}
	}
	return all[0]
}

// title is what a distribution is called: "Turtle, uten omtaler, komprimert".
func (w words) title(k kind) string {
	title := k.form.name
	switch {
	case k.feed:
		title += ", " + w.feed
	case k.facts:
		title += ", " + w.facts
	default:
		title += ", " + w.full
	}
	if k.packed {
		title += ", " + w.packed
	}
	return title
}

var all = [...]words{{
	lang:      "nb",
	catalogue: "Katalog over bibliografiske poster høstet fra litteraturlister på nettsider.",
	graph:     "Hva som er i dataene, talt.",
	full:      "med omtaler", facts: "uten omtaler", feed: "nyheter", packed: "komprimert",
}, {
	lang:      "nn",
	catalogue: "Katalog over bibliografiske postar hausta frå litteraturlister på nettsider.",
	graph:     "Kva som er i dataa, talt.",
	full:      "med omtalar", facts: "utan omtalar", feed: "nyhende", packed: "komprimert",
}, {
	lang:      "en",
	catalogue: "Catalogue of bibliographic records harvested from literature lists on web pages.",
	graph:     "What is in the data, counted.",
	full:      "with descriptions", facts: "without descriptions", feed: "news", packed: "compressed",
}}
