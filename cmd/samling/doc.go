// Samling harvests literature lists from web pages and publishes them as linked data.
//
// It reads a page without selectors, by the line "Type – bodies year" under each
// title, normalises every entry into Dublin Core, remembers it in a ledger under an
// id that never changes, and publishes Turtle, N-Triples, N-Quads, JSON-LD and RSS
// as one edition, whole or not at all.
//
// Usage:
//
//	samling run [--config FILE] [--sample] [--dry-run] [--json] [--metrics FILE] [SOURCE…]
//	samling preview [--json] [--url ADDRESS] PAGE
//	samling serve [--config FILE] [--sample] [--addr HOST:PORT] [--metrics-addr HOST:PORT] [--log-level LEVEL] [--log-format FORMAT]
//	samling status [--config FILE] [--json] [--runs N]
//	samling doctor [--config FILE] [--json] [--offline]
//	samling requests [--json] [--last N] [HOST]
//	samling diff [--json] SOURCE
//	samling approve [--json] SOURCE
//	samling withdraw ID…
//	samling history [--json] ID
//	samling rebuild [--apply] [--json] [SOURCE…]
//	samling backup FILE
//	samling restore FILE
//	samling config show|example|schema
//	samling healthcheck [--url ADDRESS]
//	samling validate [--json] [DIR]
//	samling version
//	samling help [COMMAND]
//
// Data goes to standard output; what a person should know, to standard error.
//
// # Files
//
// Everything is under the configured output directory, "out": www is the web root, a
// link to the current edition in editions; raw holds every page as it was received,
// by its SHA-256; state holds the ledger. The web root can be deleted: the next run
// makes it again from the ledger, byte for byte. The ledger must be kept.
package main

const about = `
Samling harvests literature lists from web pages and publishes them as linked data:
Turtle, N-Triples, N-Quads, JSON-LD and RSS, with an id for every entry that never changes.

Begin with "samling run --sample", which harvests the page that comes with the program.
`
