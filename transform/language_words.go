package transform

import "strings"

// endings of which one written language is sure, or nearly so; the first that fits
// counts, so that exceptions stand first. Stem is how many bytes must stand before it.
var endings = []struct {
	ending     string
	stem       int
	nb, nn, en int
}{
	// The same in both, though they look like an ending below.
	{"moderne", 0, 0, 0, 0},
	{"jerne", 0, 0, 0, 0}, // bykjerne, gjerne, stjerne
	{"eksterne", 0, 0, 0, 0},
	{"interne", 0, 0, 0, 0},
	{"lanterne", 0, 0, 0, 0},
	{"kaserne", 0, 0, 0, 0},
	{"fjordane", 0, 0, 0, 0}, // Sogn og Fjordane
	{"bygningen", 0, 0, 0, 0},
	{"finger", 0, 0, 0, 0},
	{"billig", 0, 0, 0, 0},
	{"billige", 0, 0, 0, 0},
	{"bolig", 0, 0, 0, 0},
	{"blande", 0, 0, 0, 0},

	// Definite plurals. In Nynorsk only feminines have -ene (bygdene).
	{"ingane", 3, 0, wordWeight, 0}, // kartleggingane
	{"ingene", 3, wordWeight, 0, 0}, // evalueringene
	{"arane", 3, 0, wordWeight, 0},  // forskarane
	{"kommunane", 0, 0, wordWeight, 0},
	{"jonane", 2, 0, wordWeight, 0}, // institusjonane, regionane
	{"ane", 5, 0, endingWeight, 0},
	{"ernes", 4, wordWeight, 0, 0}, // forskernes
	{"erne", 4, wordWeight, 0, 0},  // forskerne
	{"kommunene", 0, wordWeight, 0, 0},
	{"kommunenes", 0, wordWeight, 0, 0},
	{"jonene", 2, wordWeight, 0, 0},
	{"mentene", 3, wordWeight, 0, 0}, // departementene
	{"itetene", 2, wordWeight, 0, 0},
	{"samfunnene", 0, wordWeight, 0, 0},
	{"distriktene", 0, wordWeight, 0, 0},
	{"prosjektene", 0, wordWeight, 0, 0},
	{"områdene", 0, wordWeight, 0, 0},
	{"rådene", 0, wordWeight, 0, 0},
	{"fylkene", 0, wordWeight, 0, 0},
	{"stedene", 0, wordWeight, 0, 0},
	{"tiltakene", 0, wordWeight, 0, 0},
	{"nettverkene", 0, wordWeight, 0, 0},
	{"ene", 5, endingWeight, 0, 0},

	// Definite singulars; -inga is also radical Bokmål and tells nothing.
	{"ningen", 4, wordWeight, 0, 0}, // forskningen
	{"ingen", 5, endingWeight, 0, 0},
	{"heten", 4, wordWeight, 0, 0},
	{"heita", 3, 0, wordWeight, 0},
	{"heit", 3, 0, wordWeight, 0},
	{"heiter", 3, 0, wordWeight, 0}, // moglegheiter
	{"heter", 3, wordWeight, 0, 0},  // muligheter
	{"undersøkelse", 0, wordWeight, 0, 0},
	{"undersøkelsen", 0, wordWeight, 0, 0},
	{"ledelse", 0, wordWeight, 0, 0},
	{"ledelsen", 0, wordWeight, 0, 0},
	{"else", 5, endingWeight, 0, 0},
	{"elsen", 5, endingWeight, 0, 0},
	{"elser", 5, endingWeight, 0, 0},
	{"elsene", 4, wordWeight, 0, 0},

	// Indefinite plurals.
	{"inger", 5, wordWeight, 0, 0},
	{"ingar", 5, 0, wordWeight, 0},
	{"kommuner", 0, wordWeight, 0, 0},
	{"kommunar", 0, 0, wordWeight, 0},
	{"joner", 3, wordWeight, 0, 0}, // institusjoner
	{"jonar", 3, 0, wordWeight, 0},
	{"arar", 3, 0, wordWeight, 0}, // lærarar
	{"plassar", 0, 0, wordWeight, 0},
	{"plasser", 1, wordWeight, 0, 0},
	{"oppgåver", 0, 0, wordWeight, 0},
	{"oppgåve", 0, 0, wordWeight, 0},
	{"oppgaver", 0, wordWeight, 0, 0},
	{"oppgave", 0, wordWeight, 0, 0},
	{"løysingar", 0, 0, wordWeight, 0},
	{"løsninger", 0, wordWeight, 0, 0},

	// Adjectives on -lig and -leg, and participles.
	{"lig", 3, wordWeight, 0, 0},
	{"lige", 3, wordWeight, 0, 0},
	{"ligere", 3, wordWeight, 0, 0},
	{"ligste", 3, wordWeight, 0, 0},
	{"leg", 3, 0, wordWeight, 0},
	{"legare", 3, 0, wordWeight, 0},
	{"legaste", 3, 0, wordWeight, 0},
	{"rettet", 3, wordWeight, 0, 0}, // næringsrettet
	{"ørende", 3, wordWeight, 0, 0}, // avgjørende
	{"erende", 4, wordWeight, 0, 0}, // koordinerende
	{"erande", 4, 0, wordWeight, 0},
	{"ande", 4, 0, endingWeight, 0},

	// Verbs.
	{"rkje", 2, 0, wordWeight, 0}, // styrkje
	{"nkje", 2, 0, wordWeight, 0}, // tenkje
	{"økje", 1, 0, wordWeight, 0},
	{"ggje", 2, 0, wordWeight, 0}, // byggje
	{"løyse", 0, 0, wordWeight, 0},
	{"ttar", 2, 0, wordWeight, 0},  // flyttar
	{"ndlar", 2, 0, wordWeight, 0}, // handlar
	{"ndler", 2, wordWeight, 0, 0},
	{"nglar", 2, 0, wordWeight, 0}, // manglar
	{"ngler", 2, wordWeight, 0, 0},
	{"eikar", 1, 0, wordWeight, 0}, // peikar
	{"rkar", 2, 0, wordWeight, 0},  // verkar

	// Nouns that compounds end in.
	{"utvikler", 0, wordWeight, 0, 0}, // samfunnsutvikler
	{"utviklar", 0, 0, wordWeight, 0},
	{"leiing", 0, 0, wordWeight, 0},
	{"leiinga", 0, 0, wordWeight, 0},
	{"løysing", 0, 0, wordWeight, 0},
	{"løsning", 0, wordWeight, 0, 0},
	{"rettleiar", 0, 0, wordWeight, 0},
	{"rettleiaren", 0, 0, wordWeight, 0},
	{"veileder", 0, wordWeight, 0, 0},
	{"veilederen", 0, wordWeight, 0, 0},
	{"veiledning", 0, wordWeight, 0, 0},
	{"marknad", 0, 0, wordWeight, 0},
	{"marknaden", 0, 0, wordWeight, 0},
	{"verknad", 0, 0, wordWeight, 0}, // medverknad
	{"virkning", 0, wordWeight, 0, 0},

	// English. Norwegian has -asjon, -itet, -skap.
	{"ation", 3, 0, 0, wordWeight},
	{"ations", 2, 0, 0, wordWeight},
	{"ution", 3, 0, 0, wordWeight}, // contribution
	{"ction", 3, 0, 0, wordWeight}, // introduction
	{"ity", 3, 0, 0, wordWeight},
	{"ities", 3, 0, 0, wordWeight},
	{"ships", 2, 0, 0, wordWeight},
	{"ness", 4, 0, 0, wordWeight},
}

