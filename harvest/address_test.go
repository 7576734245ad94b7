package harvest

import "testing"

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"http://example.org":                    "http://example.org/",
		"HTTPS://Example.ORG:443/a/./b/../c#d":  "https://example.org/a/c",
		"https://example.org:8443/?q=å&a=1":     "https://example.org:8443/?q=%C3%A5&a=1",
		"https://blåbærsyltetøy.no/":            "https://xn--blbrsyltety-y8ao3x.no/",
		"https://xn--blbrsyltety-y8ao3x.no/":    "https://xn--blbrsyltety-y8ao3x.no/",
		"https://foo_bar.example.org/":          "https://foo_bar.example.org/",
		"https://example.org/a%2Fb/100%":        "",
		"https://example.org/a b|c^d\"e":        "https://example.org/a%20b%7Cc%5Ed%22e",
		"https://example.org/../../x":           "https://example.org/x",
		"https://example.org/x/%2e%2e/y":        "https://example.org/y",
		"http://2130706433/":                    "http://127.0.0.1/",
		"http://[::FFFF:7f00:1]:80/":            "http://[::ffff:7f00:1]/",
		"https://example.org/a?b=c%20d+e&&f=[]": "https://example.org/a?b=c%20d+e&&f=[]",
		"":                                      "",
		"example.org/liste":                     "",
		"/liste.html":                           "",
		"ftp://example.org/":                    "",
		"file:///etc/passwd":                    "",
		"http://":                               "",
		"http:///x":                             "",
		"http://:80/":                           "",
		"http://user@example.org/":              "",
		"http://user:pass@example.org/":         "",
		"http://example.org:99999/":             "",
		"http://exa mple.org/":                  "",
		"http://example.org/\n":                 "",
		"http://xn--a/":                         "",
		"http://256.256.256.256/":               "",
	} {
		got, err := parseAddress(address)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q: %s, want an error", address, got)
		case want != "" && err != nil:
			t.Errorf("%q: %v", address, err)
		case want != "" && got.String() != want:
			t.Errorf("%q: %s, want %s", address, got, want)
		}
	}
}

// What robots.txt is read for must be what colly, which parses it again, sends.
func FuzzAddressIsStable(f *testing.F) {
	for _, seed := range []string{"http://example.org/a b|^%zz?q='\"#x", "https://æ.no/%2e/%/../;a=1?%", "http://a/[x]{y}`\\z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		once, err := parseAddress(address)
		if err != nil {
			return
		}
		again, err := parseAddress(once.String())
		if err != nil || again.String() != once.String() {
			t.Errorf("%q is %q, and then %v, %v", address, once, again, err)
		}
	})
}
