package site

import (
	"samling/publish"
	"samling/publish/internal/place"
)

// link is how a page offers a file.
type link struct{ Href, Type, Name string }

// dumps are the links to the dumps with these paths and names. One that is split has a
// file for each segment: the page that lists them all is offered in its place.
func dumps(l publish.Layout, all ...link) (offered []link) {
	for _, d := range all {
		switch files := l.Files(d.Href); {
		case l.Segments > 0:
			if len(offered) == 0 {
				offered = append(offered, link{Href: place.VoID, Type: "text/html"})
			} else {
				offered[0].Name += ", "
			}
			offered[0].Name += d.Name
		case l.Packed:
			offered = append(offered, link{files[0], "application/gzip", d.Name + " (gzip)"})
		default:
			offered = append(offered, d)
		}
	}
	return offered
}

func turtleDump(name string) link { return link{name + ".ttl", "text/turtle", "Turtle"} }

func jsonldDump(name string) link { return link{name + ".jsonld", "application/ld+json", "JSON-LD"} }

// citations are the links to the lists of citations, where there are any.
func citations(l publish.Layout) []link {
	if l.Segments > 0 {
		return nil
	}
	return dumps(l,
		link{"citations.bib", "application/x-bibtex", "BibTeX"},
		link{"citations.ris", "application/x-research-info-systems", "RIS"},
		link{"citations.csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON"})
}
