package vocab

import (
	"bytes"
	_ "embed"
)

//go:embed shapes.ttl
var shapesTTL []byte

//go:embed profile.csv
var profileCSV []byte

// Shapes returns the SHACL shapes of the published graph, in Turtle, under base.
func Shapes(base string) []byte { return under(base, shapesTTL) }

// Profile returns the application profile, a DCTAP table in CSV, under base.
func Profile(base string) []byte { return under(base, profileCSV) }

func under(base string, doc []byte) []byte {
	return bytes.ReplaceAll(doc, []byte(Placeholder), []byte(base))
}
