// Package oaipmh answers OAI-PMH 2.0 requests from the ledger.
//
//	http.Handle("/oai", &oaipmh.Handler{
//		Repository: ledger,
//		Authority:  "lit.example.org",
//		AdminEmail: "post@example.org",
//	})
//
// Section numbers in this package are those of the protocol
// (openarchives.org/OAI/2.0/openarchivesprotocol.htm, version of 2015-01-08).
//
// All six verbs are answered over GET and POST. A record is disseminated as oai_dc,
// mods (MODS 3.7) and marc21 (MARCXML). The [Handler] promises:
//
//   - Datestamps are those of the ledger, to the second, set in the accepting commit; the
//     responseDate is the moment of the view that the answer was read from. A harvester
//     that asks from the last responseDate misses no change and no deletion, and gets again
//     only what changed in that very second.
//   - Deletions are persistent (section 2.5.1): a withdrawn item is a header with the
//     status deleted, for ever, in every format and in the sets it was last in.
//   - A resumption token holds all that its list needs and the key to go on after, so it
//     never expires, outlives a restart and can be used again. A page late in a list
//     costs what the first one costs. An item that changes while it is listed moves to the
//     end of the list: it may come twice, it is never left out.
//   - Sets are source:{id}, type:{key} and lang:{tag}. The sets source, type and lang
//     above them hold every item. An item that leaves a set because its type or language was
//     corrected is not announced in the set it left; the protocol has no way to (harvest
//     without a set where this matters).
//
// Text that XML cannot hold never reaches an answer. Every answer is made whole before its
// first byte is sent, so that none ends in the middle.
package oaipmh
