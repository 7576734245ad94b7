package reference

import "strings"

// AppendBibTeX appends the reference as an entry in UTF-8 that BibTeX, biber and what
// imports from them read: fields are in braces that balance whatever they hold.
func AppendBibTeX(dst []byte, r *Reference) []byte {
	dst = append(dst, '@')
	dst = append(dst, r.Kind.BibTeX...)
	dst = append(dst, '{')
	dst = append(dst, r.Key...)
	dst = appendNames(dst, "author", r.Bodies)
	// The inner braces keep the case: styles lower that of English titles, others have
	// their own.
	dst = appendField(dst, "title", "{"+TeX(r.Title)+"}")
	switch {
	case r.To != "":
		dst = appendField(dst, "date", r.From+"/"+r.To) // biblatex has ranges
		dst = appendField(dst, "year", r.From+"--"+r.To)
	case r.From != "":
		dst = appendField(dst, "year", r.From)
	}
	dst = appendNames(dst, r.Kind.Body, r.Bodies)
	dst = appendField(dst, genreField(r.Kind.BibTeX), TeX(r.Genre))
	dst = appendField(dst, "url", r.Link) // verbatim to biblatex and \url; percent-encoded, it holds no brace
	dst = appendField(dst, "langid", langid(r.Language))
	dst = appendField(dst, "note", TeX(r.Note))
	dst = appendField(dst, "abstract", TeX(r.Abstract))
	return append(dst, "\n}\n"...)
}

// genreField is where an entry type has its "Rapport".
func genreField(entry string) string {
	switch entry {
	case "techreport", "mastersthesis", "phdthesis":
		return "type"
	case "misc", "booklet":
		return "howpublished"
	}
	return "keywords"
}

func appendField(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(dst, ",\n  "...)
	dst = append(dst, name...)
	dst = append(dst, " = {"...)
	dst = append(dst, value...)
	return append(dst, '}')
}

// appendNames: a body is one name, whatever commas and "and" it has, in its own braces.
func appendNames(dst []byte, field string, names []string) []byte {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = "{" + TeX(name) + "}"
	}
	return appendField(dst, field, strings.Join(all, " and "))
}

// tex escapes what TeX gives a meaning. Braces are commands too: BibTeX counts them
// even after a backslash ("BibTeXing", section 3.2), so \{ alone would end nothing.
var tex = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`,
	`#`, `\#`, `$`, `\$`, `%`, `\%`, `&`, `\&`, `_`, `\_`,
	`~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
)

// TeX is a text as TeX prints it. Two hyphens or quotes would become one dash or quote
// (The TeXbook, chapter 2): an empty group parts them.
func TeX(s string) string {
	s = tex.Replace(s)
	if !strings.Contains(s, "--") && !strings.Contains(s, "''") && !strings.Contains(s, "``") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if c := s[i]; (c == '-' || c == '\'' || c == '`') && i+1 < len(s) && s[i+1] == c {
			b.WriteString("{}")
		}
	}
	return b.String()
}

// langid is what babel and biblatex call a language.
func langid(tag string) string {
	primary, _, _ := strings.Cut(tag, "-")
	switch primary {
	case "nb", "no":
		return "norsk"
	case "nn":
		return "nynorsk"
	case "en":
		return "english"
	case "sv":
		return "swedish"
	case "da":
		return "danish"
	case "se":
		return "samin"
	}
	return ""
}
