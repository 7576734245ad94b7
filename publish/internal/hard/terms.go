package hard

import (
	"unsafe"

	"github.com/knakk/rdf"
)

// IRI makes an IRI term of any text, also of one that rdf.NewIRI refuses: a decoder or
// a later version of the library may let it through, so a writer has to check by itself.
func IRI(s string) rdf.IRI {
	twin := struct{ str string }{s}
	return *(*rdf.IRI)(unsafe.Pointer(&twin))
}

// literalTwin has the fields of rdf.Literal.
type literalTwin struct {
	str      string
	val      any
	lang     string
	DataType rdf.IRI
}

// The twins are as large as what they stand for; if the library changes, this stops compiling.
var (
	_ [unsafe.Sizeof(rdf.Literal{})]byte = [unsafe.Sizeof(literalTwin{})]byte{}
	_ [unsafe.Sizeof(rdf.IRI{})]byte     = [unsafe.Sizeof("")]byte{}
)

// Literal makes a literal term of any three texts, for the same reason; also with a
// language tag of three subtags, which is legal and which rdf.NewLangLiteral refuses.
func Literal(value, lang, datatype string) rdf.Literal {
	twin := literalTwin{str: value, lang: lang, DataType: IRI(datatype)}
	return *(*rdf.Literal)(unsafe.Pointer(&twin))
}

// Plain is a string without a language.
func Plain(value string) rdf.Literal { return Literal(value, "", xsd+"string") }

// Tagged is a string with a language.
func Tagged(value, lang string) rdf.Literal { return Literal(value, lang, rdfNS+"langString") }

// Typed is a literal with a datatype.
func Typed(value, datatype string) rdf.Literal { return Literal(value, "", datatype) }
