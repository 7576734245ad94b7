package oaipmh

import (
	"cmp"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/vocab"
)

// listSets answers ListSets (section 4.6), on one page.
func (a *answerer) listSets(r request, to *response) error {
	if given, ok := r.args["resumptionToken"]; ok {
		return fail(badResumptionToken, "%s was not given out here; the sets are on one page", quoted(given))
	}
	sources, err := a.view.Sources(a.ctx)
	if err != nil {
		return err
	}
	facets, err := a.view.Facets(a.ctx)
	if err != nil {
		return err
	}
	info := a.view.Info()
	names := wordsIn(info.Language)
	sets := []set{{Spec: bySource, Name: names.bySource}}
	for _, s := range sources {
		sets = append(sets, set{bySource + ":" + s.ID, cmp.Or(plain.Line(s.Title.Value), s.ID), &description{sourceDC(s)}})
	}
	sets = append(sets, set{Spec: byType, Name: names.byType})
	for _, t := range facets.Types {
		sets = append(sets, typeSet(t.Key, info))
	}
	sets = append(sets, set{Spec: byLanguage, Name: names.byLanguage})
	for _, l := range facets.Languages {
		sets = append(sets, set{Spec: byLanguage + ":" + l.Key, Name: names.language(l.Key)})
	}
	to.Sets = legal(sets)
	return nil
}

// typeSet is the set of a type, described by its words in all languages.
func typeSet(key string, info publish.Info) set {
	t, ok := vocab.TypeByKey(key)
	if !ok {
		return set{Spec: byType + ":" + key, Name: key}
	}
	return set{byType + ":" + key, t.Label(info.Language), &description{typeDC(t, info)}}
}

// legal leaves out what no setSpec can name; [setsOf] leaves the same out.
func legal(sets []set) *[]set {
	kept := sets[:0]
	for _, s := range sets {
		if setForm.MatchString(s.Spec) {
			kept = append(kept, s)
		}
	}
	return &kept
}
