package editiontest

import (
	"fmt"
	"strings"
	"time"

	"samling/publish"
	"samling/transform"
)

// Base is the base address of the editions made here.
const Base = "https://example.org/lit/"

// Day is when the sample was first harvested; Later is when its correction came.
var (
	Day   = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)
	Later = time.Date(2026, 12, 1, 6, 0, 0, 0, time.UTC)
)

const (
	lists = "https://distriktssenteret.no/artikkel/litteratursamling-slik-kan-du-samarbeide-interkommunalt/"
	other = "https://blåbær.example.no/lister/omstilling?år=2026"
)

// SampleInfo is what the sample says of itself.
func SampleInfo() publish.Info {
	return publish.Info{
		Number: 2, Made: Later, Base: Base, Title: "Litteratursamlinger", Version: "1.0.0",
		Publisher: publish.Publisher{Name: "Eksempelbiblioteket", Email: "post@example.org"},
		Language:  "nb",
	}
}

// Sample is an edition of two sources with every kind of entry: Bokmål, Nynorsk and
// English, with and without link, year and description, a range, two bodies, a list,
// a repair, a correction, an unknown type and a withdrawn entry.
func Sample() *Edition {
	return New(SampleInfo(), sampleSources(), append(sampleFirst(), sampleSecond()...))
}

func harvest(at time.Time, digit string) publish.Harvest {
	return publish.Harvest{Started: at, Ended: at.Add(time.Second), Snapshot: publish.Snapshot{
		SHA256: strings.Repeat(digit, 64), MediaType: "text/html", Fetched: at,
	}}
}

func sampleSources() []publish.Source {
	first, second := harvest(Day, "3"), harvest(Later, "a")
	return []publish.Source{{
		ID: "samarbeide-interkommunalt", URL: lists, Publisher: "distriktssenteret",
		Title:       transform.Text{Value: "Litteratursamling: slik kan du samarbeide interkommunalt", Language: "nb"},
		Description: transform.Text{Value: "Regionalt samarbeid er noen ganger nødvendig for å få ønska resultater i kommune og region. Her har vi samlet litteratur om hvordan du samarbeide for å nå målene.", Language: "nb"},
		Snapshot:    second.Snapshot, Harvests: []publish.Harvest{first, second},
	}, {
		ID: "omstilling", URL: other,
		Title:    transform.Text{Value: "Further reading on restructuring", Language: "en"},
		Snapshot: second.Snapshot, Harvests: []publish.Harvest{second},
	}}
}

// entry is an item whose normalised values are the source's own words; the sample
// then changes what the source wrote otherwise.
func entry(id, language, title, kind, bodies, year, description string) publish.Item {
	it := publish.Item{Source: "samarbeide-interkommunalt", Created: Day, Modified: Day, Harvest: harvest(Day, "3")}
	it.ID, it.Page = id, lists
	it.Title = transform.Text{Value: title, Language: language}
	it.TitleProper, it.TitleSource = title, title
	it.Type, it.TypeSource = strings.ToLower(kind), kind
	for name := range strings.SplitSeq(bodies, "/") {
		it.Publishers = append(it.Publishers, transform.Publisher{Key: strings.ToLower(name), Name: name})
	}
	it.PublisherSource, it.Issued, it.IssuedSource = bodies, year, year
	it.TypeLineSource = fmt.Sprintf("%s – %s %s", kind, bodies, year)
	it.Description = transform.Text{Value: description, Language: language}
	it.DescriptionSource = strings.ReplaceAll(description, "\n\n", "\n")
	it.Citation = fmt.Sprintf("%s (%s). %s. %s.", strings.ReplaceAll(bodies, "/", " ; "), year, title, kind)
	it.Of = 6
	return it
}

