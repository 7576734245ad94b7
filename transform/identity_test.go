package transform

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
)

func rec(title, line, link string) Record {
	r := Record{TitleSource: title, TypeLineSource: line, Link: link}
	var body, year string
	fmt.Sscanf(line, "Rapport – %s %s", &body, &year)
	r.Publishers, r.Issued = []Publisher{{Name: body}}, year
	return r
}

// list numbers records as a page has them, with ids of their own.
func list(records ...Record) []Record {
	for i := range records {
		records[i].Position, records[i].Of = i+1, len(records)
		records[i].ID = fmt.Sprint("id", i+1)
	}
	return records
}

// TestMatch is the table of what keeps an id. Want holds, for each record now, the
// number of the record before, from 1; 0 for a new one.
func TestMatch(t *testing.T) {
	fafo, norut := rec("Kommunen som samfunnsutvikler", "Rapport – Fafo 2011", ""), rec("Kommunen som samfunnsutvikler", "Rapport – Norut 2009", "")
	plan := rec("Interkommunalt plansamarbeid", "Rapport – NIBR 2012", "https://a.example/plan")
	with := func(r Record, link string) Record { r.Link = link; return r }
	for name, c := range map[string]struct {
		before  []Record
		missing []bool
		now     []Record
		want    []int
	}{
		"unchanged":                    {list(fafo, norut, plan), nil, list(fafo, norut, plan), []int{1, 2, 3}},
		"reordered":                    {list(fafo, norut, plan), nil, list(plan, norut, fafo), []int{3, 2, 1}},
		"a corrected title":            {list(fafo, rec("Interkomunalt plansamarbeid", "Rapport – NIBR 2012", "")), nil, list(with(plan, ""), fafo), []int{2, 1}},
		"a corrected title, with link": {list(fafo, rec("Helt noe annet", "Rapport – NIBR 2012", "https://a.example/plan")), nil, list(plan, fafo), []int{2, 1}},
		"a corrected year":             {list(fafo, norut), nil, list(rec("Kommunen som samfunnsutvikler", "Rapport – Fafo 2012", ""), norut), []int{1, 2}},
		"a changed link":               {list(fafo, plan), nil, list(fafo, with(plan, "https://a.example/ny")), []int{1, 2}},
		"a moved host":                 {list(plan, with(fafo, "https://a.example/fafo")), nil, list(with(plan, "https://b.example/plan"), with(fafo, "https://b.example/fafo")), []int{1, 2}},
		"links of twins swapped":       {list(with(fafo, "https://a.example/1"), with(norut, "https://a.example/2")), nil, list(with(fafo, "https://a.example/2"), with(norut, "https://a.example/1")), []int{1, 2}},
		"a twin gone":                  {list(fafo, norut), nil, list(norut), []int{2}},
		"a twin new":                   {list(norut), nil, list(fafo, norut), []int{0, 1}},
		"exact twins":                  {list(fafo, fafo), nil, list(fafo, fafo), []int{1, 2}},
		"exact twins told by link":     {list(with(fafo, "https://a.example/1"), with(fafo, "https://a.example/2")), nil, list(with(fafo, "https://a.example/2"), with(fafo, "https://a.example/1")), []int{2, 1}},
		"never guessed":                {list(fafo, with(fafo, "https://a.example/1")), nil, list(rec("Kommunen som samfunnsutvikler", "Rapport – Fafo 2013", "")), []int{0}},
		"returned":                     {list(fafo, plan), []bool{false, true}, list(fafo, plan), []int{1, 2}},
		"returned and corrected":       {list(fafo, rec("Interkomunalt plansamarbeid", "Rapport – NIBR 2012", "")), []bool{false, true}, list(fafo, with(plan, "")), []int{1, 2}},
		"present before missing":       {list(fafo, fafo), []bool{true, false}, list(fafo), []int{2}},
		"replaced by another of the same body and year, elsewhere": {list(with(plan, ""), fafo, norut), nil, list(fafo, norut, rec("Bredbånd på bygda", "Rapport – NIBR 2012", "")), []int{2, 3, 0}},
		"a shared link tells nothing":                              {list(with(fafo, "https://a.example/x"), with(norut, "https://a.example/x")), nil, list(with(norut, "https://a.example/x"), with(fafo, "https://a.example/x")), []int{2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			priors := make([]Prior, len(c.before))
			for i, r := range c.before {
				priors[i] = Prior{Record: &r, Missing: c.missing != nil && c.missing[i]}
			}
			for range 20 { // maps are walked in another order each time
				got := Match(priors, c.now)
				for i := range got {
					if got[i]+1 != c.want[i] {
						t.Fatalf("record %d: got prior %d, want %d (all: %v)", i+1, got[i]+1, c.want[i], got)
					}
				}
			}
		})
	}
}

