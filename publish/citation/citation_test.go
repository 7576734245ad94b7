package citation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"samling/publish"
	"samling/publish/citation"
	"samling/publish/internal/editiontest"
	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

var update = flag.Bool("update", false, "write the golden files anew")

func list(t testing.TB, f citation.Form, e publish.Edition) string {
	t.Helper()
	var b bytes.Buffer
	if err := (citation.List{Form: f}).Write(t.Context(), &b, e); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func document(t testing.TB, f citation.Form, info publish.Info, it publish.Item) string {
	t.Helper()
	var b bytes.Buffer
	if err := (citation.Document{Form: f}).Write(&b, info, publish.Source{}, it, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	files := map[string]string{}
	e := editiontest.Sample()
	for _, f := range citation.Forms() {
		files[citation.List{Form: f}.Path()] = list(t, f, e)
		for it := range e.Items(t.Context(), "samarbeide-interkommunalt") {
			if it.Withdrawn {
				files["withdrawn"+f.Extension()] = document(t, f, e.Info(), it)
			}
		}
	}
	for name, got := range files {
		file := filepath.Join("testdata", "sample", name)
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from its golden file (renew with -update):\n%s", name, got)
		}
	}
}

// cited is what a reader of a form makes of one entry.
type cited struct {
	Key, Title, Abstract, Link, Year string
	Bodies                           []string
}

// readers read each form back.
var readers = map[citation.Form]func(testing.TB, string) []cited{
	citation.BibTeX: readBibTeX, citation.RIS: readRIS, citation.CSL: readCSL,
}

var untex = strings.NewReplacer(
	`\textbackslash{}`, `\`, `\textbraceleft{}`, `{`, `\textbraceright{}`, `}`, `\textasciitilde{}`, `~`, `\textasciicircum{}`, `^`,
	`-{}`, `-`, `'{}`, `'`, "`{}", "`",
	`\#`, `#`, `\$`, `$`, `\%`, `%`, `\&`, `&`, `\_`, `_`,
)

var entryHead = regexp.MustCompile(`^@([a-z]+)\{([A-Za-z0-9-]+)`)

// readBibTeX reads as BibTeX does, which counts braces and nothing else, and then undoes
// what TeX would. (.ci/peers reads the same with the parsers of others.)
func readBibTeX(t testing.TB, doc string) (all []cited) {
	t.Helper()
	for doc = strings.TrimSpace(doc); doc != ""; doc = strings.TrimSpace(doc) {
		head := entryHead.FindStringSubmatch(doc)
		if head == nil {
			t.Errorf("bibtex: no entry at %.60q", doc)
			return all
		}
		doc = doc[len(head[0]):]
		fields := map[string]string{}
		for strings.HasPrefix(doc, ",") {
			name, rest, _ := strings.Cut(doc[1:], "=")
			value, after := braced(strings.TrimSpace(rest))
			fields[strings.TrimSpace(name)] = value
			doc = strings.TrimSpace(after)
		}
		if !strings.HasPrefix(doc, "}") {
			t.Errorf("bibtex: no end of entry at %.60q", doc)
			return all
		}
		doc = doc[1:]
		one := cited{Key: head[2], Title: untex.Replace(bare(fields["title"])), Abstract: untex.Replace(fields["abstract"]), Link: fields["url"], Year: fields["year"]}
		for rest := fields["author"]; rest != ""; {
			name, after := braced(strings.TrimPrefix(rest, " and "))
			one.Bodies = append(one.Bodies, untex.Replace(name))
			rest = after
		}
		all = append(all, one)
	}
	return all
}

// braced is what stands in braces at the beginning of s, and what follows them.
func braced(s string) (inside, after string) {
	depth := 0
	for i, c := range s {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return strings.TrimPrefix(s[:i], "{"), s[min(i+1, len(s)):]
		}
	}
	return "", ""
}

func bare(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}") }

var tagged = regexp.MustCompile(`^([A-Z][A-Z0-9])  - (.*)$`)

// readRIS takes nothing but tagged lines with CRLF, entries from TY to ER.
func readRIS(t testing.TB, doc string) (all []cited) {
	t.Helper()
	open := false
	for line := range strings.SplitSeq(doc, "\r\n") {
		m := tagged.FindStringSubmatch(line)
		switch {
		case m == nil && (line != "" || open):
			t.Errorf("ris: %.80q is no tag", line)
		case m == nil:
		case (m[1] == "TY") == open:
			t.Errorf("ris: %q at the wrong place", line)
		case m[1] == "TY":
			open, all = true, append(all, cited{})
		case m[1] == "ER":
			open = false
		default:
			one := &all[len(all)-1]
			switch m[1] {
			case "ID":
				one.Key = m[2]
			case "TI":
				one.Title = m[2]
			case "AB":
				one.Abstract = m[2]
			case "UR":
				one.Link = m[2]
			case "PY":
				one.Year = m[2]
			case "AU":
				one.Bodies = append(one.Bodies, m[2])
			}
		}
	}
	if open {
		t.Error("ris: no ER at the end")
	}
	return all
}