func sampleFirst() []publish.Item {
	gang := entry("cn467b6ihdl6", "nb", "Kom i gang med regionalt næringsplansamarbeid", "Artikkel", "Distriktssenteret", "2018",
		"Regionalt næringsplansamarbeid kan styrke lokal utvikling. Her gir vi noen tips til hvordan du får i gang et regionalt samarbeid om felles næringsplan med omliggende kommuner.")
	gang.Position = 1

	raad := entry("jwpdfafxuwas", "nb", "Regionråd i Norge", "Rapport", "NIVI Analyse", "2018",
		"Moderne regionråd framstår som nært koplet til areal- og transportplanlegging, strategisk næringsplan, samordning av planprosesser og avtalebasert opptreden i forhold til fylkeskommunen og/eller statlige aktører. Det observeres en trend mot intern todeling av regionrådenes roller.")
	raad.TypeLineSource, raad.PublisherSource = "Rapport – NIVI 2018", "NIVI"
	raad.DescriptionSource = strings.Replace(raad.Description.Value, "aktører. Det", "aktører.Det", 1)
	raad.Repairs = []string{"space inserted after full stop: aktører.Det"}
	raad.Position, raad.Modified, raad.Harvest = 2, Later, harvest(Later, "a")

	onskjer := entry("gyr72wd3yaa7", "nn", "Ønskjer du meir samarbeid om næringsutvikling i din region?", "Artikkel", "Distriktssenteret", "2016",
		"Då kan du hente inspirasjon frå Kristiansandregionen, der prosjektorganisering og felles strategisk næringsplan har gitt gode resultat.")
	onskjer.Link, onskjer.LinkSource = "https://distriktssenteret.no/eksempel/kristiansandregionen/", "/eksempel/kristiansandregionen/"
	onskjer.Position = 3

	styring := entry("q3lhtxgqv2ya", "nb", "Styring og ledelse i kommunale nettverk/partnerskap", "Rapport", "IRIS/NIBR", "2013",
		"Studien viser at operativ ledelse i organiserte samarbeid bør vies større oppmerksomhet i kommunene.\n\nStudien viser hvordan følgende tre balanserende faktorer henger tett sammen:\n1) kontinuerlig demokratisk forankring i form av klare rammer\n2) muligheter og evne til å spre informasjon og entusiasme\n3) ærlig fokus på samarbeidets måloppnåelse\n\nStyring må være tett koplet til ledelse.")
	styring.TypeLineSource, styring.PublisherSource = "Rapport – IRIS NIBR 2013", "IRIS NIBR"
	styring.Position = 4

	gone := entry("zzw5q7oq2k4b", "nb", "En rapport som ikke lenger står på siden", "Rapport", "Fafo", "2009", "")
	gone.Position, gone.Withdrawn, gone.Modified = 5, true, Later
	return []publish.Item{gang, raad, onskjer, styring, gone}
}

func sampleSecond() []publish.Item {
	range_ := entry("h5v2dq7n3xka", "en", "Small towns in transition: lessons from a decade & more", "Rapport", "Nordregio", "2010/2014",
		"What makes a small town <em>resilient</em>? Five years of fieldwork, in \"plain\" words.")
	range_.TitleProper, range_.Subtitle = "Small towns in transition", "lessons from a decade & more"
	range_.TypeLineSource, range_.TypeSource, range_.IssuedSource = "Report - Nordregio 2010–2014", "Report", "2010–2014"
	range_.Link = "https://blåbær.example.no/rapporter/småby.pdf?utgave=første utgave"
	range_.LinkSource = "rapporter/småby.pdf?utgave=første utgave"

	bare := entry("b2ptn6wq4mse", "no", "Omstilling", "Ukjent", "Telemarksforsking", "", "")
	bare.TypeLineSource, bare.TypeSource, bare.IssuedSource = "Logg – Telemarksforsking u.å.", "Logg", "u.å."
	bare.Citation = "Telemarksforsking (u.å.). Omstilling."

	film := entry("f7k2rr5tq6ac", "nb", "Bygda vår", "Film", "Merkur", "1985", "En film om nærbutikken.")

	items := []publish.Item{range_, bare, film}
	for i := range items {
		items[i].Source, items[i].Page = "omstilling", other
		items[i].Created, items[i].Modified, items[i].Harvest = Later, Later, harvest(Later, "a")
		items[i].Position, items[i].Of = i+1, len(items)
	}
	return items
}
