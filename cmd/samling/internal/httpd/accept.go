package httpd

import (
	"iter"
	"strings"
)

// mostItems is how many members of a list header are read. No client sends so many;
// what comes after them is as if it had not been sent.
const mostItems = 200

// mediaRange is one member of Accept (RFC 9110, section 12.5.1), in lower case.
// Parameters are not matched: charset is always UTF-8, and a profile that a client
// asks for (RFC 6906) never makes a form of ours another one.
type mediaRange struct {
	kind, sub string // "*" for any
	bare      bool   // it has no parameters but q
	weight    int    // in thousandths
}

// parseAccept reads the Accept lines. What is no media range, or has a weight that is
// none, is left out; with nothing left it is as if there were no header.
func parseAccept(lines []string) (ranges []mediaRange) {
	for item := range items(lines) {
		name, params := cutParams(item)
		if name == "*" { // java.net.HttpURLConnection
			name = "*/*"
		}
		kind, sub, ok := strings.Cut(strings.ToLower(name), "/")
		if !ok || kind == "" || sub == "" || kind == "*" && sub != "*" {
			continue
		}
		weight, bare, ok := weigh(params)
		if ok {
			ranges = append(ranges, mediaRange{kind, sub, bare, weight})
		}
	}
	return ranges
}

// items are the members of a list header that is given in one or more lines.
func items(lines []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		n := 0
		for _, line := range lines {
			for item := range split(line, ',') {
				if item = strings.TrimSpace(item); item == "" {
					continue // RFC 9110, section 5.6.1.2: empty members are ignored
				}
				if n++; n > mostItems || !yield(item) {
					return
				}
			}
		}
	}
}

// split cuts s at each separator that is in no quoted string (section 5.6.4).
func split(s string, separator byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		for i := 0; i < len(s); i++ {
			switch {
			case quoted && s[i] == '\\':
				i++
			case s[i] == '"':
				quoted = !quoted
			case s[i] == separator && !quoted:
				if !yield(s[start:i]) {
					return
				}
				start = i + 1
			}
		}
		yield(s[start:])
	}
}

func cutParams(item string) (name, params string) {
	name, params, _ = strings.Cut(item, ";")
	return strings.TrimSpace(name), params
}

// weigh reads the weight from the parameters of a member; bare says that there is no
// other parameter, ok that the weight is one.
func weigh(params string) (weight int, bare, ok bool) {
	weight, bare = 1000, true
	for p := range split(params, ';') {
		name, value, _ := strings.Cut(p, "=")
		switch name = strings.TrimSpace(name); {
		case name == "":
		case strings.EqualFold(name, "q"):
			weight, ok = thousandths(strings.TrimSpace(value))
			return weight, bare, ok // what follows is no parameter of the range
		default:
			bare = false
		}
	}
	return weight, bare, true
}

// thousandths reads a qvalue (section 12.4.2). Digits after the third are dropped, and
// the zero before the point may be, as in what some Java clients send.
func thousandths(s string) (int, bool) {
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" && fraction == "" || len(whole) > 1 || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	n := 0
	for i := range 3 {
		n *= 10
		if point && i < len(fraction) {
			n += int(fraction[i] - '0')
		}
	}
	switch whole {
	case "", "0":
		return n, true
	case "1":
		return 1000, n == 0
	}
	return 0, false
}
