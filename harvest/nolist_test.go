package harvest_test

import (
	"strings"
	"testing"
)

// notLists are pages that have dashes, years, headings and type words, and no list.
var notLists = map[string]string{
	"empty": "", "white space": " \n\t ", "only tags": "<html><body><div></div></body></html>", "only a comment": "<!-- Rapport – KS 2018 -->",
	"login":                     `<h1>Logg inn</h1><form action=/login><label>Brukernavn</label><input name=u><p>Rapport – KS 2018</p><button>Logg inn</button></form><p>Glemt passord?</p>`,
	"login, webforms":           `<form id=aspnetForm><input type=hidden name=__VIEWSTATE><h1>Logg inn</h1><p>Brukernavn</p><input name=u><p>Portal – versjon 2019</p></form>`,
	"error":                     `<h1>Siden finnes ikke</h1><p>Feil 404 – siden er flyttet eller slettet i 2018</p><p>Gå til <a href=/>forsiden</a>.</p>`,
	"error in lines":            `<h1>Noe gikk galt</h1><p>Vi jobber med saken.</p><p>Feilkode – 2018</p><p>Referanse – ABC 2019</p>`,
	"prose":                     `<h1>Kommunereformen</h1><p>Rapporten – som ble lagt fram i 2014 – var lang.</p><p>Notat eller rapport – begge ble skrevet i 2015</p><p>Stortinget behandlet saken tre ganger – i 2014, 2015 og 2017.</p>`,
	"timeline":                  `<h1>Historie</h1><h3>Starten</h3><p>1998 – kommunen ble dannet</p><h3>Reformen</h3><p>2014 – kommunen ble slått sammen i 2020</p><p>2016 – nytt rådhus</p>`,
	"timeline of bold":          `<p><b>Oppstart</b><br>Regjeringen – august 2014</p><p><b>Vedtak</b><br>Stortinget – juni 2017</p><p><b>Slutt</b><br>Kommunene – 2020</p>`,
	"headings":                  `<h1>Reformene</h1><h2>Kommunereformen – 2014</h2><p>Den kom først.</p><h2>Regionreformen – 2016</h2><p>Så kom denne.</p><h2>Politireformen – status 2018</h2><p>Og denne.</p>`,
	"two headings":              `<h1>Reformene</h1><h2>Bakgrunn</h2><h3>Kommunereformen – Stortinget 2014</h3><p>Den kom først.</p><h2>Etterpå</h2><h3>Regionreformen – Stortinget 2016</h3><p>Så kom denne.</p>`,
	"events":                    `<h1>Arrangementer</h1><h3><a href=/1>Distriktskonferansen</a></h3><p>Konferanse – Bodø 2019</p><p>Velkommen.</p><h3><a href=/2>Plandagene</a></h3><p>Seminar – Oslo 2019</p><p>Meld deg på.</p>`,
	"people":                    `<h3>Kari Nordmann</h3><p>Forsker – NIBR</p><h3>Ola Nordmann</h3><p>Rådgiver – KS 2014–2018</p><h3>Per Hansen</h3><p>Leder – Distriktssenteret siden 2012</p>`,
	"jobs":                      `<ul><li><strong>Prosjektleder</strong><br>Innovasjon Norge – Tromsø 2018</li><li><strong>Rådgiver</strong><br>Fylkeskommunen – Bodø 2018</li></ul>`,
	"article byline":            `<main><h1>Bygda vokser</h1><p>Artikkel – publisert 12.03.2018</p><p>Det bor flere i bygda enn før.</p><h2>Hvorfor</h2><p>Ingen vet.</p></main>`,
	"one publication":           `<main><h1>Interkommunalt plansamarbeid</h1><p class=meta>Rapport – NIBR 2012</p><p>Rapporten handler om plansamarbeid.</p><p><a href=/r.pdf>Last ned</a></p></main>`,
	"one publication, header":   `<main><article><header><h1>Interkommunalt plansamarbeid</h1><p class=meta>Rapport – NIBR/Østlandsforskning 2012</p></header><p>Rapporten handler om plansamarbeid.</p></article></main>`,
	"with a sidebar":            `<main><h1>Bygda vokser</h1><p>Det bor flere i bygda enn før.</p></main><div class=sidebar><h3>Bokbussen lever</h3><p>Rapport – KS 2018</p><h3>Kart</h3><p>Notat – KS 2017</p></div>`,
	"with related":              `<main><h1>Bygda vokser</h1><p>Det bor flere i bygda enn før.</p><h2>Les også</h2><h3>Bokbussen lever</h3><p>Rapport – KS 2018</p><h3>Kart</h3><p>Notat – KS 2017</p></main>`,
	"footer":                    `<h1>Velkommen</h1><p>Her finner du alt.</p><div id=footer><p>Om oss</p><p>Rapport – Biblioteket 2019</p></div>`,
	"search results":            `<h1>Søk</h1><p>Du søkte på «rapport – nibr 2012»</p><p>Ingen treff – prøv igjen</p><ul><li>Artikler (0)</li><li>Rapporter (0)</li></ul>`,
	"bibliography":              `<h1>Kilder</h1><p>NIBR (2012). Interkommunalt plansamarbeid. Rapport.</p><p>Hansen, P. (2014). Kommunen – en introduksjon. Oslo: KS 2014.</p><p>KS 2018. Rapport – om styring. Oslo.</p>`,
	"references in li":          `<h2>Litteratur</h2><ol><li>Hansen, P. og Olsen, K. (2012): Plan – og virkelighet. Rapport 2012:4. NIBR, Oslo 2012</li><li>Vik, A.: Samarbeid – en studie. Notat 5/2014. Bergen 2014</li></ol>`,
	"figures":                   `<h2>Tall</h2><ul><li>Antall kommuner – 356 i 2020</li><li>Antall fylker – 11 i 2020</li><li>Folketall – 5 millioner 2018</li></ul>`,
	"table of figures":          `<table><tr><th>År</th><th>Kommuner – antall</th></tr><tr><td>Nord – 2018</td><td>80</td></tr><tr><td>Sør – 2018</td><td>120</td></tr></table>`,
	"opening hours":             `<h3>Bibliotek</h3><p>Mandag – fredag 1000–2000</p><h3>Kafé</h3><p>Lørdag – søndag 1000–1600</p>`,
	"frequently asked":          `<details><summary>Hva er en rapport?</summary><p>En rapport – og det er viktig – er lang.</p></details><details><summary>Hva er et notat?</summary><p>Notat – kortere enn en rapport</p></details>`,
	"products":                  `<h3>Stol</h3><p>Modell – Oslo 2018</p><p>Kr 1200</p><h3>Bord</h3><p>Modell – Bergen 2019</p><p>Kr 2400</p>`,
	"description list of dates": `<dl><dt>Frist</dt><dd>Søknad – mars 2019</dd><dt>Vedtak</dt><dd>Styret – juni 2019</dd></dl>`,
	"navigation only":           `<nav><h3>Tema</h3><p>Rapport – KS 2018</p></nav><main><h1>Hei</h1></main>`,
	"json in script":            `<h1>App</h1><script>{"t":"<h3>A</h3><p>Rapport – KS 2018</p>"}</script><div id=root></div>`,
	"captcha":                   `<title>Just a moment...</title><h1>Checking your browser – 2019</h1><p>Please wait.</p><p>Ray ID – 4f2018</p>`,
}

func TestNoList(t *testing.T) {
	for name, page := range notLists {
		t.Run(name, func(t *testing.T) {
			for _, e := range readHTML(t, page).Entries {
				t.Errorf("read an entry: %q, %q", e.Title, e.TypeLine.Text)
			}
			for _, e := range readAs(t, strings.ReplaceAll(tags.ReplaceAllString(page, "\n"), "\n\n", "\n"), "text/plain").Entries {
				if !strings.Contains(plainLists, "|"+name+"|") {
					t.Errorf("plain text: read an entry: %q, %q", e.Title, e.TypeLine.Text)
				}
			}
		})
	}
}

// plainLists are pages that read as lists when nothing is left but their lines.
const plainLists = "|article byline|only a comment|login|one publication|one publication, header|with a sidebar|with related|footer|navigation only|json in script|"
