// Package vocab holds the words Samling speaks: the terms of other people's
// vocabularies, the document types, the bodies that publish, the application
// profile and the JSON-LD context.
//
// All of it is data in files of this folder, read by people as well as by the
// program. Start with [LookupType] and [LoadBodies], which turn a word of a source
// into a type and a name into a body, and with [Namespaces] and [PredicateRank],
// which say how the graph is written.
//
//	terms.ttl       every term used, with its label; terms.go is generated from it
//	types.ttl       the type scheme (SKOS), with the labels a type is known by
//	bodies.ttl      the authority list of bodies, with their names through the years
//	shapes.ttl      the SHACL shapes of the published graph
//	profile.csv     the application profile (DCTAP)
//	context.jsonld  the JSON-LD 1.1 context
//
// It promises: nothing is guessed (a word or a name that is not listed is not
// found, and a likely misspelling is only ever offered by [Bodies.Near]); equal
// files give equal answers in equal order; nothing here changes once it was read,
// so everything may be used from many goroutines. What it returns is shared: do not
// write to it. In the files the operator's base address stands as [Placeholder].
package vocab

//go:generate go run ./internal/gen

// Placeholder stands for the operator's base address in the files of this package.
const Placeholder = "https://example.org/lit/"

// Label is a text with its language (BCP 47).
type Label struct{ Text, Lang string }
