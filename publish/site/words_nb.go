package site

import "samling/vocab"

// bokmål are the words in Bokmål.
func bokmål() words {
	return words{
		Lang: "nb",

		Skip: "Hopp til innholdet", Home: "Til listen", StatusPage: "Status", News: "Nyheter", Data: "Data og nyheter", PublishedBy: "Utgitt av",
		Licence: "Opplysningene er frie", LicenceName: "CC0 1.0",
		Rights: "Omtalene er gjengitt fra kildesidene og omfattes ikke; rettighetene til dem er ikke avklart.",

		Edition: "Utgave %d", FetchedFrom: "hentet fra", NoEntries: "Ingen poster ennå.", SeeList: "Se listen", FollowSource: "Følg listen (RSS)",
		One: "1 post", Many: "%s poster", Part: "Del %d av %d", Parts: "Delene av listen",

		Find: "Finn i listen", Search: "Søk", SearchHint: "ord i tittel, utgiver eller omtale", All: "Alle", Found: "%s av %s",
		FoundNone: "Ingen poster passer. Ta bort et ord eller et valg.", Reset: "Vis alle", FollowSelection: "Følg dette utvalget (RSS)", BySource: "Kilde",

		Read: "Les publikasjonen", At: "hos", Citation: "Henvisning", Cite: "Til henvisningsverktøy", Copy: "Kopier", Copied: "Kopiert",
		Evidence: "Slik står det i kilden", EvidenceLead: "Hver opplysning slik den er registrert, ved siden av kildens egne ord.",
		History: "Historikk", Provenance: "Opphav", DataLead: "Posten som data",
		Title: "Tittel", MainTitle: "Hovedtittel", Subtitle: "Undertittel", Type: "Type", Bodies: "Utgiver", Year: "År",
		Language: "Språk", Text: "Omtale", Link: "Lenke", TypeLine: "Kildelinje", Repairs: "Rettinger",
		InSource: "I kilden:", SameAsSource: "som i kilden", Verbatim: "ordrett fra kilden", Repaired: "rettet, se kildens ordlyd",
		SourceText: "Kildens ordlyd", FromTitle: "skilt ut av tittelen", Judged: "bedømt ut fra teksten",
		NotGiven: "ikke oppgitt", NotLinked: "kan ikke følges", Position: "post %d av %d",
		FirstSeen: "Først sett", Changed: "Endret", CameBack: "Kom tilbake på kildesiden", Source: "Kildeside",
		Snapshot: "Lest", ID: "Post-ID", Before: "Før:", After: "Etter:", Nothing: "ikke oppgitt",
		Withdrawn: "Trukket tilbake", WithdrawnSince: "Denne posten ble trukket tilbake %s.",
		WithdrawnLead: "Den står ikke lenger på kildesiden. Adressen blir bevart, og her står hva den var.", WhatItWas: "Hva det var",

		About: "Opplysninger", AboutParts: "Deler", SeeEntries: "Se postene i listen", Follow: "Følg (RSS)", AndMore: "og %s til, se dataene", InData: "Som data",

		Status: "Status", StatusLead: "Hva utgaven er laget av, og når hver kilde sist ble lest.", LastRead: "Sist lest", Entries: "Poster",
		WithdrawnCount: "Trukket tilbake", Total: "I alt", EditionMade: "laget %s", Held: "Holdt tilbake",
		HeldLead: "Disse kildene er lest, men ikke tatt inn, fordi de så ut til å ha gått i stykker. Det som stod der før, står fortsatt.", Since: "siden", NeverRead: "ikke lest ennå",

		Languages: map[string]string{"nb": "bokmål", "nn": "nynorsk", "no": "norsk", "en": "engelsk", "sv": "svensk", "da": "dansk", "se": "nordsamisk"},
		Fields: map[string]string{
			"page": "Kildeside", "title": "Tittel", "titleLanguage": "Tittelens språk", "titleProper": "Hovedtittel", "subtitle": "Undertittel",
			"type": "Type", "publishers": "Utgiver", "issued": "År", "description": "Omtale", "descriptionLanguage": "Omtalens språk", "link": "Lenke",
			"citation": "Henvisning", "typeLineSource": "Kildelinje", "descriptionSource": "Kildens omtale", "linkSource": "Lenken i kilden", "repairs": "Rettinger",
		},
		Predicates: map[string]string{
			vocab.RDFType: "Slag", vocab.RDFSLabel: "Betegnelse", vocab.RDFSSeeAlso: "Se også", vocab.OWLSameAs: "Det samme som",
			vocab.FOAFName: "Navn", vocab.FOAFHomepage: "Nettsted", vocab.FOAFPrimaryTopic: "Handler om", vocab.FOAFIsPrimaryTopicOf: "Beskrevet i",
			vocab.SKOSPrefLabel: "Betegnelse", vocab.SKOSAltLabel: "Andre navn", vocab.SKOSHiddenLabel: "Finnes også som", vocab.SKOSBroader: "Videre type",
			vocab.SKOSInScheme: "I listen", vocab.SKOSScopeNote: "Merknad", vocab.SKOSExactMatch: "Tilsvarer", vocab.SKOSCloseMatch: "Tilsvarer omtrent", vocab.SKOSBroadMatch: "Hører under",
			vocab.DCTermsTitle: "Tittel", vocab.DCTermsDescription: "Beskrivelse", vocab.DCTermsIdentifier: "Identifikator", vocab.DCTermsPublisher: "Utgiver",
			vocab.DCTermsIssued: "Utgitt", vocab.DCTermsCreated: "Opprettet", vocab.DCTermsModified: "Endret", vocab.DCTermsLanguage: "Språk", vocab.DCTermsType: "Type",
			vocab.DCTermsFormat: "Format", vocab.DCTermsSource: "Kilde", vocab.DCTermsIsPartOf: "Del av", vocab.DCTermsHasPart: "Består av",
			vocab.DCTermsReferences: "Viser til", vocab.DCTermsIsReferencedBy: "Vist til fra", vocab.DCTermsIsReplacedBy: "Avløst av", vocab.DCTermsConformsTo: "Følger",
			vocab.DCTermsLicense: "Lisens", vocab.DCTermsRights: "Rettigheter", vocab.DCTermsProvenance: "Opphav", vocab.ORGUnitOf: "Enhet i",
			vocab.PROVWasDerivedFrom: "Hentet fra", vocab.PROVWasGeneratedBy: "Laget av", vocab.PROVGeneratedAtTime: "Laget", vocab.PROVInvalidatedAtTime: "Trukket tilbake",
			vocab.PROVUsed: "Brukte", vocab.PROVStartedAtTime: "Begynte", vocab.PROVEndedAtTime: "Sluttet", vocab.PROVWasAssociatedWith: "Utført av", vocab.PROVSpecializationOf: "Utgave av",
			vocab.VoIDInDataset: "I datasettet", vocab.VoIDUriSpace: "Adresserom", vocab.VoIDDataDump: "Nedlasting", vocab.VoIDEntities: "Antall poster",
		},
		Months:    [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		Date:      "%d.\u00a0%s %d",
		Thousands: "\u00a0",
	}
}
