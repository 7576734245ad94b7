package publish

import "testing"

// What is quickly found to be legal is legal.
func FuzzPlainIRI(f *testing.F) {
	for _, iri := range []string{
		"http://a", "https://a.example/b#c", "http://a:80/", "http:///", "http:/", "https://", "http://a/b#c#d", "http://a/b?c", "http://a/%41", "http://a/\u00e5", "http://a@b/", "http", "https:/", "http://a[/",
	} {
		f.Add(iri)
	}
	f.Fuzz(func(t *testing.T, iri string) {
		if err := checkIRI(iri); err != nil && isPlainIRI(iri) {
			t.Error(err)
		}
		if (CheckIRI(iri) == nil) != (checkIRI(iri) == nil) {
			t.Errorf("%q: %v, %v", iri, CheckIRI(iri), checkIRI(iri))
		}
	})
}
