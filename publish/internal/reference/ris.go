package reference

import "strings"

// AppendRIS appends the reference in RIS (Research Information Systems, 2001): a tag of
// two characters, two spaces, a hyphen, a space, and the value to the end of the line.
// Every value is one line, so no value can begin a tag.
func AppendRIS(dst []byte, r *Reference) []byte {
	dst = appendTag(dst, "TY", r.Kind.RIS)
	dst = appendTag(dst, "ID", r.Key)
	dst = appendTag(dst, "TI", r.Title)
	for _, name := range r.Bodies {
		dst = appendTag(dst, "AU", corporate(name))
	}
	if r.To != "" {
		dst = appendTag(dst, "PY", r.From+"-"+r.To)
	} else {
		dst = appendTag(dst, "PY", r.From)
	}
	dst = appendTag(dst, "PB", join(r.Bodies))
	dst = appendTag(dst, "M3", r.Genre)
	dst = appendTag(dst, "LA", r.Language)
	dst = appendTag(dst, "UR", r.Link)
	dst = appendTag(dst, "DP", r.Source)
	dst = appendTag(dst, "N1", r.Note)
	dst = appendTag(dst, "AB", r.Abstract)
	return append(dst, "ER  - \r\n"...)
}

// corporate is a body's name in an author tag, where a comma would part a surname from
// first names, and cannot be escaped: a dash stands for it. The name as written is in PB.
func corporate(name string) string {
	return strings.ReplaceAll(name, ",", " –")
}

func appendTag(dst []byte, tag, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(dst, tag...)
	dst = append(dst, "  - "...)
	dst = append(dst, value...)
	return append(dst, "\r\n"...)
}
