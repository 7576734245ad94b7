package harvest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	robotsPath = "/robots.txt"
	robotsLife = 24 * time.Hour // RFC 9309, section 2.4
	maxRobots  = 500 << 10      // section 2.5
)

// Robots is the robots.txt of an origin as it was received (RFC 9309).
type Robots struct {
	Origin  string // scheme, host and port, as "https://example.org"
	Status  int    // of the answer, after redirects
	Body    []byte // at most 500 KiB of it
	Fetched time.Time
}

// RobotsCache keeps robots.txt files, so that a site is asked for its own at most
// once in 24 hours. An error of the cache fails the fetch.
type RobotsCache interface {
	// Robots returns what was last put for the origin, and whether there is any.
	Robots(ctx context.Context, origin string) (Robots, bool, error)
	PutRobots(ctx context.Context, r Robots) error
}

// robotsMemo is the cache of one fetch that has no other.
type robotsMemo map[string]Robots

func (m robotsMemo) Robots(_ context.Context, origin string) (Robots, bool, error) {
	r, ok := m[origin]
	return r, ok, nil
}

func (m robotsMemo) PutRobots(_ context.Context, r Robots) error {
	m[r.Origin] = r
	return nil
}

// robotsRule is one allow or disallow line.
type robotsRule struct {
	allow   bool
	pattern string // canonical; "*" stands for anything, a final "$" for the end
	line    string // as the site wrote it
}

// disallows returns the line of robots.txt that keeps a crawler from a path (the
// path and query of an address), or "" when it may be read: the longest pattern
// that matches decides, and allow wins a tie (section 2.2.2). Any status but a
// success means that there is no such file, and that everything may be read (2.3.1.3).
func (r Robots) disallows(product, path string) string {
	if r.Status < 200 || r.Status > 299 || path == robotsPath {
		return ""
	}
	var best robotsRule
	path = canonicalPath(path)
	for _, rule := range robotsGroup(r.Body, product).rules {
		longer := len(rule.pattern) > len(best.pattern)
		tie := len(rule.pattern) == len(best.pattern) && rule.allow
		if (longer || tie) && robotsMatch(rule.pattern, path) {
			best = rule
		}
	}
	if best.allow {
		return ""
	}
	return best.line
}

// maxCrawlDelay is the longest Crawl-delay that is kept to: longer ones would keep us
// from reading a site's pages in a day.
const maxCrawlDelay = 2 * time.Minute

// crawlDelay is how far apart a site wants requests to be. RFC 9309 knows no
// Crawl-delay, sites do.
func (r Robots) crawlDelay(product string) time.Duration {
	if r.Status < 200 || r.Status > 299 {
		return 0
	}
	return robotsGroup(r.Body, product).delay
}

// robotsRecord is what robots.txt says to one crawler.
type robotsRecord struct {
	rules []robotsRule
	delay time.Duration
}

// robotsGroup returns the rules of every group for the product, together; when there
// is no such group, those of the groups for "*" (section 2.2.1). Lines of other kinds
// are passed over, and end nothing (2.2.4).
func robotsGroup(body []byte, product string) robotsRecord {
	var ours, anyones robotsRecord
	var named, inOurs, inAnyones, inRules bool
	var waits crawlers
	for line := range strings.FieldsFuncSeq(string(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))), isLineEnd) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if inRules {
				inOurs, inAnyones, inRules = false, false, false
			}
			inOurs = inOurs || strings.EqualFold(productToken(value), product)
			inAnyones = inAnyones || value == "*"
			named = named || inOurs
			waits.name(strings.EqualFold(productToken(value), product), value == "*")
		case "allow", "disallow":
			inRules, waits.ended = true, true
			rule := robotsRule{key == "allow", canonicalPattern(value), strings.TrimSpace(line)}
			if inOurs {
				ours.rules = append(ours.rules, rule)
			}
			if inAnyones {
				anyones.rules = append(anyones.rules, rule)
			}
		case "crawl-delay":
			waits.ended = true
			delay := parseCrawlDelay(value)
			if waits.ours {
				ours.delay = max(ours.delay, delay)
			}
			if waits.anyones {
				anyones.delay = max(anyones.delay, delay)
			}
		}
	}
	if named {
		return ours
	}
	return anyones
}

// crawlers are those that a Crawl-delay is for: named right above it. Unlike a rule it
// must not end a group of RFC 9309, but those who write it take it to.
type crawlers struct{ ours, anyones, ended bool }

func (c *crawlers) name(ours, anyones bool) {
	if c.ended {
		*c = crawlers{}
	}
	c.ours, c.anyones = c.ours || ours, c.anyones || anyones
}

// parseCrawlDelay reads seconds, possibly with a fraction; 0 for anything else.
func parseCrawlDelay(value string) time.Duration {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return 0
	}
	return time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

// productToken is the name at the start of a user agent (section 2.2.1).
func productToken(userAgent string) string {
	end := strings.IndexFunc(userAgent, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
	if end < 0 {
		return userAgent
	}
	return userAgent[:end]
}

// robotsMatch says whether a canonical pattern matches the start of a path. An empty
// pattern matches nothing (section 2.2.2: "Disallow:" is not a rule).
func robotsMatch(pattern, path string) bool {
	if pattern == "" {
		return false
	}
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	if last == 0 {
		return !whole || rest == ""
	}
	for _, part := range parts[1:last] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	if whole {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// canonicalPattern prepares the value of a rule for comparison with a canonical path.
func canonicalPattern(value string) string {
	if value == "" {
		return ""
	}
	if value[0] != '/' && value[0] != '*' {
		value = "/" + value // "Disallow: private" is meant so
	}
	value, whole := strings.CutSuffix(value, "$")
	parts := strings.Split(value, "*")
	for i, part := range parts {
		parts[i] = canonicalPath(part)
	}
	value = strings.Join(parts, "*")
	if whole {
		value += "$"
	}
	return value
}

// canonicalPath writes a path so that equal ones are equal octet by octet (section
// 2.2.2): what needs no percent-encoding has none, and everything else has.
func canonicalPath(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c, encoded := path[i], false
		if c == '%' && i+2 < len(path) && isHex(path[i+1]) && isHex(path[i+2]) {
			c, encoded = unhex(path[i+1])<<4|unhex(path[i+2]), true
			i += 2
		}
		if isUnreserved(c) || !encoded && strings.IndexByte("/?:@!&'()+,;=[]", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// isUnreserved: RFC 3986, section 2.3.
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&0x0f + 9
}

// wholeLines is the start of a robots.txt that is too long, up to its last whole
// line: half a rule would be another rule.
func wholeLines(body []byte) []byte {
	if len(body) <= maxRobots {
		return body
	}
	body = body[:maxRobots]
	return body[:bytes.LastIndexAny(body, "\r\n")+1]
}

// robotsUnreachable tells the statuses after which a site may not be read at all,
// until it answers again (section 2.3.1.4). Too Many Requests is no leave to make more.
func robotsUnreachable(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests
}