// common words are Norwegian of either standard, and not English.
const common = `
	og av på til som det den er med om å ved mellom mot eller når vi har skal må etter hos så du seg sin sine
	sitt også opp ut inn enn mange gjennom vil ingen
`

const bokmål = `
	ikke jeg hva hvem hvor hvordan hvorfor hvilke hvilken hvilket hvis hver hvert hverandre hvorvidt noe noen noens
	mer være vært fra et en ett enkelte mye bare selv sammen gjør gjøre gjort gjøres kommer sier hun dem deres
	disse gis ble bedre annet fremover flere viktigste hjem hjemme veien veier uten
	kjennetegn virkemidler virkemiddel resultater bidrar beskriver drøfter forskjeller eksempler anbefalinger
	tjenester tjeneste tjenesten skoler barnehager byer steder sted stedet bosted innbyggere innbyggerne
	ansatte skrevet utviklet samlet utarbeidet kartlegger norge tilfeller samtlige lykkes metoder leder lederen
	ledere ordførere rapporter artikler planer strategier regioner politikere partnere aktører sektorer
	forskere forfattere lærere sykepleiere prosjekter kurser områder tiltakene kommunesammenslåing
	kommunesammenslåinger sammenslåing sammenheng benyttes brukes finnes omtales legges undersøkes
	bærekraft bærekraftig bærekraftige tilskudd tilskuddet tilskuddene voksne voksen voksnes penger
	regler gjeldende levende omfattende økende voksende tilsvarende forutsetninger forutsetning
	mangler flytter mottatt størrelse
`

