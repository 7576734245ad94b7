package oaipmh

import (
	"strings"

	"samling/publish"
)

// The three sets at the top. Every item is in each of them, through one below it.
const (
	bySource   = "source"
	byType     = "type"
	byLanguage = "lang"
)

// selection is what a setSpec selects; ok is false where there is no such set.
func selection(spec string) (s publish.Selection, ok bool) {
	top, key, below := strings.Cut(spec, ":")
	if below && (key == "" || strings.Contains(key, ":")) {
		return s, false
	}
	switch top {
	case bySource:
		s.Source = key
	case byType:
		s.Type = key
	case byLanguage:
		s.Language = key
	default:
		return s, false
	}
	return s, true
}

// setsOf are the sets of an item, without those above them (section 2.6).
func setsOf(it *Item) []string {
	var specs []string
	for _, spec := range []string{bySource + ":" + it.Source, byType + ":" + it.Type, byLanguage + ":" + it.Title.Language} {
		if setForm.MatchString(spec) {
			specs = append(specs, spec)
		}
	}
	return specs
}