// TestMatchKeepsUntouched edits generated lists at random: an entry that is not
// touched keeps its id, and no id is given twice.
func TestMatchKeepsUntouched(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	for round := range 300 {
		var before []Record
		for i := range 30 {
			before = append(before, rec(fmt.Sprintf("Tittel %d", i%20), fmt.Sprintf("Rapport – NIBR %d", 1990+i), ""))
		}
		before = list(before...)
		now := append([]Record(nil), before...)
		touched := map[string]bool{}
		for range rng.IntN(8) {
			i := rng.IntN(len(now))
			touched[now[i].ID] = true
			switch rng.IntN(4) {
			case 0:
				now[i].TitleSource += " (rettet)"
			case 1:
				now[i].Link = fmt.Sprint("https://a.example/", rng.IntN(1000))
			case 2:
				now = append(now[:i], now[i+1:]...)
			case 3:
				fresh := rec(fmt.Sprint("Ny ", rng.IntN(1000)), "Rapport – KS 2020", "")
				fresh.ID = fmt.Sprint("fresh", i)
				touched[fresh.ID] = true
				now = append(now, fresh)
			}
		}
		rng.Shuffle(len(now), func(i, j int) { now[i], now[j] = now[j], now[i] })
		priors := make([]Prior, len(before))
		for i, r := range before {
			priors[i] = Prior{Record: &r}
		}
		used := map[int]bool{}
		for i, p := range Match(priors, now) {
			if p >= 0 && used[p] {
				t.Fatalf("round %d: prior %d was used twice", round, p)
			}
			used[p] = p >= 0
			if !touched[now[i].ID] && (p < 0 || before[p].ID != now[i].ID) {
				t.Fatalf("round %d: %s was not touched and lost its id", round, now[i].ID)
			}
		}
	}
}

// TestMint says that an id that was given is never given again.
func TestMint(t *testing.T) {
	given := map[string]bool{}
	asked := 0
	ask := func(ids []string) (map[string]bool, error) {
		asked++
		some := map[string]bool{}
		for _, id := range ids {
			if given[id] {
				some[id] = true
			}
		}
		return some, nil
	}
	r := Record{Page: "https://example.org/", TitleSource: "Samme", TypeLineSource: "Rapport – KS 2014"}
	var order []string
	for range 5 {
		one := r
		if err := Mint([]*Record{&one}, ask); err != nil || len(one.ID) != 12 || given[one.ID] {
			t.Fatal(one.ID, err)
		}
		given[one.ID] = true
		order = append(order, one.ID)
	}

	given[order[0]], given[order[2]] = true, true // twins on one page, beside two that were given
	delete(given, order[1])
	delete(given, order[3])
	delete(given, order[4])
	twins := []Record{r, r, {Page: r.Page, TitleSource: "En annen", TypeLineSource: r.TypeLineSource}, r}
	twins[3].Link, twins[3].Position = "https://example.org/x", 9 // the id depends on page, title and type line alone
	if err := Mint([]*Record{&twins[0], &twins[1], &twins[2], &twins[3]}, ask); err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]string{0: order[1], 1: order[3], 3: order[4]} {
		if twins[i].ID != want {
			t.Errorf("twin %d has the id %s, not %s", i, twins[i].ID, want)
		}
	}

	asked = 0
	var page []*Record
	for i := range 100 {
		page = append(page, &Record{Page: r.Page, TitleSource: strconv.Itoa(i)})
	}
	if err := Mint(page, ask); err != nil || asked != 1 {
		t.Errorf("a page of new records asks %d times: %v", asked, err)
	}
}

// TestMintFails says that what keeps the ledger from answering keeps ids from being given.
func TestMintFails(t *testing.T) {
	broken := errors.New("broken")
	for after := range 2 {
		asked := 0
		ask := func(ids []string) (map[string]bool, error) {
			if asked++; asked > after {
				return nil, broken
			}
			return map[string]bool{ids[0]: true}, nil
		}
		r := Record{TitleSource: "x"}
		if err := Mint([]*Record{&r}, ask); !errors.Is(err, broken) || r.ID != "" {
			t.Errorf("after %d answers: id %q, %v", after, r.ID, err)
		}
	}
}

// TestDigest says which changes are changes.
func TestDigest(t *testing.T) {
	r := Record{Title: Text{"a", "nb"}, TitleSource: "a", TypeSource: "b"}
	same := r
	same.ID, same.Position, same.Of = "x", 4, 9
	if r.Digest() != same.Digest() {
		t.Error("an id or a place on the page changes the digest")
	}
	for name, change := range map[string]func(*Record){
		"title": func(r *Record) { r.Title.Value = "b" }, "language": func(r *Record) { r.Title.Language = "nn" },
		"link": func(r *Record) { r.Link = "x" }, "publisher": func(r *Record) { r.Publishers = []Publisher{{Name: "x"}} },
		"issued": func(r *Record) { r.Issued = "2012" }, "source": func(r *Record) { r.DescriptionSource = "x" }, "page": func(r *Record) { r.Page = "x" },
		"a boundary": func(r *Record) { r.TitleSource, r.TypeLineSource = "", "a" }, "repairs": func(r *Record) { r.Repairs = []string{"x"} },
	} {
		changed := r
		change(&changed)
		if changed.Digest() == r.Digest() {
			t.Errorf("%s does not change the digest", name)
		}
	}
}
