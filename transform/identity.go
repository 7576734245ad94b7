package transform

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samling/harvest"
)

// Mint makes the ids of records that were never seen, in their order: the first 12
// characters of lower-case base32 (RFC 4648, section 6) of SHA-256 over page address, title
// and type line, cleaned, joined by LF. If that id was ever given, LF and 2, 3 … are
// appended before hashing. An id is minted once; it never depends on anything after.
//
// Given tells which of some ids were ever given. It is asked for all the first ids at once,
// and then only for what takes the place of one that was given.
func Mint(records []*Record, given func(ids []string) (map[string]bool, error)) error {
	if len(records) == 0 {
		return nil
	}
	seeds, firsts := make([]string, len(records)), make([]string, len(records))
	for i, r := range records {
		seeds[i] = seed(r)
		firsts[i] = hashed(seeds[i])
	}
	before, err := given(firsts)
	if err != nil {
		return err
	}
	taken := make(map[string]bool, len(records))
	maps.Copy(taken, before)
	for i, r := range records {
		id := firsts[i]
		for n := 2; taken[id]; n++ {
			id = hashed(seeds[i] + "\n" + strconv.Itoa(n))
			if taken[id] {
				continue
			}
			before, err := given([]string{id})
			if err != nil {
				return err
			}
			maps.Copy(taken, before)
		}
		r.ID, taken[id] = id, true
	}
	return nil
}

func seed(r *Record) string {
	return strings.Join([]string{harvest.Clean(r.Page), harvest.Clean(r.TitleSource), harvest.Clean(r.TypeLineSource)}, "\n")
}

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	var letters [16]byte // of the first ten bytes
	base32.StdEncoding.Encode(letters[:], sum[:10])
	return string(bytes.ToLower(letters[:12]))
}

// Prior is a record as the ledger has it, from the same source.
type Prior struct {
	*Record
	Missing bool // its entry was not on the page last time
}

// Match finds which prior record each record is. The result holds, for each record,
// the index of its prior, or -1 for one that is new.
//
// What did not change at all is matched first. Then, in this order: the entry's link;
// title and type line, exactly; two of (title, bodies, year). Each counts only where
// it is unique on both sides among what is left, and records whose entries were on
// the page last time come before those that were missing. A link that has moved to
// another entry which is known exactly does not count: twins never swap. Two of three
// without the title count only for a similar title, or one at the same place in the list.
func Match(priors []Prior, records []Record) []int {
	m := newMatcher(priors, records)
	if len(priors) == 0 { // a first harvest: keys need not be made
		return m.prior
	}
	m.unchanged()
	m.unique(both, m.linkUnlessMoved(fullLink))
	m.unique(both, m.linkUnlessMoved(linkPath))
	for _, who := range []scope{present, both} {
		m.unique(who, exact)
	}
	for _, who := range []scope{present, both} {
		m.unique(who, titleAndBodies)
		m.unique(who, titleAndYear)
		m.corrected(who)
	}
	return m.prior
}

// key is what two records must share; "" for a record that has none.
type key func(*Record) string

// sourceWords are what the source says in a record.
type sourceWords struct{ title, typeLine, description, link string }

func whole(r *Record) sourceWords {
	return sourceWords{r.TitleSource, r.TypeLineSource, r.DescriptionSource, r.Link}
}

type scope int

const (
	present scope = iota // records whose entry was on the page last time
	both
)

type matcher struct {
	priors  []Prior
	records []Record
	prior   []int  // by record
	taken   []bool // by prior
}

func newMatcher(priors []Prior, records []Record) *matcher {
	m := &matcher{priors: priors, records: records, prior: make([]int, len(records)), taken: make([]bool, len(priors))}
	for i := range m.prior {
		m.prior[i] = -1
	}
	return m
}

func (m *matcher) pair(record, prior int) {
	m.prior[record], m.taken[prior] = prior, true
}

// index lists what is still to be matched under each key. Most of a page is matched at
// once, so no key is made of what is.
func index[K comparable](m *matcher, who scope, key func(*Record) K) (records, priors map[K][]int) {
	var none K
	records, priors = map[K][]int{}, map[K][]int{}
	for i := range m.records {
		if m.prior[i] >= 0 {
			continue
		}
		if k := key(&m.records[i]); k != none {
			records[k] = append(records[k], i)
		}
	}
	for j := range m.priors {
		if m.taken[j] || who == present && m.priors[j].Missing {
			continue
		}
		if k := key(m.priors[j].Record); k != none {
			priors[k] = append(priors[k], j)
		}
	}
	return records, priors
}

