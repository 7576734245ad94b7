package oaipmh

import (
	"encoding/base64"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"
)

// token is where a list goes on: the list, and the key of the last item given. It says
// all that is needed, so nothing is remembered here, and it never expires (section 3.5).
type token struct {
	verb   string
	prefix string
	set    string
	from   time.Time // zero for none, and so is until
	until  time.Time
	after  Key
	cursor int // items given before
}

// tokenVersion stands first in every token. A token of another version is a bad one.
const tokenVersion = "1"

var errToken = errors.New("no resumption token of this repository")

// String is the token as harvesters get it: letters, digits, "-" and "_" only, since
// some put it into an address without escaping it. The sum finds tokens that were cut
// or mended; it keeps no secret, for there is nothing in a token that may not be known.
func (t token) String() string {
	text := strings.Join([]string{tokenVersion, t.verb, t.prefix, t.set, second(t.from), second(t.until),
		second(t.after.Stamp), strconv.FormatInt(t.after.N, 36), strconv.Itoa(t.cursor)}, ",")
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s,%08x", text, crc32.ChecksumIEEE([]byte(text))))
}

// parseToken reads a token that String wrote, and nothing else.
func parseToken(s string) (token, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return token{}, errToken
	}
	f := strings.Split(string(raw), ",")
	if len(f) != 10 || f[0] != tokenVersion {
		return token{}, errToken
	}
	t := token{verb: f[1], prefix: f[2], set: f[3]}
	var errs [5]error
	t.from, errs[0] = parseSecond(f[4])
	t.until, errs[1] = parseSecond(f[5])
	t.after.Stamp, errs[2] = parseSecond(f[6])
	t.after.N, errs[3] = strconv.ParseInt(f[7], 36, 64)
	t.cursor, errs[4] = strconv.Atoi(f[8])
	if errors.Join(errs[:]...) != nil || t.cursor < 1 || t.after.Stamp.IsZero() || t.String() != s {
		return token{}, errToken
	}
	return t, nil
}

// second is a time in seconds, "" for none.
func second(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.Unix(), 36)
}

func parseSecond(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	n, err := strconv.ParseInt(s, 36, 64)
	return time.Unix(n, 0).UTC(), err
}