func readCSL(t testing.TB, doc string) (all []cited) {
	t.Helper()
	var items []struct {
		ID, Type, Title, Abstract, URL string
		Author                         []struct{ Literal string }
		Issued                         struct {
			DateParts [][]json.Number `json:"date-parts"`
		}
	}
	if err := json.Unmarshal([]byte(doc), &items); err != nil {
		t.Errorf("csl: %v in %.300q", err, doc)
	}
	for _, it := range items {
		one := cited{Key: it.ID, Title: it.Title, Abstract: it.Abstract, Link: it.URL}
		for _, a := range it.Author {
			one.Bodies = append(one.Bodies, a.Literal)
		}
		for _, part := range it.Issued.DateParts {
			one.Year += part[0].String()
		}
		all = append(all, one)
	}
	return all
}

// Every form is read back to what the record says.
func TestReadBack(t *testing.T) {
	e := editiontest.Sample()
	var items []publish.Item
	for s := range e.Sources(t.Context()) {
		for it := range e.Items(t.Context(), s.ID) {
			if !it.Withdrawn {
				items = append(items, it)
			}
		}
	}
	for f, read := range readers {
		got := read(t, list(t, f, e))
		if len(got) != len(items) {
			t.Fatalf("%s: %d entries, want %d", f.Extension(), len(got), len(items))
		}
		for i, it := range items {
			check(t, f, e.Info(), &it, got[i])
		}
	}
}

func check(t testing.TB, f citation.Form, info publish.Info, it *publish.Item, got cited) {
	t.Helper()
	title := plain.Line(it.Title.Value)
	if title == "" {
		title = it.ID
	}
	link := plain.Link(it.Link)
	if link == "" {
		link = info.Base + "item/" + it.ID
	}
	year := strings.ReplaceAll(it.Issued, "/", map[citation.Form]string{citation.BibTeX: "--", citation.RIS: "-", citation.CSL: ""}[f])
	if !regexp.MustCompile(`^\d{4}(/\d{4})?$`).MatchString(it.Issued) {
		year = ""
	}
	if got.Key != "samling-"+it.ID || got.Title != title || got.Abstract != plain.Line(it.Description.Value) || got.Link != link || got.Year != year {
		t.Errorf("%s: %.300q\nread as %.300q %q", f.Extension(), it.Title.Value, got, year)
	}
	var names []string
	for _, p := range it.Publishers {
		if name := plain.Line(p.Name); name != "" {
			if f == citation.RIS {
				name = strings.ReplaceAll(name, ",", " –")
			}
			names = append(names, name)
		}
	}
	if strings.Join(got.Bodies, "|") != strings.Join(names, "|") {
		t.Errorf("%s: bodies %q, want %q", f.Extension(), got.Bodies, names)
	}
}

var hostile = []string{
	`<script>alert(1)</script> ]]> &amp; {{.ID}}`,
	`{ } {{ }} \{ \} unbalanced { { {`, `}, author = {Evil}`, `} } @book{x, title = {pwn}}`,
	`\input{/etc/passwd} \write18{rm} $x$ % comment # & _ ^ ~ \`, `ends in \`, `"quotes" 'and' ""`,
	"TY  - BOOK\nER  - \nTY  - BOOK\nTI  - Evil", "line\r\nER  - \r\n", "\x85ER  - ", "a\u2028ER  - \u2029b",
	"bidi \u202egpj.exe\u2066\u2069 end", "C0 \x00\x01\x08\x0b\x1b[31m C1 \u0085\u009f", "broken \xff\xc0 \xed\xa0\x80 none \ufffe\uffff",
	"javascript:alert(1)", `","type":"book","x":"`, `\u0022 \" \\`, "A, B and C ; D", "and", " and ", "a -- b --- ''c'' ``d`` -{}-", "Ærø, Ltd.",
}

func inert(t testing.TB, s string) {
	it := publish.Item{Source: "s", Created: editiontest.Day, Modified: editiontest.Later}
	it.ID, it.Title, it.Type, it.Issued = "hostile", transform.Text{Value: s, Language: s}, s, s
	it.Description, it.Link = it.Title, s
	it.Publishers = []transform.Publisher{{Key: s, Name: s}, {Key: "b", Name: "B"}}
	info := editiontest.SampleInfo()
	info.Title = s
	other := publish.Item{Source: "s"}
	other.ID, other.Title.Value = "other", "Other"
	e := editiontest.New(info, []publish.Source{{ID: "s"}}, []publish.Item{it, other})
	for f, read := range readers {
		doc := list(t, f, e)
		if strings.ContainsAny(doc, "\x00\x1b\u202e\u2066\ufffe") {
			t.Errorf("%s: a hidden character came through", f.Extension())
		}
		got := read(t, doc)
		if len(got) != 2 {
			t.Errorf("%s: %d entries of %.100q", f.Extension(), len(got), s)
			continue
		}
		check(t, f, info, &it, got[0])
	}
}

