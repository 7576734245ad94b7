package transform

import "strings"

// citation puts a reference together in the order that Norwegian lists use:
// bodies (year). Title. Type. It is for people and is never parsed back.
func citation(r *Record) string {
	parts := make([]string, 0, 16)
	for i, p := range r.Publishers {
		if i > 0 {
			parts = append(parts, " ; ") // ISBD's sign between bodies of the same kind
		}
		parts = append(parts, p.Name)
	}
	if len(r.Publishers) > 1 || len(r.Publishers) == 1 && r.Publishers[0].Name != "" {
		parts = append(parts, " ")
	}
	parts = append(parts, "(", citedYear(r.Issued), "). ", r.Title.Value)
	if !strings.HasSuffix(r.Title.Value, "?") && !strings.HasSuffix(r.Title.Value, "!") && !strings.HasSuffix(r.Title.Value, ".") {
		parts = append(parts, ".")
	}
	return strings.Join(append(parts, " ", r.TypeSource, "."), "")
}

func citedYear(issued string) string {
	if issued == "" {
		return "u.å."
	}
	return strings.Replace(issued, "/", "–", 1)
}
