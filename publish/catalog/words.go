package catalog

import "samling/publish"

// words are the catalogue's own texts in one language.
type words struct {
	lang                      string
	catalogue, dataset, graph string
	full, facts, feed, packed string
	keywords                  []string
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
func (w words) title(_ publish.File, k kind) string {
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
	dataset:   "Bibliografiske poster høstet fra litteraturlister på nettsider og normalisert til Dublin Core som lenkede data. Hver post viser til siden den kommer fra og til kildens egne ord.",
	graph:     "Hva som er i dataene, talt.",
	full:      "med omtaler", facts: "uten omtaler", feed: "nyheter", packed: "komprimert",
	keywords: []string{"bibliografi", "lenkede data", "litteraturliste"},
}, {
	lang:      "nn",
	catalogue: "Katalog over bibliografiske postar hausta frå litteraturlister på nettsider.",
	dataset:   "Bibliografiske postar hausta frå litteraturlister på nettsider og normaliserte til Dublin Core som lenkja data. Kvar post viser til sida han kjem frå og til orda i kjelda.",
	graph:     "Kva som er i dataa, talt.",
	full:      "med omtalar", facts: "utan omtalar", feed: "nyhende", packed: "komprimert",
	keywords: []string{"bibliografi", "lenkja data", "litteraturliste"},
}, {
	lang:      "en",
	catalogue: "Catalogue of bibliographic records harvested from literature lists on web pages.",
	dataset:   "Bibliographic records harvested from literature lists on web pages and normalised to Dublin Core as linked data. Each record names the page that it comes from and the source's own words.",
	graph:     "What is in the data, counted.",
	full:      "with descriptions", facts: "without descriptions", feed: "news", packed: "compressed",
	keywords: []string{"bibliography", "linked data", "literature list"},
}}
