package transform

import (
	"strings"
	"unicode"
)

// Undecided is the language of a text that reads the same in Bokmål and Nynorsk, or
// says too little: "no", the macrolanguage (BCP 47, ISO 639-1).
const Undecided = "no"

// Language judges a text by words that only one of the written languages has: nb,
// nn or en, or [Undecided]. It takes a clear majority: it would rather say nothing
// than be wrong. Radical Bokmål ("ønska") has endings of Nynorsk, so endings weigh
// less than words.
func Language(text string) string {
	var nb, nn, en int
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	for _, w := range words {
		b, n, e := weigh(w)
		nb, nn, en = nb+b, nn+n, en+e
	}
	switch {
	case en > 2*(nb+nn) && en >= 2*wordWeight:
		return "en"
	case nb >= wordWeight && nb > 2*nn && nb > en:
		return "nb"
	case nn >= wordWeight && nn > 2*nb && nn > en:
		return "nn"
	}
	return Undecided
}

const (
	wordWeight   = 3
	endingWeight = 2
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
		if len(word) > len(e.ending)+e.stem && strings.HasSuffix(word, e.ending) {
			return e.nb, e.nn, e.en
		}
	}
	return 0, 0, 0
}

// endings of which one written language is sure, or nearly so; the first that fits
// counts. Stem is how many bytes must stand before it.
var endings = []struct {
	ending     string
	stem       int
	nb, nn, en int
}{
	{"ingane", 2, 0, wordWeight, 0}, // kartleggingane
	{"ingene", 2, wordWeight, 0, 0}, // evalueringene
	{"arane", 2, 0, wordWeight, 0},  // forskarane
	{"moderne", -1, 0, 0, 0},        // these three are the same in both
	{"eksterne", -1, 0, 0, 0},
	{"interne", -1, 0, 0, 0},
	{"erne", 3, endingWeight, 0, 0}, // forskerne
	{"ane", 4, 0, endingWeight, 0},  // kommunane
	{"ene", 4, endingWeight, 0, 0},  // kommunene, regionrådene
	{"ningen", 3, wordWeight, 0, 0}, // forskningen
	{"ninga", 3, 0, 1, 0},           // also radical Bokmål
	{"ingen", 4, endingWeight, 0, 0},
	{"utvikler", 0, wordWeight, 0, 0}, // samfunnsutvikler
	{"utviklar", 0, 0, wordWeight, 0},
	{"rettet", 2, wordWeight, 0, 0}, // næringsrettet
	{"retta", 2, 0, endingWeight, 0},
	{"heten", 3, wordWeight, 0, 0},
	{"heita", 2, 0, wordWeight, 0},
	{"leiing", 0, 0, wordWeight, 0},
	{"leiinga", 0, 0, wordWeight, 0},
	{"ledelse", 0, wordWeight, 0, 0},
	{"elsen", 4, wordWeight, 0, 0}, // undersøkelsen
	{"elser", 4, wordWeight, 0, 0},
	{"elsene", 3, wordWeight, 0, 0},
	{"løyse", 0, 0, wordWeight, 0},
	{"løysing", 0, 0, wordWeight, 0},
	{"løysingar", 0, 0, wordWeight, 0},
	{"løsning", 0, wordWeight, 0, 0},
	{"løsninger", 0, wordWeight, 0, 0},
	{"inger", 4, endingWeight, 0, 0},
	{"ingar", 4, 0, wordWeight, 0},
	{"kommunar", 0, 0, wordWeight, 0},
	{"kommuner", 0, wordWeight, 0, 0},
	{"kommunenes", 0, wordWeight, 0, 0},
	{"oppgåver", 0, 0, wordWeight, 0},
	{"oppgåve", 0, 0, wordWeight, 0},
	{"oppgaver", 0, wordWeight, 0, 0},
	{"oppgave", 0, wordWeight, 0, 0},
	{"rettleiing", 0, 0, wordWeight, 0},
	{"rettleiar", 0, 0, wordWeight, 0},
	{"veileder", 0, wordWeight, 0, 0},
	{"veiledning", 0, wordWeight, 0, 0},
	{"ikkje", 0, 0, wordWeight, 0},
	{"ations", 2, 0, 0, wordWeight},
	{"ation", 3, 0, 0, wordWeight},
	{"alities", 2, 0, 0, wordWeight},
	{"ality", 2, 0, 0, wordWeight},
	{"ships", 2, 0, 0, wordWeight},
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var bokmål = set(`
	ikke jeg hva hvem hvor hvordan hvorfor hvilke hvilken hvilket hvis noe noen noens mer være vært fra et
	en ett enkelte mye bare selv sammen gjør gjøre gjort kommer sier si blitt hun dem deres disse gis ble
	også imidlertid bedre viktigste annet hver hvert fremover øker økte økt kunnskapen kjennetegn
	utfordringer endringer vurderinger erfaringer muligheter virkemidler resultater bidrar følger følgende
	beskriver undersøker drøfter oppsummerer anbefaler anbefalinger tjenester tjeneste tjenesten skoler
	barnehager byer steder innbyggere innbyggerne ansatte forskjell forskjeller forskjellige innen uten
	hvorvidt sånn skrevet utviklet laget samlet utarbeidet kartlegger gjennomført norge tilfeller samtlige
	ønsker lykkes eksempler metoder ledelse leder lederen ordførere rådmenn rapporter artikler planer
	strategier regioner politikere partnere aktører sektorer medlemmer forskere prosjekter nettverkene
	kurser organisasjoner institusjoner funksjoner situasjonen løsninger tiltakene områder områdene
	kommunesammenslåing kommunesammenslåinger sammenslåing sammenheng oppdaterte benyttes brukes finnes
	omtales legges gjøres
`)

var nynorsk = set(`
	ikkje eg kva kven kvar korleis kvifor noko nokon nokre meir vere vore frå eit ein eitt einskilde mykje
	berre sjølv saman gjer gjere kjem seier seie vorte vart ho deira desse tek gjev gjevne òg betre annan
	kvart kvarandre korkje aukar auka auke kunnskapane kjenneteikn utfordringar endringar vurderingar
	erfaringar moglegheiter moglegheit verkemiddel bidreg følgjer følgjande skildrar undersøkjer drøftar
	analyserar oppsummerar tilrår tilrådingar tenester teneste tenesta skular barnehagar byar stader
	innbyggjarar innbyggjarane tilsette skilnad skilnader innan utan skrive gjeve utarbeidd kartlegg
	gjennomførd noreg ønskjer ønskje lukkast døme døma metodar rettleiing leiing leiar leiaren leiarar
	ordførarar skapar då dei dykk dykkar me høve høva eigen eiga eige eigne nyttar verksemd verksemder kome
	syner syne utviklar skulane vegar heile sidan medan mogleg mogelegheit mogelegheiter kommunar
	fylkeskommunar kyrkje bibliotekarar innhald innhaldet spelar spele gjennomgåande rapportar artiklar
	planar strategiar regionar politikarar partnarar aktørar sektorar medlemer forskarar organisasjonar
	institusjonar funksjonar løysingar kommunesamanslåing kommunesamanslåingar samanslåing samanheng vert
	brukast finst gjeld difor framleis tilgjengeleg offentleg vanleg viktigaste fleire høg lågare
`)

var english = set(`
	the of and are with from on this that how what which between into their its local was were has have can
	not we our municipal municipalities cooperation public services study towards through within these those
	evidence lessons studies role effects impact development norwegian framework challenges rural in
`)
