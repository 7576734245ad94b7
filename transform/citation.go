package transform

import "strings"

// citation puts a reference together in the order that Norwegian lists use:
// bodies (year). Title. Type. It is for people and is never parsed back.
func citation(r *Record) string {
	var b strings.Builder
	for i, p := range r.Publishers {
		if i > 0 {
			b.WriteString(" ; ") // ISBD's sign between bodies of the same kind
		}
		b.WriteString(p.Name)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString("(" + citedYear(r.Issued) + "). ")
	b.WriteString(r.Title.Value)
	if !strings.HasSuffix(r.Title.Value, "?") && !strings.HasSuffix(r.Title.Value, "!") && !strings.HasSuffix(r.Title.Value, ".") {
		b.WriteByte('.')
	}
	b.WriteString(" " + r.TypeSource + ".")
	return b.String()
}

func citedYear(issued string) string {
	if issued == "" {
		return "u.å."
	}
	return strings.Replace(issued, "/", "–", 1)
}
