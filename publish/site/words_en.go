package site

import "samling/vocab"

// english are the words in English.
func english() words {
	return words{
		Lang: "en",

		Skip: "Skip to content", Home: "To the list", StatusPage: "Status", News: "News", Data: "Data and news", PublishedBy: "Published by",
		Licence: "The facts are free", LicenceName: "CC0 1.0",
		Rights: "The descriptions are reproduced from the source pages and are not covered; rights in them have not been cleared.",

		Edition: "Edition %d", FetchedFrom: "fetched from", NoEntries: "No entries yet.", SeeList: "See the list", FollowSource: "Follow this list (RSS)",
		One: "1 entry", Many: "%s entries", Part: "Part %d of %d", Parts: "Parts of the list",

		Find: "Find in the list", Search: "Search", SearchHint: "words in title, publisher or description", All: "All", Found: "%s of %s",
		FoundNone: "No entries fit. Take away a word or a choice.", Reset: "Show all", FollowSelection: "Follow this selection (RSS)", BySource: "Source",

		Read: "Read the publication", At: "at", Citation: "Citation", Cite: "For citation tools", Copy: "Copy", Copied: "Copied",
		Evidence: "What the source says", EvidenceLead: "Each value as it is recorded, beside the source’s own words.",
		History: "History", Provenance: "Provenance", DataLead: "This record as data",
		Title: "Title", MainTitle: "Main title", Subtitle: "Subtitle", Type: "Type", Bodies: "Publisher", Year: "Year",
		Language: "Language", Text: "Description", Link: "Link", TypeLine: "Source line", Repairs: "Repairs",
		InSource: "In the source:", SameAsSource: "as in the source", Verbatim: "word for word from the source", Repaired: "repaired, see the source’s wording",
		SourceText: "The source’s wording", FromTitle: "parted from the title", Judged: "judged by the text",
		NotGiven: "not given", NotLinked: "cannot be followed", Position: "entry %d of %d",
		FirstSeen: "First seen", Changed: "Changed", CameBack: "Came back on the source page", Source: "Source page",
		Snapshot: "Read", ID: "Record ID", Before: "Before:", After: "After:", Nothing: "not given",
		Withdrawn: "Withdrawn", WithdrawnSince: "This record was withdrawn on %s.",
		WithdrawnLead: "It is no longer on the source page. Its address is kept, and this is what it was.", WhatItWas: "What it was",

		About: "What is said", AboutParts: "Parts", SeeEntries: "See the entries in the list", Follow: "Follow (RSS)", AndMore: "and %s more, see the data", InData: "As data",

		Status: "Status", StatusLead: "What this edition was made from, and when each source was last read.", LastRead: "Last read", Entries: "Entries",
		WithdrawnCount: "Withdrawn", Total: "In all", EditionMade: "made %s", Held: "Held back",
		HeldLead: "These sources were read but not taken in, because they looked broken. What was there before is still there.", Since: "since", NeverRead: "not read yet",

		Languages: map[string]string{"nb": "Norwegian Bokmål", "nn": "Norwegian Nynorsk", "no": "Norwegian", "en": "English", "sv": "Swedish", "da": "Danish", "se": "Northern Sami"},
		Fields: map[string]string{
			"page": "Source page", "title": "Title", "titleLanguage": "Language of the title", "titleProper": "Main title", "subtitle": "Subtitle",
			"type": "Type", "publishers": "Publisher", "issued": "Year", "description": "Description", "descriptionLanguage": "Language of the description", "link": "Link",
			"citation": "Citation", "typeLineSource": "Source line", "descriptionSource": "The source’s description", "linkSource": "The source’s link", "repairs": "Repairs",
		},
		Predicates: map[string]string{
			vocab.RDFType: "Kind", vocab.RDFSLabel: "Label", vocab.RDFSSeeAlso: "See also", vocab.OWLSameAs: "Same as",
			vocab.FOAFName: "Name", vocab.FOAFHomepage: "Website", vocab.FOAFPrimaryTopic: "About", vocab.FOAFIsPrimaryTopicOf: "Described in",
			vocab.SKOSPrefLabel: "Label", vocab.SKOSAltLabel: "Other names", vocab.SKOSHiddenLabel: "Also found as", vocab.SKOSBroader: "Wider type",
			vocab.SKOSInScheme: "In the scheme", vocab.SKOSScopeNote: "Note", vocab.SKOSExactMatch: "Matches", vocab.SKOSCloseMatch: "Matches closely", vocab.SKOSBroadMatch: "Falls under",
			vocab.DCTermsTitle: "Title", vocab.DCTermsDescription: "Description", vocab.DCTermsIdentifier: "Identifier", vocab.DCTermsPublisher: "Publisher",
			vocab.DCTermsIssued: "Issued", vocab.DCTermsCreated: "Created", vocab.DCTermsModified: "Changed", vocab.DCTermsLanguage: "Language", vocab.DCTermsType: "Type",
			vocab.DCTermsFormat: "Format", vocab.DCTermsSource: "Source", vocab.DCTermsIsPartOf: "Part of", vocab.DCTermsHasPart: "Has the parts",
			vocab.DCTermsReferences: "Refers to", vocab.DCTermsIsReferencedBy: "Referred to from", vocab.DCTermsIsReplacedBy: "Replaced by", vocab.DCTermsConformsTo: "Conforms to",
			vocab.DCTermsLicense: "Licence", vocab.DCTermsRights: "Rights", vocab.DCTermsProvenance: "Provenance", vocab.ORGUnitOf: "Unit of",
			vocab.PROVWasDerivedFrom: "Taken from", vocab.PROVWasGeneratedBy: "Made by", vocab.PROVGeneratedAtTime: "Made", vocab.PROVInvalidatedAtTime: "Withdrawn",
			vocab.PROVUsed: "Used", vocab.PROVStartedAtTime: "Began", vocab.PROVEndedAtTime: "Ended", vocab.PROVWasAssociatedWith: "Carried out by", vocab.PROVSpecializationOf: "Version of",
			vocab.VoIDInDataset: "In the dataset", vocab.VoIDUriSpace: "Address space", vocab.VoIDDataDump: "Download", vocab.VoIDEntities: "Number of entries",
		},
		Months:    [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Date:      "%d\u00a0%s %d",
		Thousands: ",",
	}
}