// unchanged pairs what is the same to the letter. Entries that are the same in all
// of it can't be told apart, so their order among each other says nothing false.
func (m *matcher) unchanged() {
	for _, who := range []scope{present, both} {
		records, priors := index(m, who, whole)
		for s, rs := range records {
			ps := priors[s]
			slices.SortFunc(ps, func(a, b int) int { return m.priors[a].Position - m.priors[b].Position })
			for i := range min(len(rs), len(ps)) {
				m.pair(rs[i], ps[i])
			}
		}
	}
}

// unique pairs a record and a prior that share a key with no other.
func (m *matcher) unique(who scope, k key) {
	records, priors := index(m, who, k)
	for s, rs := range records {
		if ps := priors[s]; len(rs) == 1 && len(ps) == 1 {
			m.pair(rs[0], ps[0])
		}
	}
}

// linkUnlessMoved is a link as a key, but not for records or priors that are known
// exactly, and uniquely, elsewhere.
func (m *matcher) linkUnlessMoved(link key) key {
	records, priors := index(m, both, exact)
	return func(r *Record) string {
		l, e := link(r), exact(r)
		rs, ps := records[e], priors[e]
		if len(rs) == 1 && len(ps) == 1 && link(&m.records[rs[0]]) != link(m.priors[ps[0]].Record) {
			return ""
		}
		return l
	}
}

// corrected pairs records that share bodies and year, uniquely, where the title
// was corrected and not replaced by another publication's.
func (m *matcher) corrected(who scope) {
	records, priors := index(m, who, bodiesAndYear)
	for s, rs := range records {
		ps := priors[s]
		if len(rs) != 1 || len(ps) != 1 {
			continue
		}
		if similar(m.records[rs[0]].TitleSource, m.priors[ps[0]].TitleSource) || who == present && m.samePlace(rs[0], ps[0]) {
			m.pair(rs[0], ps[0])
		}
	}
}

// samePlace says whether the entries next to a record are those that were next to a prior.
func (m *matcher) samePlace(record, prior int) bool {
	at := m.priors[prior].Position
	near := func(i, position int) bool {
		return i >= 0 && i < len(m.records) && m.prior[i] >= 0 && m.priors[m.prior[i]].Position == position
	}
	before, after := near(record-1, at-1), near(record+1, at+1)
	first, last := record == 0 && at == 1, record == len(m.records)-1 && at == m.priors[prior].Of
	return (before || first) && (after || last)
}

func exact(r *Record) string { return r.TitleSource + "\n" + r.TypeLineSource }

// fullLink is the entry's link without what does not tell publications apart.
func fullLink(r *Record) string {
	u, err := url.Parse(r.Link)
	if err != nil || r.Link == "" {
		return ""
	}
	return strings.ToLower(strings.TrimPrefix(u.Host, "www.")) + linkPath(r)
}

// linkPath is the same without the host, for a site that moved.
func linkPath(r *Record) string {
	u, err := url.Parse(r.Link)
	if err != nil || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return ""
	}
	q := u.Query()
	for name := range q {
		if strings.HasPrefix(name, "utm_") {
			q.Del(name)
		}
	}
	return strings.TrimSuffix(u.Path, "/") + "?" + q.Encode()
}

func folded(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

func bodies(r *Record) string {
	names := make([]string, len(r.Publishers))
	for i, p := range r.Publishers {
		names[i] = folded(p.Name)
	}
	slices.Sort(names)
	return strings.Join(names, "\n")
}

func titleAndBodies(r *Record) string {
	if len(r.Publishers) == 0 {
		return ""
	}
	return folded(r.TitleSource) + "\n\n" + bodies(r)
}

func titleAndYear(r *Record) string {
	if r.Issued == "" {
		return ""
	}
	return folded(r.TitleSource) + "\n\n" + r.Issued
}

func bodiesAndYear(r *Record) string {
	if len(r.Publishers) == 0 || r.Issued == "" {
		return ""
	}
	return bodies(r) + "\n\n" + r.Issued
}

// similar says whether two titles share at least half of their pairs of letters
// (Dice's coefficient over bigrams).
func similar(a, b string) bool {
	x, y := bigrams(folded(a)), bigrams(folded(b))
	shared, total := 0, 0
	for g, n := range x {
		shared += min(n, y[g])
		total += n
	}
	for _, n := range y {
		total += n
	}
	return total > 0 && 4*shared >= total
}

func bigrams(s string) map[[2]rune]int {
	m := map[[2]rune]int{}
	last := ' '
	for _, r := range s {
		m[[2]rune{last, r}]++
		last = r
	}
	return m
}
