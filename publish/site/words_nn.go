package site

import "samling/vocab"

// nynorsk are the words in Nynorsk.
func nynorsk() words {
	return words{
		Lang: "nn",

		Skip: "Hopp til innhaldet", Home: "Til lista", StatusPage: "Status", News: "Nyhende", Data: "Data og nyhende", PublishedBy: "Utgjeve av",
		Licence: "Opplysningane er frie", LicenceName: "CC0 1.0",
		Rights: "Omtalane er attgjevne frå kjeldesidene og er ikkje omfatta; rettane til dei er ikkje avklarte.",

		Edition: "Utgåve %d", FetchedFrom: "henta frå", NoEntries: "Ingen postar enno.", SeeList: "Sjå lista", FollowSource: "Følg lista (RSS)",
		One: "1 post", Many: "%s postar", Part: "Del %d av %d", Parts: "Delane av lista",

		Find: "Finn i lista", Search: "Søk", SearchHint: "ord i tittel, utgjevar eller omtale", All: "Alle", Found: "%s av %s",
		FoundNone: "Ingen postar passar. Ta bort eit ord eller eit val.", Reset: "Vis alle", FollowSelection: "Følg dette utvalet (RSS)", BySource: "Kjelde",

		Read: "Les publikasjonen", At: "hos", Citation: "Tilvising", Cite: "Til tilvisingsverktøy", Copy: "Kopier", Copied: "Kopiert",
		Evidence: "Slik står det i kjelda", EvidenceLead: "Kvar opplysning slik ho er registrert, ved sida av kjelda sine eigne ord.",
		History: "Historikk", Provenance: "Opphav", DataLead: "Posten som data",
		Title: "Tittel", MainTitle: "Hovudtittel", Subtitle: "Undertittel", Type: "Type", Bodies: "Utgjevar", Year: "År",
		Language: "Språk", Text: "Omtale", Link: "Lenkje", TypeLine: "Kjeldelinje", Repairs: "Rettingar",
		InSource: "I kjelda:", SameAsSource: "som i kjelda", Verbatim: "ordrett frå kjelda", Repaired: "retta, sjå ordlyden i kjelda",
		SourceText: "Ordlyden i kjelda", FromTitle: "skilt ut av tittelen", Judged: "dømt ut frå teksten",
		NotGiven: "ikkje oppgjeve", NotLinked: "kan ikkje følgjast", Position: "post %d av %d",
		FirstSeen: "Fyrst sett", Changed: "Endra", CameBack: "Kom tilbake på kjeldesida", Source: "Kjeldeside",
		Snapshot: "Lese", ID: "Post-ID", Before: "Før:", After: "Etter:", Nothing: "ikkje oppgjeve",
		Withdrawn: "Trekt tilbake", WithdrawnSince: "Denne posten vart trekt tilbake %s.",
		WithdrawnLead: "Han står ikkje lenger på kjeldesida. Adressa vert teken vare på, og her står kva han var.", WhatItWas: "Kva det var",

		About: "Opplysningar", AboutParts: "Delar", SeeEntries: "Sjå postane i lista", Follow: "Følg (RSS)", AndMore: "og %s til, sjå dataa", InData: "Som data",

		Status: "Status", StatusLead: "Kva utgåva er laga av, og når kvar kjelde sist vart lesen.", LastRead: "Sist lesen", Entries: "Postar",
		WithdrawnCount: "Trekte tilbake", Total: "I alt", EditionMade: "laga %s", Held: "Haldne tilbake",
		HeldLead: "Desse kjeldene er lesne, men ikkje tekne inn, fordi dei såg ut til å ha gått sund. Det som stod der før, står framleis.", Since: "sidan", NeverRead: "ikkje lesen enno",

		Languages: map[string]string{"nb": "bokmål", "nn": "nynorsk", "no": "norsk", "en": "engelsk", "sv": "svensk", "da": "dansk", "se": "nordsamisk"},
		Fields: map[string]string{
			"page": "Kjeldeside", "title": "Tittel", "titleLanguage": "Språket i tittelen", "titleProper": "Hovudtittel", "subtitle": "Undertittel",
			"type": "Type", "publishers": "Utgjevar", "issued": "År", "description": "Omtale", "descriptionLanguage": "Språket i omtalen", "link": "Lenkje",
			"citation": "Tilvising", "typeLineSource": "Kjeldelinje", "descriptionSource": "Omtalen i kjelda", "linkSource": "Lenkja i kjelda", "repairs": "Rettingar",
		},
		Predicates: map[string]string{
			vocab.RDFType: "Slag", vocab.RDFSLabel: "Nemning", vocab.RDFSSeeAlso: "Sjå også", vocab.OWLSameAs: "Det same som",
			vocab.FOAFName: "Namn", vocab.FOAFHomepage: "Nettstad", vocab.FOAFPrimaryTopic: "Handlar om", vocab.FOAFIsPrimaryTopicOf: "Omtala i",
			vocab.SKOSPrefLabel: "Nemning", vocab.SKOSAltLabel: "Andre namn", vocab.SKOSHiddenLabel: "Finst også som", vocab.SKOSBroader: "Vidare type",
			vocab.SKOSInScheme: "I lista", vocab.SKOSScopeNote: "Merknad", vocab.SKOSExactMatch: "Svarar til", vocab.SKOSCloseMatch: "Svarar om lag til", vocab.SKOSBroadMatch: "Høyrer under",
			vocab.DCTermsTitle: "Tittel", vocab.DCTermsDescription: "Omtale", vocab.DCTermsIdentifier: "Identifikator", vocab.DCTermsPublisher: "Utgjevar",
			vocab.DCTermsIssued: "Utgjeve", vocab.DCTermsCreated: "Oppretta", vocab.DCTermsModified: "Endra", vocab.DCTermsLanguage: "Språk", vocab.DCTermsType: "Type",
			vocab.DCTermsFormat: "Format", vocab.DCTermsSource: "Kjelde", vocab.DCTermsIsPartOf: "Del av", vocab.DCTermsHasPart: "Har delane",
			vocab.DCTermsReferences: "Viser til", vocab.DCTermsIsReferencedBy: "Vist til frå", vocab.DCTermsIsReplacedBy: "Avløyst av", vocab.DCTermsConformsTo: "Følgjer",
			vocab.DCTermsLicense: "Lisens", vocab.DCTermsRights: "Rettar", vocab.DCTermsProvenance: "Opphav", vocab.ORGUnitOf: "Eining i",
			vocab.PROVWasDerivedFrom: "Henta frå", vocab.PROVWasGeneratedBy: "Laga av", vocab.PROVGeneratedAtTime: "Laga", vocab.PROVInvalidatedAtTime: "Trekt tilbake",
			vocab.PROVUsed: "Brukte", vocab.PROVStartedAtTime: "Tok til", vocab.PROVEndedAtTime: "Slutta", vocab.PROVWasAssociatedWith: "Utført av", vocab.PROVSpecializationOf: "Utgåve av",
			vocab.VoIDInDataset: "I datasettet", vocab.VoIDUriSpace: "Adresserom", vocab.VoIDDataDump: "Nedlasting", vocab.VoIDEntities: "Tal på postar",
		},
		Months:    [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		Date:      "%d.\u00a0%s %d",
		Thousands: "\u00a0",
	}
}