const nynorsk = `
	ikkje eg kva kven kvar korleis kvifor kvarandre noko nokon nokre meir vere vore frå eit ein eitt einskilde mykje
	berre sjølv sjølve saman gjer gjere kjem vorte vart deira desse tek gjev gjevne gjeve òg betre annan dei
	då dykkar aukar kunnskapane kjenneteikn moglegheit mogleg moglege verkemiddel verkemidla bidreg følgjer
	følgje følgjande skildrar undersøkjer drøftar drøftast analyserar oppsummerar tenester teneste tenesta skule
	skulen skular skulane barnehagar byar stader staden innbyggjarar innbyggjarane utarbeidd noreg ønskjer
	ønskje lukkast metodar leiing leiar leiaren leiarar ordførarar skapar eigen eiga eige eigne nyttar
	verksemd verksemda verksemder kome utviklar vegar sidan mogelegheit mogelegheiter fylkeskommunar
	kyrkje bibliotekarar innhald innhaldet spelar gjennomgåande rapportar artiklar planar strategiar regionar
	politikarar partnarar aktørar sektorar medlemer forskarar kommunesamanslåing kommunesamanslåingar
	samanslåing samanheng brukast finst difor framleis offentlege vanlege tilgjengelege særlege viktigaste
	lågare berekraft berekraftig berekraftige tilskot tilskota tilskotet vaksne pengar reglar levande avgjerande
	aukande føresetnad føresetnader treng veks storleik ungdomar gonger
`

const english = `
	the of and are with from on this that how what which who why where when between into their its local was were
	has have can could should would not we our they them there these those than been being about through during
	towards within such other others each many municipal municipalities public services study studies evidence
	lessons role effects impact development growth change norwegian norway nordic framework challenges rural
	people young women place places area areas policy policies report regions country countries economic economy
	cities towns learning planning working in
`

// words are all that count by themselves, with what they weigh. A word in two lists
// counts in the first.
var words = weighed(
	wordsOf{common, tally{norwegian: wordWeight}}, wordsOf{bokmål, tally{nb: wordWeight}},
	wordsOf{nynorsk, tally{nn: wordWeight}}, wordsOf{english, tally{en: wordWeight}})

type wordsOf struct {
	list  string
	weigh tally
}

func weighed(lists ...wordsOf) map[string]tally {
	all := map[string]tally{}
	for _, l := range lists {
		for word := range strings.FieldsSeq(l.list) {
			if _, ok := all[word]; !ok {
				all[word] = l.weigh
			}
		}
	}
	return all
}

// endingKey is how many bytes of a word tell which endings it may have; no ending is shorter.
const endingKey = 3

// endingsBy are the endings by their last bytes, in their order.
var endingsBy = byLastBytes()

type weighedEnding struct {
	ending string
	stem   int
	weigh  tally
}

func byLastBytes() map[string][]weighedEnding {
	by := map[string][]weighedEnding{}
	for _, e := range endings {
		key := e.ending[len(e.ending)-endingKey:]
		by[key] = append(by[key], weighedEnding{e.ending, e.stem, tally{nb: e.nb, nn: e.nn, en: e.en}})
	}
	return by
}
