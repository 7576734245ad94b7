package harvest_test

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"samling/harvest"
)

// A made list of entries is rendered in every layout, in every surrounding, with
// every kind of noise, and must be read the same from all of them.

// item is an entry of the made list. Descriptions are HTML; link is "" for none.
type item struct {
	title, line, link string
	desc              []string
}

var sixItems = []item{
	{"Kom i gang med næringsplansamarbeid", "Artikkel – Distriktssenteret 2018", "/e/1", []string{
		"Regionalt samarbeid kan styrke lokal utvikling. Her gir vi noen tips til hvordan du kommer i gang."}},
	{"Listerrådet – et regionråd som skaper mer enn planer", "Rapport – Uni Research Rokkansenteret 2018", "", []string{
		"Rapporten – som er den første av tre – viser at <b>operativ ledelse</b> bør få <i>større</i> oppmerksomhet.",
		"Den bygger på intervjuer i åtte kommuner, gjort i 2016 og 2017."}},
	{"Ønskjer du meir samarbeid i din region?", "Notat – NIBR/Østlandsforskning 2012", "/e/3", []string{
		"Då kan du hente «inspirasjon» frå <a href=\"/kristiansand\">Kristiansandregionen</a>, seier forfattarane."}},
	{"Kommunereformen og distriktene 2014", "Masteroppgave – Universitetet i Agder 2010–2014", "https://other.example/e/4", nil},
	{"Rapport – hva er det, og hvem leser den", "Veileder – Kommunal- og moderniseringsdepartementet, 2016", "", []string{
		"Notat eller rapport – hva passer best når arbeidet er ferdig? Veilederen gir råd til alle som skriver."}},
	{"Samarbeid om barnevern", "Introduksjonshefte – KS 2014", "/e/6", []string{
		"Heftet er et bidrag til de vurderinger den enkelte kommune må gjøre."}},
}

// otherItems look like entries and stand where none are.
var otherItems = []item{
	{"Bokbussen lever", "Rapport – Telemarksforsking 2017", "/r/1", []string{"Bokbussen når flere enn noen gang."}},
	{"Felles katalog i tre fylker", "Artikkel – Fylkesbiblioteket 2018", "/r/2", []string{"Tre fylker har gått sammen om én katalog."}},
}

// layout is a way to write a list. In the form of an entry, T is its title, linked if
// it has a link; t the title alone; L its type line; A, B, Y the type, bodies and year
// of it; P its description in paragraphs, D in one run; M a closing link; H the address.
type layout struct{ name, open, entry, close string }

