package lists

const before = `<!DOCTYPE html>
<html lang="nb">
<head>
<meta charset="utf-8">
<title>Litteratursamling, side %d</title>
<meta name="description" content="Rapporter, artikler og veiledere om lokal og regional utvikling.">
</head>
<body>
<header><nav><a href="/">Forsiden</a> <a href="/tema">Tema</a> <a href="/kontakt">Kontakt</a></nav></header>
<main>
<h1>Litteratursamling, side %d</h1>
<p class="ingress">Her har vi samlet litteratur om lokal og regional utvikling. Listen blir holdt ved like.</p>
`

const after = `</main>
<footer><p>Har du tips til listen? Skriv til oss.</p></footer>
</body>
</html>
`

var dashes = []string{"–", "–", "–", "-"}

var types = []string{"Rapport", "Rapport", "Rapport", "Artikkel", "Artikkel", "Notat", "Veileder", "Hefte", "Håndbok", "Faktaark",
	"Masteroppgave", "Evaluering", "Utredning", "Fagartikkel", "Bok"}

var topics = []string{"næringsutvikling", "interkommunalt samarbeid", "stedsutvikling", "tettstedsutvikling", "arealplanlegging",
	"omstilling", "bosetting av flyktninger", "rekruttering", "reiseliv", "kulturminnevern", "bredbånd", "samfunnssikkerhet",
	"frivillighet", "kompetanseutvikling", "entreprenørskap", "ungdomsmedvirkning", "tilflytting", "boligpolitikk", "kommuneøkonomi",
	"regionråd", "klimatilpasning", "havbruk", "landbruk", "folkehelse", "kollektivtransport", "digitalisering", "barnehagetilbudet",
	"skolestrukturen", "omdømmebygging", "sentrumsutvikling", "innovasjon", "lokaldemokrati", "legevaktsamarbeid", "vannforsyning"}

var places = []string{"Lister", "Nord-Gudbrandsdalen", "Valdres", "Hardanger", "Sunnfjord", "Nordfjord", "Fosen", "Namdalen", "Salten",
	"Lofoten", "Vesterålen", "Helgeland", "Ofoten", "Indre Troms", "Øst-Finnmark", "Østerdalen", "Hallingdal", "Numedal", "Setesdal",
	"Vest-Telemark", "Sogn", "Romsdal", "Nordmøre", "Trøndelag", "Innlandet", "Østfold", "Dalane", "Ryfylke", "Karmøy", "Træna"}

var actors = []string{"ordførere og rådmenn", "kommunedirektører", "næringssjefer", "innbyggere", "unge voksne", "gründere",
	"planleggere", "fylkeskommuner", "frivillige lag", "bedriftsledere", "lærere og foreldre", "statsforvalteren"}

var methods = []string{"intervju", "en spørreundersøkelse", "registerdata", "dokumentstudier", "casestudier", "følgeforskning",
	"gruppesamtaler", "en gjennomgang av litteraturen", "regnskapstall fra KOSTRA"}

var aims = []string{"flere arbeidsplasser", "bedre tjenester", "et sterkere fagmiljø", "lavere kostnader", "økt tilflytting",
	"mer medvirkning", "bedre planer", "tryggere oppvekst", "levende tettsteder", "en grønnere næringsstruktur"}

var titles = []string{
	"Samarbeid om {tema} i {sted}", "Hva virker? Erfaringer med {tema} fra {tall} kommuner i {sted}", "Fra plan til handling: {tema} i {sted}",
	"Slik lykkes {hvem} med {tema}", "Evaluering av satsingen på {tema} i {sted}", "Veien til {mål}: {tema} i {sted}",
	"Hva {hvem} mener om {tema} i {sted} og {tall} andre regioner", "Kartlegging av {tema} i {sted} & omegn",
	"Kan {tema} gi {mål}? En studie av {tall} tettsteder", "Utfordringer for {tema} i {sted}, sett fra {hvem}",
}

var sentences = []string{
	"Rapporten undersøker hvordan {hvem} i {tall} kommuner arbeider med {tema}, og hva som skal til for {mål}.",
	"Studien bygger på {metode} og på samtaler med {hvem} i {sted}.",
	"Et hovedfunn er at {tema} må være forankret hos {hvem} for at det skal gi {mål}.",
	"Kommunene i {sted} har valgt ulike løsninger, men mange opplever mangel på kapasitet og kompetanse til å følge opp {tema}.",
	"Forfatterne gir råd om «{tema}» til andre som vil gjøre det samme, og peker på {tall} virkemidler.",
	"Resultatene viser at samarbeid om {tema} først og fremst er begrunnet med {mål}.",
	"Det er store forskjeller mellom regionene, og {hvem} etterlyser tydeligere rammer.",
	"I {sted} tok {hvem} initiativ til et felles prosjekt, som etter {tall} måneder ga {mål}.",
}
