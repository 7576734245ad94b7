package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// Error is one thing that is wrong in a configuration file, or with reading it.
type Error struct {
	File    string
	Line    int // from 1; 0 when it is about the file as a whole
	Column  int // from 1, in characters
	Message string
	Excerpt string // the source line with a mark under the place, and the lines around it
	cause   error  // why the file could not be read; nil when it could
}

func (e *Error) Unwrap() error { return e.cause }

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s\n%s", e.File, e.Line, e.Column, e.Message, e.Excerpt)
}

// source is the text of a file, for its errors.
type source struct {
	name  string
	lines []string
}

func newSource(name string, data []byte) *source {
	return &source{name, strings.Split(strings.ToValidUTF8(string(data), "\uFFFD"), "\n")}
}

// fail makes an error at a token's place. The library has a printer of its own for
// this; it is not used since it drifts from the file after a comment or a quoted
// text of several lines, and an excerpt must show the line it names.
func (s *source) fail(at *token.Token, format string, args ...any) *Error {
	e := &Error{File: s.name, Message: fmt.Sprintf(format, args...)}
	if at == nil || at.Position == nil || len(s.lines) == 0 {
		return e
	}
	return s.mark(e, at.Position.Line, at.Position.Column)
}

// mark puts e at a line and a column.
func (s *source) mark(e *Error, line, column int) *Error {
	e.Line = min(max(line, 1), len(s.lines))
	e.Column = min(max(column, 1), utf8.RuneCountInString(s.lines[e.Line-1])+1)
	e.Excerpt = s.excerpt(e.Line, e.Column)
	return e
}

// excerpt shows a line with two before it and one after.
func (s *source) excerpt(line, column int) string {
	var b strings.Builder
	for n := max(1, line-2); n <= min(line+1, len(s.lines)); n++ {
		if n == len(s.lines) && s.lines[n-1] == "" && n != line {
			break // only what follows the last line end
		}
		sign := ' '
		if n == line {
			sign = '>'
		}
		fmt.Fprintf(&b, "%c %4d | %s\n", sign, n, show(s.lines[n-1]))
		if n == line {
			fmt.Fprintf(&b, "       | %s^\n", pad(s.lines[n-1], column))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// widest is how much of a line is shown, in characters.
const widest = 160

// show makes a line fit for a terminal: control characters must not reach it.
func show(line string) string {
	r := []rune(line)
	if len(r) > widest {
		r = append(r[:widest:widest], '…')
	}
	for i, c := range r {
		if c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c)) {
			r[i] = utf8.RuneError
		}
	}
	return string(r)
}

// pad is as wide as the line before the column; a tab stays one.
func pad(line string, column int) string {
	var b strings.Builder
	for _, c := range line {
		if column--; column < 1 || b.Len() > widest {
			break
		}
		if c == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// nearest is the known word that a wrong one was likely meant to be, or "".
func nearest(word string, known []string) string {
	best, least := "", 3 // at most two letters off
	for _, k := range known {
		if d := distance(strings.ToLower(word), k); d < least && d < len(k) {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to add, drop or change to come from a to b (Levenshtein).
func distance(a, b string) int {
	if len(a) > 64 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
