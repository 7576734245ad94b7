package publish

// About says in a language of the pages (in Bokmål, where it is none of them) what is
// published, for catalogues and search engines: a description, and keywords in order.
func About(language string) (description string, keywords []string) {
	switch language {
	case "nn":
		return "Bibliografiske postar hausta frå litteraturlister på nettsider og normaliserte til Dublin Core som lenkja data. " +
			"Kvar post viser til sida han kjem frå og til orda i kjelda.", []string{"bibliografi", "lenkja data", "litteraturliste"}
	case "en":
		return "Bibliographic records harvested from literature lists on web pages and normalised to Dublin Core as linked data. " +
			"Each record names the page that it comes from and the source's own words.", []string{"bibliography", "linked data", "literature list"}
	}
	return "Bibliografiske poster høstet fra litteraturlister på nettsider og normalisert til Dublin Core som lenkede data. " +
		"Hver post viser til siden den kommer fra og til kildens egne ord.", []string{"bibliografi", "lenkede data", "litteraturliste"}
}

// Download is a file that the landing page offers.
type Download struct {
	Path, MediaType string
	Facts           bool // without descriptions, so that CC0 covers all of it
}
