// Samling harvests literature lists from web pages and publishes them as linked data.
//
// It reads a page without selectors, by the line "Type – bodies year" under each
// title, normalises every entry into Dublin Core, remembers it in a ledger under an
// id that never changes, and publishes linked data, feeds, citations and pages as one
// edition, whole or not at all; OAI-PMH is answered from the ledger.
//
// Usage:
//
//	samling run [--dry-run] [--json] [--metrics FILE] [SOURCE…]
//	samling preview [--json] [--url ADDRESS] PAGE
//	samling serve [--addr HOST:PORT] [--metrics-addr HOST:PORT] [--log-level LEVEL] [--log-format FORMAT]
//	samling status [--json] [--runs N]
//	samling doctor [--json] [--offline]
//	samling diff [--json] SOURCE
//	samling approve [--json] SOURCE
//	samling withdraw ID…
//	samling history [--json] ID
//	samling rebuild [--apply] [--json] [SOURCE…]
//	samling requests [--json] [--last N] [HOST]
//	samling worker [--db ADDRESS]
//	samling backup FILE
//	samling restore FILE
//	samling config show|example|schema
//	samling healthcheck [--url ADDRESS]
//	samling validate [--json] [DIR]
//	samling version
//	samling help [COMMAND]
//
// Those that read a configuration take --config FILE, else samling.yaml, and --sample for
// the page that comes with the program.
//
// Data goes to standard output; what a person should know, to standard error.
//
// # Files
//
// Everything is under the configured output directory, "out": www is the web root, a
// link to the current edition in editions; raw holds every page as it was received,
// by its SHA-256; state holds the ledger. The web root can be deleted: the next run
// makes it again from the ledger, byte for byte. The ledger must be kept. Where a bucket
// is configured (storage.s3), each edition is mirrored to it.
package main

const about = `
Samling harvests literature lists from web pages and publishes them as linked data:
Turtle, JSON-LD, feeds, OAI-PMH, citations and pages, with an id for every entry that never changes.

Begin with "samling run --sample", which harvests the page that comes with the program.
`
