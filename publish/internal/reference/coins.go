package reference

import (
	"net/url"
	"strings"
)

// COinS is the title attribute of a span of class Z3988 (ANSI/NISO Z39.88-2004; COinS 1.0),
// by which Zotero finds the item on a page.
func COinS(r *Reference) string {
	var b strings.Builder
	b.Grow(512)
	b.WriteString("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3A")
	b.WriteString(r.Kind.Matrix)
	add := func(name, value string) {
		if value != "" {
			b.WriteByte('&')
			b.WriteString(name)
			b.WriteByte('=')
			b.WriteString(url.QueryEscape(value))
		}
	}
	body := "rft.aucorp"
	switch r.Kind.Matrix {
	case "book":
		add("rft.genre", r.Kind.Genre)
		add("rft.btitle", r.Title)
		add("rft.pub", join(r.Bodies))
	case "journal":
		add("rft.genre", r.Kind.Genre)
		add("rft.atitle", r.Title)
	case "dissertation":
		add("rft.title", r.Title)
		add("rft.inst", join(r.Bodies))
	default:
		body = "rft.creator"
		add("rft.type", r.Kind.Genre)
		add("rft.title", r.Title)
		add("rft.publisher", join(r.Bodies))
	}
	for _, name := range r.Bodies {
		add(body, name)
	}
	if r.To != "" {
		add("rft.date", r.From+"/"+r.To)
	} else {
		add("rft.date", r.From)
	}
	add("rft.language", r.Language)
	add("rft_id", r.Link)
	return b.String()
}

func join(names []string) string { return strings.Join(names, "; ") }