var layouts = []layout{
	{"h2", "", "<h2>{T}</h2>\n<p>{L}</p>\n{P}\n", ""},
	{"h3", "", "<h3>{T}</h3>\n<p>{L}</p>\n{P}\n", ""},
	{"h4 tight", "", "<h4>{T}</h4><p>{L}</p>{P}", ""},
	{"h3 type in em", "", "<h3>{T}</h3><p><em>{L}</em></p>{P}", ""},
	{"h3 type in strong", "", "<h3>{T}</h3><p><strong>{L}</strong></p>{P}", ""},
	{"h3 type as h4", "", "<h3>{T}</h3><h4>{L}</h4>{P}", ""},
	{"h3 type and description in one p", "", "<h3>{T}</h3><p>{L}<br>{D}</p>", ""},
	{"h3 type in small", "", "<h3>{T}</h3><p><small>{L}</small><br/>{D}</p>", ""},
	{"h3 with br and type inside", "", "<h3>{T}<br><small>{L}</small></h3>{P}", ""},
	{"h3 with span type inside", "", "<h3>{T} <small>{L}</small></h3>{P}", ""},
	{"h3 closing link", "", "<h3>{t}</h3><p>{L}</p>{P}{M}", ""},
	{"h3 wraps button", "", "<div class=\"acc\"><h3><button type=\"button\" aria-expanded=\"false\">{t}</button></h3><div class=\"panel\"><p>{L}</p>{P}{M}</div></div>", ""},
	{"h3 in link card", "<div class=cards>", "<a class=\"card\" href=\"{H}\"><img src=\"x.jpg\" alt=\"Bilde\"><h3>{t}</h3><p>{L}</p>{P}</a>", "</div>"},
	{"link wraps h3", "", "<div class=\"item\"><a href=\"{H}\"><h3>{t}</h3></a><p>{L}</p>{P}</div>\n", ""},
	{"p strong br", "", "<p><strong>{T}</strong><br>{L}<br>{D}</p>\n", ""},
	{"p strong br newlines", "", "<p>\n  <strong>{T}</strong>\n  <br />\n  {L}\n  <br />\n  {D}\n</p>\n", ""},
	{"p b br type em", "", "<p><b>{T}</b><br><em>{L}</em><br>{D}</p>\n", ""},
	{"p strong with br in it", "", "<p><strong>{T}<br></strong>{L}<br>{D}</p>\n", ""},
	{"p strong, p", "", "<p><strong>{T}</strong></p><p>{L}</p>{P}", ""},
	{"p strong br type, p", "", "<p><strong>{T}</strong><br>{L}</p>{P}", ""},
	{"p strong then spans", "", "<p><strong>{T}</strong> <span>{L}</span> <span>{D}</span></p>", ""},
	{"all in one p, two br", "<p>", "<b>{T}</b><br>{L}<br>{D}<br><br>", "</p>"},
	{"all in one p, three br", "<p>", "<strong>{T}</strong><br>\n{L}<br>\n{D}<br>\n<br>\n<br>\n", "</p>"},
	{"all in one div, br", "<div>", "<b>{T}</b><br/>{L}<br/>{D}<br/>", "</div>"},
	{"plain p each", "", "<p>{T}</p><p>{L}</p>{P}", ""},
	{"div in div", "<div class=list>", "<div class=\"entry\"><div class=\"title\">{T}</div><div class=\"type\">{L}</div><div class=\"text\">{P}</div></div>\n", "</div>"},
	{"bare divs", "<div>", "<div><div>{T}</div><div>{L}</div><div>{D}</div></div>", "</div>"},
	{"div with spans split", "<div class=list>", "<div class=entry><div class=h><span>{T}</span></div><div class=m><span>{A}</span>\n<span>–</span>\n<span>{B}</span>\n<span>{Y}</span></div><div class=d>{D}</div></div>", "</div>"},
	{"spans with dash inside", "", "<div><h3>{T}</h3><p class=meta><span class=a>{A} – </span><span class=b>{B}</span> <time>{Y}</time></p>{P}</div>", ""},
	{"spans as blocks by css", "<div>", "<div><strong>{T}</strong> <span>{L}</span></div><div>{D}</div>", "</div>"},
	{"article header", "", "<article class=\"post\"><header><h2>{T}</h2><p class=\"meta\">{L}</p></header><div class=\"content\">{P}</div></article>\n", ""},
	{"article footer link", "", "<article><h2>{t}</h2><div class=meta>{L}</div>{P}{M}</article>", ""},
	{"section", "", "<section><h3>{T}</h3><p>{L}</p>{P}</section>", ""},
	{"li p", "<ul>", "<li><p>{T}</p><p>{L}</p>{P}</li>", "</ul>"},
	{"li br", "<ul>", "<li><strong>{T}</strong><br>{L}<br>{D}</li>\n", "</ul>"},
	{"li plain br", "<ul>", "<li>{T}<br>{L}<br>{D}</li>\n", "</ul>"},
	{"ol h3", "<ol>", "<li><h3>{T}</h3><p>{L}</p>{P}</li>", "</ol>"},
	{"li div span", "<ul class=items>", "<li class=\"item\"><div><span class=\"t\">{T}</span></div><div><span>{L}</span></div><div>{D}</div></li>", "</ul>"},
	{"ul for each", "", "<h3>{T}</h3><ul><li>{L}</li></ul>{P}", ""},
	{"dl", "<dl>", "<dt>{T}</dt><dd>{L}</dd><dd>{D}</dd>", "</dl>"},
	{"dl br", "<dl>", "<dt>{T}</dt><dd>{L}<br>{D}</dd>", "</dl>"},
	{"dl p", "<dl>", "<dt>{T}</dt><dd><p>{L}</p>{P}</dd>", "</dl>"},
	{"dl for each", "", "<dl><dt>{T}</dt><dd>{L}</dd><dd>{P}</dd></dl>", ""},
	{"dl two dt", "<dl>", "<dt>{T}</dt><dt>{L}</dt><dd>{D}</dd>", "</dl>"},
	{"table row, three cells", "<table><tbody>", "<tr><td>{T}</td><td>{L}</td><td>{D}</td></tr>\n", "</tbody></table>"},
	{"table row, one cell", "<table>", "<tr><td><b>{T}</b><br>{L}<br>{D}</td></tr>", "</table>"},
	{"table row, image cell", "<table>", "<tr><td><img src=x></td><td><p><b>{T}</b></p><p>{L}</p>{P}</td></tr>", "</table>"},
	{"table row, p in cells", "<table border=1>", "<tr><td><p>{T}</p></td><td><p>{L}</p></td><td>{P}</td></tr>", "</table>"},
	{"table three rows", "<table>", "<tr><td>{T}</td></tr><tr><td>{L}</td></tr><tr><td>{D}</td></tr>", "</table>"},
	{"table in each", "", "<table><tr><td><b>{T}</b></td></tr><tr><td>{L}</td></tr><tr><td>{D}</td></tr></table>", ""},
	{"details", "", "<details><summary>{t}</summary><p>{L}</p>{P}{M}</details>", ""},
	{"details h3", "", "<details><summary><h3>{t}</h3></summary><div><p>{L}</p>{P}{M}</div></details>", ""},
	{"details type in summary", "", "<details><summary><strong>{T}</strong><br>{L}</summary>{P}</details>", ""},
	{"blockquote", "", "<h3>{T}</h3><p>{L}</p><blockquote>{P}</blockquote>", ""},
	{"2003", "<CENTER><TABLE WIDTH=600><TR><TD>", "<P><FONT SIZE=3><B>{T}</B></FONT><BR><FONT SIZE=2>{L}</FONT><BR><FONT SIZE=2>{D}</FONT>", "</TD></TR></TABLE></CENTER>"},
	{"2003 h3", "<BODY BGCOLOR=white>", "<H3><FONT COLOR=red>{T}</FONT></H3><P>{L}<P>{D}", ""},
	{"hr between", "<div>", "<b>{T}</b><br>{L}<br>{D}<hr>", "</div>"},
	{"word", "", "<p class=MsoNormal style='margin:0cm'><b style='mso-bidi'><span style='font-size:12pt'>{T}<o:p></o:p></span></b></p><p class=MsoNormal>{L}<o:p></o:p></p><p class=MsoNormal>{D}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>", ""},
	{"card with date", "<div class=\"grid\">", "<div class=\"card\"><figure><img src=x.jpg></figure><h3>{t}</h3><p class=meta>{L}</p><div class=body>{P}</div>{M}</div>", "</div>"},
	{"tab panels", "", "<div role=\"tabpanel\"><h3>{T}</h3><div>{L}</div>{P}</div>", ""},
	{"bootstrap", "<div class=row>", "<div class=\"col-md-6 col-1\"><div class=\"panel panel-default\"><div class=panel-heading><h4>{T}</h4></div><div class=panel-body><p>{L}</p>{P}</div></div></div>", "</div>"},
	{"views", "<div class=\"view-content\">", "<div class=\"views-row views-row-7 odd\"><div class=\"views-field views-field-title\"><span class=\"field-content\">{T}</span></div><div class=\"views-field\"><div class=\"field-content\">{L}</div></div><div class=\"views-field views-field-body\"><div class=\"field-content\">{P}</div></div></div>", "</div>"},
	{"teaser named entries", "<div class=\"teasers\">", "<div class=\"teaser\"><h3>{T}</h3><p>{L}</p>{P}</div>", "</div>"},
	{"pre", "<pre>", "{T}\n{L}\n{D}\n\n", "</pre>"},
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words is the text of a piece of HTML.
func words(s string) string {
	s = regexp.MustCompile(`</?(?:a|b|i|em|strong)\b[^>]*>`).ReplaceAllString(s, "")
	return harvest.Clean(html.UnescapeString(tags.ReplaceAllString(s, " ")))
}

// render writes items in a layout.
func (l layout) render(items []item) string {
	var b strings.Builder
	b.WriteString(l.open)
	for _, it := range items {
		b.WriteString(it.in(l.entry))
	}
	b.WriteString(l.close)
	return b.String()
}

func (it item) in(form string) string {
	kind, rest, _ := strings.Cut(it.line, " – ")
	at := strings.LastIndex(rest, " ")
	if strings.Contains(form, "{H}") && it.link != "" { // links do not nest
		it.desc = slices.Clone(it.desc)
		for i := range it.desc {
			it.desc[i] = regexp.MustCompile(`</?a\b[^>]*>`).ReplaceAllString(it.desc[i], "")
		}
	}
	paras, closing, linked := "", "", func(s string) string { return s }
	for _, d := range it.desc {
		paras += "<p>" + d + "</p>"
	}
	if it.link != "" {
		closing = `<p><a href="` + it.link + `">Les mer</a></p>`
		linked = func(s string) string { return `<a href="` + it.link + `">` + s + `</a>` }
	}
	return strings.NewReplacer(
		"{T}", linked(it.title), "{t}", it.title, "{L}", it.line, "{LL}", linked(it.line),
		"{A}", kind, "{B}", rest[:at], "{Y}", rest[at+1:],
		"{P}", paras, "{D}", strings.Join(it.desc, "<br>"), "{M}", closing, "{H}", it.link,
	).Replace(form)
}

// surrounding is a page around a list. LIST stands for the list; MORE for entries
// that look the same and are none; unread is what must be reported, in page order.
type surrounding struct{ name, form, title, ingress, unread string }

const (
	pageName = "Litteratur om samarbeid"
	lead     = "Her har vi samlet litteratur om hvordan kommuner samarbeider."
	top      = "<h1>" + pageName + "</h1><p>" + lead + "</p>"
)

var surroundings = []surrounding{
	{"fragment", top + "{LIST}", pageName, lead, ""},
	{"nothing else", "{LIST}", "", "", ""},
	{"div", "<!DOCTYPE html><html><head><title>x</title></head><body><div id=page><div class=content>" + top + "{LIST}</div></div></body></html>", pageName, lead, ""},
	{"cms", "<body><header><a href=/>Biblioteket</a><nav><ul><li>Rapport – alle år 2018</li></ul></nav></header><main><article>" + top + "<div class=body>{LIST}</div></article></main><aside><h2>Relatert</h2>{MORE}</aside><footer><p>Rapport – Biblioteket 2019</p></footer>", pageName, lead, ""},
	{"webforms", "<body><form method=post id=aspnetForm><input type=hidden name=__VIEWSTATE value=x><div id=main>" + top + "{LIST}</div><div>© Kommunen</div></form>", pageName, lead, "© Kommunen"},
	{"webforms without h1", "<body><form method=post id=form1 action=./><div class=aspNetHidden><input type=hidden></div><div id=main>{LIST}</div></form>", "", "", ""},
	{"sidebar first", "<div id=wrap><div id=left class=sidebar><h3>Aktuelt</h3>{MORE}</div><div id=content>" + top + "{LIST}</div></div>", pageName, lead, "Aktuelt {MORE}"},
	{"sidebar last", "<div id=wrap><div id=content>" + top + "{LIST}</div><div id=right><h3>Aktuelt</h3>{MORE}</div></div>", pageName, lead, "Aktuelt {MORE}"},
	{"right column", "<div class=row><div class=\"col-8\">" + top + "{LIST}</div><div class=\"col-4 right-column\"><h2>Nytt fra oss</h2>{MORE}</div></div>", pageName, lead, "Nytt fra oss {MORE}"},
	{"teasers under", top + "<div>{LIST}</div><div class=\"block-related-content\">{MORE}</div>", pageName, lead, "{MORE}"},
	{"les også heading", "<main>" + top + "{LIST}<h2>Les også</h2>{MORE}</main>", pageName, lead, "Les også {MORE}"},
	{"relaterte artikler", "<main>" + top + "<div>{LIST}</div><div><h2>Relaterte artikler</h2>{MORE}</div></main>", pageName, lead, "Relaterte artikler {MORE}"},
	{"related before", "<main>" + top + "<section><h2>Mest lest</h2>{MORE}</section><section><h2>Alle publikasjoner</h2>{LIST}</section></main>", pageName, lead, "Mest lest {MORE} Alle publikasjoner"},
	{"div footer", top + "{LIST}<div id=footer><p>Rapport – Biblioteket 2019</p><p>Telefon 22 00 00 00</p></div>", pageName, lead, "Rapport – Biblioteket 2019 Telefon 22 00 00 00"},
	{"updated", top + "{LIST}<p>Sist oppdatert 12.03.2019</p>", pageName, lead, "Sist oppdatert 12.03.2019"},
	{"updated div", top + "<div>{LIST}</div><div class=updated>Oppdatert: 12. mars 2019</div>", pageName, lead, "Oppdatert: 12. mars 2019"},
	{"byline", "<h1>" + pageName + "</h1><p class=byline>Av Kari Nordmann, 3. mai 2018</p><p class=date>Publisert 12.03.2018</p><p>" + lead + "</p>{LIST}", pageName, lead, "Av Kari Nordmann, 3. mai 2018 Publisert 12.03.2018"},
	{"share and tags", top + "{LIST}<div class=share><a href=//facebook.example/>Facebook</a> <a href=//x.example/>Twitter</a></div><div class=tags>Emneord: <a href=/t/1>samarbeid</a></div>", pageName, lead, "Facebook Twitter Emneord: samarbeid"},
	{"pagination", top + "<div>{LIST}</div><ul class=pagination><li>1</li><li><a href=?p=2>2</a></li><li><a href=?p=2>Neste</a></li></ul>", pageName, lead, "1 2 Neste"},
	{"contact box", top + "<div>{LIST}</div><div class=contact><h2>Kontakt</h2><p>Kari Nordmann</p><p>Telefon 22 00 00 00</p></div>", pageName, lead, "Kontakt Kari Nordmann Telefon 22 00 00 00"},
	{"contact heading", "<main>" + top + "{LIST}<h2>Kontakt</h2><p>Spør Kari Nordmann om du savner noe.</p></main>", pageName, lead, "Kontakt Spør Kari Nordmann om du savner noe."},
	{"cookies", "<div id=cookie-banner><p>Vi bruker informasjonskapsler – les mer om dem.</p><button>Greit</button></div>" + top + "{LIST}", pageName, lead, "Vi bruker informasjonskapsler – les mer om dem."},
	{"hidden copy", top + "<div style=\"display:none\">{LIST}</div><div>{LIST}</div><noscript>{LIST}</noscript>", pageName, lead, ""},
	{"template copy", top + "<template>{LIST}</template><div hidden>{MORE}</div><div>{LIST}</div><div aria-hidden=true style=\"display: none;\">{MORE}</div><script type=text/html>{MORE}</script>", pageName, lead, ""},
	{"theme headings", top + "<h2>Tjenester</h2><p>Om å gi innbyggerne det de har krav på.</p>{LIST}", pageName, lead, "Tjenester Om å gi innbyggerne det de har krav på."},
	{"table of contents", top + "<ul class=toc><li><a href=#a>Tjenester</a></li><li><a href=#b>Næring</a></li></ul><div>{LIST}</div>", pageName, lead, "Tjenester Næring"},
	{"layout table", "<table><tr><td colspan=2>" + top + "</td></tr><tr><td width=150>Meny</td><td>{LIST}</td></tr></table>", pageName, lead, "Meny"},
	{"comment and cdata", top + "<!-- {MORE} --><div><![CDATA[ {x} ]]>{LIST}</div>", pageName, lead, ""},
	{"closing words", "<main>" + top + "<div>{LIST}</div><p>Savner du noe på listen? Skriv til oss, så ser vi på det.</p></main>", pageName, lead, "Savner du noe på listen? Skriv til oss, så ser vi på det."},
}

// noises change how a page is written and nothing that it says.
var noises = []struct {
	name string
	of   func(string) string
}{
	{"none", func(s string) string { return s }},
	{"upper-case tags", func(s string) string {
		return regexp.MustCompile(`</?[a-z][a-z0-9]*`).ReplaceAllStringFunc(s, strings.ToUpper)
	}},
	{"line breaks between tags", func(s string) string {
		return regexp.MustCompile(`>\s*<(/?(?:p|div|li|h\d|td|tr|dt|dd|ul|article|section)\b)`).ReplaceAllString(s, ">\r\n\t<$1")
	}},
	{"comments", func(s string) string { return strings.ReplaceAll(s, "</", "<!-- Rapport – KS 2010 --></") }},
	{"unclosed p and li", func(s string) string { return regexp.MustCompile(`</(?:p|li|dd|dt|td|tr)>`).ReplaceAllString(s, "") }},
	{"no-break spaces", func(s string) string {
		return regexp.MustCompile(` – (\pL+)( ?)`).ReplaceAllString(s, "&nbsp;&ndash;&#160;$1$2")
	}},
	{"soft hyphens", func(s string) string { return strings.ReplaceAll(s, "samarbei", "sam&shy;ar\u200bbei") }},
	{"empty elements", func(s string) string {
		return regexp.MustCompile(`(<h[234]|<p>|<li>|<dt>)`).ReplaceAllString(s, "<p>&nbsp;</p>$1")
	}},
	{"spans", func(s string) string {
		return regexp.MustCompile(`>(\pL[^<]*)<`).ReplaceAllString(s, "><span class=x><span>$1</span></span><")
	}},
	{"mark", func(s string) string { return "\ufeff" + s }},
}

// isType is a short list of type words, and compounds of them.
func isType(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"rapport", "artikkel", "notat", "hefte", "oppgave", "oppgåve", "veileder", "rettleiar", "bok", "film", "nettside", "undersøkelse"} {
		if strings.HasSuffix(s, w) && !strings.Contains(s, " ") {
			return true
		}
	}
	switch s {
	case "report", "article", "working paper", "book", "guide", "handbook", "master thesis", "studie", "rundskriv", "analyse", "kurs", "verktøy", "statistikk", "evaluering":
		return true
	}
	return false
}
