package hostiletest

import (
	"fmt"
	"net/http"
	"strings"
)

func pages() []Case {
	return []Case{
		{Name: "error page with 200", Stage: NoList, Says: []string{"Siden finnes ikke", "although it came with status 200"},
			Handler: html("<title>Siden finnes ikke</title><h1>Siden finnes ikke</h1><p>Gå til forsiden.</p>")},
		{Name: "login page", Stage: NoList, Says: []string{"asks for a password", "anyone may read"},
			Handler: html("<h1>Logg inn</h1><form><input name=u><input type=password name=p></form>")},
		{Name: "redirect to a login", Stage: NoList, Says: []string{"asks for a password", "/login"}, Handler: func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/login" {
				http.Redirect(w, r, "/login?next=/liste", http.StatusFound)
				return
			}
			html("<h1>Velkommen</h1><form><input type=password></form>")(w, r)
		}},
		{Name: "login without a password", Stage: NoList, Says: []string{"led to a login"}, Handler: func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/sso/start" {
				http.Redirect(w, r, "/sso/start", http.StatusFound)
				return
			}
			html("<h1>Velkommen</h1><p>Velg hvem du er.</p>")(w, r)
		}},
		{Name: "meta refresh for ever", Stage: NoList, Says: []string{"sends browsers on to", "/liste?n=1"},
			Handler: html(`<meta http-equiv=refresh content="0; url=/liste?n=1"><p>Vent litt.</p>`)},
		{Name: "JavaScript only", Stage: NoList, Says: []string{"shows its list with JavaScript"},
			Handler: html(`<title>Liste</title><div id=root></div><script src=app.js></script>`)},
		{Name: "JavaScript wanted", Stage: NoList, Says: []string{"shows its list with JavaScript"},
			Handler: html(`<title>Liste</title><p>Laster …</p><noscript>Du må slå på JavaScript.</noscript><script src=app.js></script>`)},
		{Name: "half the entries", Stage: List, Entries: 1, Handler: html(Entry)},
		{Name: "entry in a script", Stage: NoList, Handler: html("<script>" + Entry)},
	}
}

// distinct is n formatting elements, each another one.
func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<font size=%d>", i)
	}
	return b.String()
}

func depths() []Case {
	deep := func(tag string) http.HandlerFunc { return html(strings.Repeat(tag, 100_000) + Entry) }
	return []Case{
		{Name: "100,000 div", Stage: List, Entries: 1, Handler: deep("<div>")},
		{Name: "100,000 span", Stage: List, Entries: 1, Handler: deep("<span>")},
		{Name: "100,000 tables", Stage: List, Entries: 1, Handler: deep("<table>")},
		{Name: "100,000 elements nobody knows", Stage: List, Entries: 1, Handler: deep("<x-y>")},
		{Name: "half a million elements", Stage: Refused, Says: []string{"more than 500000 elements", "is the address right?"},
			Handler: html(strings.Repeat("<p>x", 500_000))},
		{Name: "formatting nobody closes", Stage: Refused, Says: []string{"more than 500000 elements"},
			Handler: html(distinct(300) + strings.Repeat("<p>x", 50_000))},
		{Name: "html tags", Stage: List, Entries: 1, Handler: deep("<html a>")},
	}
}
