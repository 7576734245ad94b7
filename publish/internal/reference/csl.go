package reference

import "samling/publish"

// AppendCSL appends the reference as an item of CSL-JSON (csl-data.json of CSL 1.0.2).
func AppendCSL(dst []byte, r *Reference) []byte {
	dst = append(dst, `{"id":`...)
	dst = publish.AppendText(dst, r.Key)
	dst = appendMember(dst, "type", r.Kind.CSL)
	dst = appendMember(dst, "title", r.Title)
	for i, name := range r.Bodies {
		if i == 0 {
			dst = append(dst, `,"author":[{"literal":`...)
		} else {
			dst = append(dst, `},{"literal":`...)
		}
		dst = publish.AppendText(dst, name)
		if i == len(r.Bodies)-1 {
			dst = append(dst, "}]"...)
		}
	}
	if r.From != "" {
		dst = append(dst, `,"issued":{"date-parts":[[`...)
		dst = append(dst, number(r.From)...)
		if r.To != "" {
			dst = append(dst, "],["...)
			dst = append(dst, number(r.To)...)
		}
		dst = append(dst, "]]}"...)
	}
	dst = appendMember(dst, "publisher", join(r.Bodies))
	dst = appendMember(dst, "genre", r.Genre)
	dst = appendMember(dst, "language", r.Language)
	dst = appendMember(dst, "URL", r.Link)
	dst = appendMember(dst, "source", r.Source)
	dst = appendMember(dst, "note", r.Note)
	dst = appendMember(dst, "abstract", r.Abstract)
	return append(dst, '}')
}

func appendMember(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(dst, `,"`...)
	dst = append(dst, name...)
	dst = append(dst, `":`...)
	return publish.AppendText(dst, value)
}

// number is a year as JSON has numbers: without zeros before it.
func number(year string) string {
	for len(year) > 1 && year[0] == '0' {
		year = year[1:]
	}
	return year
}