func TestHostile(t *testing.T) {
	for _, s := range append(hostile, "", strings.Repeat(`Å{\"`, 1<<20/5), strings.Join(hostile, "\n\n")) {
		inert(t, s)
	}
}

func FuzzCitation(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { inert(t, s) })
}

func TestTypes(t *testing.T) {
	info := editiontest.SampleInfo()
	for key, want := range map[string][3]string{
		"rapport": {"@techreport{", "TY  - RPRT", `"type":"report"`}, "bok": {"@book{", "TY  - BOOK", `"type":"book"`},
		"artikkel": {"@online{", "TY  - ELEC", `"type":"webpage"`}, "tidsskriftartikkel": {"@article{", "TY  - JOUR", `"type":"article-journal"`},
		"masteroppgave": {"@mastersthesis{", "TY  - THES", `"type":"thesis"`}, "doktoravhandling": {"@phdthesis{", "TY  - THES", `"type":"thesis"`},
		"film": {"@misc{", "TY  - VIDEO", `"type":"motion_picture"`}, "nettside": {"@online{", "TY  - ELEC", `"type":"webpage"`},
		"nou": {"@techreport{", "TY  - RPRT", `"type":"report"`}, "podkast": {"@misc{", "TY  - SOUND", `"type":"broadcast"`},
		"datasett": {"@misc{", "TY  - DATA", `"type":"dataset"`}, "no such type": {"@misc{", "TY  - GEN", `"type":"document"`},
	} {
		var it publish.Item
		it.ID, it.Type = "x", key
		for _, f := range citation.Forms() {
			if doc := document(t, f, info, it); !strings.Contains(doc, want[f]) {
				t.Errorf("%s in %s: no %s in %s", key, f.Extension(), want[f], doc)
			}
		}
	}
	for _, kind := range vocab.Types() {
		var it publish.Item
		it.ID, it.Type = "x", kind.Key
		it.Publishers = []transform.Publisher{{Name: "NIBR"}}
		doc := document(t, citation.BibTeX, info, it)
		if strings.Count(doc, "NIBR") != 2 || !strings.Contains(doc, kind.Label("nb")) {
			t.Errorf("%s: %s", kind.Key, doc)
		}
	}
}

func TestErrors(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range citation.Forms() {
		if err := (citation.List{Form: f}).Write(ctx, new(bytes.Buffer), editiontest.Sample()); !errors.Is(err, context.Canceled) {
			t.Errorf("an edition that stopped gave %v", err)
		}
		if err := (citation.List{Form: f}).Write(t.Context(), broken{}, editiontest.Sample()); !errors.Is(err, errBroken) {
			t.Errorf("a broken file gave %v", err)
		}
		if err := (citation.Document{Form: f}).Write(broken{}, publish.Info{}, publish.Source{}, publish.Item{}, nil); !errors.Is(err, errBroken) {
			t.Errorf("a broken file gave %v", err)
		}
		if got := len(readers[f](t, list(t, f, editiontest.New(publish.Info{}, nil, nil)))); got != 0 {
			t.Errorf("an empty edition has %d entries", got)
		}
	}
}

var errBroken = errors.New("no room")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// TestAll: what the forms share of an item is never that of another item, or of another version.
func TestAll(t *testing.T) {
	e := editiontest.Sample()
	lists, documents := citation.All()
	for _, f := range citation.Forms() {
		var b bytes.Buffer
		if err := lists[f].Write(t.Context(), &b, e); err != nil || b.String() != list(t, f, e) {
			t.Errorf("%s from All is not as alone: %v", lists[f].Path(), err)
		}
	}
	for s, err := range e.Sources(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for it, err := range e.Items(t.Context(), s.ID) {
			if err != nil {
				t.Fatal(err)
			}
			newer := it
			newer.Digest[0]++
			newer.Description.Value += " Ny."
			later := newer
			later.Modified, later.Withdrawn = it.Modified.Add(1e9), !it.Withdrawn
			for _, it := range []publish.Item{it, newer, later} {
				for _, f := range citation.Forms() {
					var shared, alone bytes.Buffer
					err := errors.Join(documents[f].Write(&shared, e.Info(), s, it, nil), citation.Document{Form: f}.Write(&alone, e.Info(), s, it, nil))
					if err != nil || shared.String() != alone.String() {
						t.Errorf("%s from All is\n%snot\n%s%v", documents[f].Path(it.ID), &shared, &alone, err)
					}
				}
			}
		}
	}
}
