package plain

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// Link returns an http or https address in ASCII (RFC 3986): the host in punycode
// and lower case, everything after it percent-encoded. What was encoded already
// stays as it is. It is "" for any other scheme, for an address without a host or
// with a user in it ("https://bank.example@evil.example/" deceives), and for one
// whose host is not legal.
func Link(address string) string {
	address = strings.TrimSpace(address)
	colon := strings.Index(address, "://")
	if colon < 0 {
		return ""
	}
	scheme := strings.ToLower(address[:colon])
	if scheme != "http" && scheme != "https" {
		return ""
	}
	rest := address[colon+3:]
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	host := asciiHost(rest[:end])
	if host == "" || strings.HasPrefix(rest[end:], `\`) { // browsers take \ for /, others do not
		return ""
	}
	path := escape(rest[end:])
	if path == "" || path[0] == '?' || path[0] == '#' {
		path = "/" + path // the same address (RFC 3986, section 6.2.3)
	}
	if len(address) == len(scheme)+len("://")+len(host)+len(path) && address[:colon] == scheme && host == rest[:end] && path == rest[end:] {
		return address
	}
	return scheme + "://" + host + path
}

// asciiHost returns "host" or "host:port", or "" if it is not legal.
func asciiHost(s string) string {
	host, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		host, port = s[:i], s[i+1:]
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return ""
		}
		port = ":" + port
	}
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		ip, err := netip.ParseAddr(host[1 : len(host)-1])
		if err != nil || !ip.Is6() || ip.Zone() != "" {
			return ""
		}
		return host + port
	}
	if isSimple(host) {
		return s
	}
	name, err := idna.Lookup.ToASCII(strings.ToLower(host))
	if err != nil || name == "" || len(name) > 253 {
		return ""
	}
	return name + port
}

// isSimple finds quickly that a host is legal as it is: labels of small letters and digits
// with single dots between them.
func isSimple(host string) bool {
	dot := true
	for i := range len(host) {
		switch c := host[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			dot = false
		case c == '.' && !dot:
			dot = true
		default:
			return false
		}
	}
	return !dot && len(host) <= 63
}

// standing are the characters that stand for themselves in a path (RFC 3986,
// appendix A: pchar and "/").
var standing = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/")

func table(chars string) (t [256]bool) {
	for i := range len(chars) {
		t[chars[i]] = true
	}
	return t
}

// escape percent-encodes what may not stand in path, query and fragment. The first
// "#" keeps its meaning; a per cent sign that begins no escape is written %25.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	fragment, from := false, 0
	for i := range len(s) {
		switch c := s[i]; {
		case standing[c], c == '?':
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
		case c == '#' && !fragment:
			fragment = true
		default:
			b.WriteString(s[from:i])
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			from = i + 1
		}
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
