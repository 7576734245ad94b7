package vocab

import "testing"

// The lists are read at every start of the program.
func BenchmarkLoadBodies(b *testing.B) {
	for b.Loop() {
		if _, err := LoadBodies(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadScheme(b *testing.B) {
	for b.Loop() {
		if _, err := readScheme(typesTTL); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookupType(b *testing.B) {
	types()
	words := []string{"Rapport", "Introduksjonshefte", "Erfaringshefte", "NIBR-rapport 2012:4", "Kommunen som samfunnsutvikler"}
	for b.Loop() {
		for _, w := range words {
			LookupType(w)
		}
	}
}

func BenchmarkNear(b *testing.B) {
	bs, err := LoadBodies()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		bs.Near("Institutt for landskapsøkologi")
	}
}
