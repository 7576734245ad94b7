package harvest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	refreshTo  = regexp.MustCompile(`(?i)^\s*\d+\s*[;,]\s*url\s*=\s*['"]?([^'"\s]+)`)
	wantsLogin = regexp.MustCompile(`(?i)(?:^|[/._-])(?:login|logon|signin|sign-in|log-in|innlogging|logg-inn|sso|auth)(?:[/._?-]|$)`)
	saysError  = regexp.MustCompile(`(?i)\b(?:404|403|500|502|503|not found|page missing|ikke funnet|ikkje funne|finnes ikke|finst ikkje|feilmelding|feil oppstod|error|forbidden|unavailable|maintenance|vedlikehold)\b`)
	wantsJS    = regexp.MustCompile(`(?i)java\s*script`)
)

// instead says what a page without entries seems to be, and what to do, for whoever
// looks into why there are none; "" when nothing can be told. It is a guess, and
// nothing is decided by it.
func instead(doc *html.Node, p *Page, title string) string {
	switch to, text := refreshOf(doc), strings.TrimSpace(textOfBody(doc)); {
	case find(doc, isPasswordField) != nil:
		return "the page asks for a password" + at(p) + "; give the address of a page that anyone may read, or save the page and name the file as the source's fetch"
	case to != "":
		return fmt.Sprintf("the page sends browsers on to %.200q; give that address", to)
	case p.Base != "" && p.Base != p.URL && wantsLogin.MatchString(pathOf(p.Base)):
		return "the page led to a login" + at(p) + "; give the address of a page that anyone may read"
	case saysError.MatchString(title) && len(text) < 2000:
		return fmt.Sprintf("the page says %.100q, although it came with status 200; is the address right?", title)
	case text == "" && find(doc, isScript) == nil:
		return "the page is empty; is the address right?"
	case len(text) < 500 && find(doc, isScript) != nil && (text == "" || emptyRoot(doc) || wantsJS.MatchString(text+noscript(doc))):
		return "the page shows its list with JavaScript, which is not run; is there another address that has the list itself, such as one for printing?"
	}
	return ""
}

func at(p *Page) string {
	if p.Base == "" || p.Base == p.URL {
		return ""
	}
	return " (it was sent from " + p.Base + ")"
}

func pathOf(address string) string {
	_, after, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(after, "/")
	return "/" + path
}

func isPasswordField(n *html.Node) bool {
	kind, _ := attr(n, "type")
	return n.DataAtom == atom.Input && strings.EqualFold(strings.TrimSpace(kind), "password")
}

func isScript(n *html.Node) bool { return n.DataAtom == atom.Script }

// emptyRoot says whether the page has the empty element that a script fills.
func emptyRoot(doc *html.Node) bool {
	return find(doc, func(n *html.Node) bool {
		id, _ := attr(n, "id")
		switch id {
		case "root", "app", "__next", "__nuxt", "main", "svelte", "q-app":
			return strings.TrimSpace(rawText(n)) == ""
		}
		return strings.Contains(n.Data, "-root") && strings.TrimSpace(rawText(n)) == ""
	}) != nil
}

func noscript(doc *html.Node) string {
	var b strings.Builder
	for n := range descend(doc) {
		if n.DataAtom == atom.Noscript {
			b.WriteString(" " + rawText(n))
		}
	}
	return b.String()
}

func refreshOf(doc *html.Node) string {
	to := ""
	find(doc, func(n *html.Node) bool {
		kind, _ := attr(n, "http-equiv")
		if n.DataAtom != atom.Meta || !strings.EqualFold(strings.TrimSpace(kind), "refresh") {
			return false
		}
		content, _ := attr(n, "content")
		if m := refreshTo.FindStringSubmatch(content); m != nil {
			to = m[1]
		}
		return to != ""
	})
	return to
}

// textOfBody is all that is read of a page.
func textOfBody(doc *html.Node) string {
	if body := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Body }); body != nil {
		return textOf(body)
	}
	return ""
}

// isJSON tells data that was declared as a page.
func isJSON(body []byte) bool {
	start := strings.TrimSpace(string(body[:min(len(body), 64)]))
	return (strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[")) && json.Valid(body)
}
