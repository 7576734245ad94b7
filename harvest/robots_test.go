package harvest

import (
	"regexp"
	"strings"
	"testing"
)

func TestRobotsRules(t *testing.T) {
	for name, c := range map[string]struct {
		robots  string
		allowed string // paths, separated by spaces
		refused string
	}{
		"nothing":                 {"", "/ /a", ""},
		"no rules for us":         {"User-agent: other\nDisallow: /", "/ /a", ""},
		"everyone":                {"User-agent: *\nDisallow: /", "/robots.txt", "/ /a"},
		"us, in any case":         {"USER-AGENT : SamLing\nDISALLOW : /x", "/ /y", "/x /x/y /xy"},
		"us, with a version":      {"User-agent: samling/0.9\nDisallow: /x", "/", "/x"},
		"only our name's start":   {"User-agent: sam\nDisallow: /", "/ /a", ""},
		"a longer name":           {"User-agent: samling-image\nDisallow: /", "/ /a", ""},
		"us before everyone":      {"User-agent: *\nDisallow: /\n\nUser-agent: samling\nDisallow: /x", "/ /a", "/x"},
		"we are let in":           {"User-agent: *\nDisallow: /\n\nUser-agent: samling\nDisallow:\n", "/ /a", ""},
		"we are let in, first":    {"User-agent: samling\nDisallow:\n\nUser-agent: *\nDisallow: /", "/ /a", ""},
		"we have no rules":        {"User-agent: *\nDisallow: /\nUser-agent: samling", "/ /a", ""},
		"a group of two":          {"User-agent: other\nUser-agent: samling\nDisallow: /x", "/", "/x"},
		"two groups of ours":      {"User-agent: samling\nDisallow: /x\nUser-agent: b\nDisallow: /\nUser-agent: Samling\nDisallow: /y", "/ /z", "/x /y"},
		"other lines end nothing": {"User-agent: samling\nCrawl-delay: 5\nSitemap: https://example.org/s\nnonsense\nUser-agent: b\nDisallow: /x", "/", "/x"},
		"rules before any group":  {"Disallow: /\nAllow: /\nUser-agent: *\nDisallow: /x", "/", "/x"},
		"comments":                {"# all\nUser-agent: * # everyone\nDisallow: /x # secret", "/ /y", "/x"},
		"line ends":               {"User-agent: *\rDisallow: /x\r\n\r\nDisallow: /y\n", "/", "/x /y"},
		"byte order mark":         {"\xef\xbb\xbfUser-agent: *\nDisallow: /x", "/", "/x"},
		"longest wins":            {"User-agent: *\nAllow: /a/b\nDisallow: /a\nDisallow: /a/b/c", "/ /a/b /a/bc", "/a /a/c /a/b/c"},
		"allow wins a tie":        {"User-agent: *\nDisallow: /page\nAllow: /page", "/page", ""},
		"wildcards":               {"User-agent: *\nDisallow: /*.php\nDisallow: /a/*/b", "/x /a/b /aa/x/b", "/x.php /x.php5 /a/x/b /a/x/y/bc"},
		"to the end":              {"User-agent: *\nDisallow: /*.pdf$\nDisallow: /x$", "/a.pdfx /xy /a/x", "/a.pdf /x"},
		"wildcards are anchored":  {"User-agent: *\nDisallow: /a*b", "/x/a/b", "/a/b /ab"},
		"a star and the end":      {"User-agent: *\nDisallow: /a*a$", "/a /ab", "/aa /aba"},
		"a leading star":          {"User-agent: *\nDisallow: *secret", "/", "/a/secret"},
		"no leading slash":        {"User-agent: *\nDisallow: secret", "/a/secret", "/secret"},
		"query":                   {"User-agent: *\nDisallow: /*?print=1&b", "/a?b&print=1 /a", "/a?print=1&b"},
		"encoded octets":          {"User-agent: *\nDisallow: /foo/bar/%62%61%7A\nDisallow: /bl%c3%a5\nDisallow: /bær", "/", "/foo/bar/baz /bl%C3%A5 /b%C3%A6r"},
		"encoded slash":           {"User-agent: *\nDisallow: /a%2Fb", "/a/b", "/a%2fb"},
		"stars and ends, encoded": {"User-agent: *\nDisallow: /a%2a\nDisallow: /b%24\nDisallow: /c$d", "/ax /bx /cd", "/a* /b$ /c$d"},
		"a space in a rule":       {"User-agent: *\nDisallow: /a b", "/a", "/a%20b"},
		"html instead of rules":   {"<!DOCTYPE html><p>Disallow: /</p>", "/ /a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := Robots{Status: 200, Body: []byte(c.robots)}
			for _, path := range strings.Fields(c.allowed) {
				if line := r.disallows("Samling", path); line != "" {
					t.Errorf("%s: %q", path, line)
				}
			}
			for _, path := range strings.Fields(c.refused) {
				if r.disallows("Samling", path) == "" {
					t.Errorf("%s is allowed", path)
				}
			}
		})
	}
}

func TestProductToken(t *testing.T) {
	for agent, want := range map[string]string{
		"Samling/1.0 (+https://example.org/)": "Samling",
		"samling":                             "samling",
		"My-bot_x 2":                          "My-bot_x",
		"*":                                   "",
		"":                                    "",
	} {
		if got := productToken(agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}

// The matcher is checked against regular expressions, which say the same more slowly.
func FuzzRobotsMatch(f *testing.F) {
	f.Add("/a*b$", "/axb")
	f.Add("/*a*ab", "/aab")
	f.Add("*", "/")
	f.Add("/$", "/")
	f.Fuzz(func(t *testing.T, value, path string) {
		pattern, path := canonicalPattern(strings.TrimSpace(value)), canonicalPath(path)
		if pattern == "" {
			return
		}
		expression := regexp.QuoteMeta(pattern)
		expression = strings.ReplaceAll(expression, `\*`, `.*`)
		if rest, ok := strings.CutSuffix(expression, `\$`); ok {
			expression = rest + "$"
		}
		want := regexp.MustCompile("^" + expression).MatchString(path)
		if got := robotsMatch(pattern, path); got != want {
			t.Errorf("%q on %q: %v", pattern, path, got)
		}
	})
}
