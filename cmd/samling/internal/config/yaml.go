package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// deepest is how deep brackets, or dashes on one line, may be nested. The
// configuration needs three; the parser's memory grows with the square.
const deepest = 16

// document parses a file into its one document's root, nil when it is empty.
func document(s *source, data []byte) (ast.Node, error) {
	if i := invalidUTF8(data); i >= 0 {
		before := data[:i]
		line := bytes.Count(before, []byte("\n")) + 1
		column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
		return nil, s.mark(&Error{File: s.name, Message: "this is not UTF-8; save the file as UTF-8"}, line, column)
	}
	tokens := lexer.Tokenize(string(data))
	if at := tooDeep(tokens); at != nil {
		return nil, s.fail(at, "nested too deep; no key needs more than three levels")
	}
	// A key that stands twice is reported by fields, with all else that is wrong.
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, s.syntax(err)
	}
	var root ast.Node
	for _, d := range file.Docs {
		if root != nil && d.Body != nil {
			return nil, s.fail(d.Body.GetToken(), "a second document; one file is one configuration, so take the line --- out")
		}
		if d.Body != nil {
			root = d.Body
		}
	}
	return root, nil
}

// syntax is an error of the parser, in our form.
func (s *source) syntax(err error) error {
	var known yaml.Error
	if !errors.As(err, &known) {
		return s.fail(nil, "not YAML: %v", err)
	}
	if strings.Contains(known.GetMessage(), "'\t'") {
		return s.fail(known.GetToken(), "not YAML: a tab; indent with spaces")
	}
	return s.fail(known.GetToken(), "not YAML: %s; a value that holds \": \" or \" #\", or begins with one of @`%%&*!|>[]{}, needs quotes",
		known.GetMessage())
}

// tooDeep finds the token that opens one level too many.
func tooDeep(tokens token.Tokens) *token.Token {
	brackets, dashes, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			brackets++
		case token.MappingEndType, token.SequenceEndType:
			brackets--
		case token.SequenceEntryType, token.MappingKeyType:
			dashes++
		}
		if brackets > deepest || dashes > deepest || t.Position.Column > 512*deepest {
			return t
		}
	}
	return nil
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// fields are the keys of one mapping.
type fields struct {
	path  string       // "" at the top, else such as "network." or "sources[2]."
	at    *token.Token // the first key, where something that is missing is reported
	nodes map[string]ast.Node
	wrong bool // it is no mapping, which was reported, so nothing in it is missing
}

// fields reads a mapping whose keys are all among known. Nothing at all, as in
// "network:" with all below it commented out, is a mapping without keys.
func (r *reader) fields(n ast.Node, path string, known ...string) fields {
	f := fields{path: path, nodes: map[string]ast.Node{}}
	if r.keys != nil {
		r.keys(path, known)
	}
	if n == nil {
		return f
	}
	f.at = n.GetToken()
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		f.wrong = true
		r.fail(f.at, "%sshould be keys and values; the keys are %s", subject(path), strings.Join(known, ", "))
		return f
	}
	for i, p := range pairs {
		key, at := p.Key.GetToken().Value, p.Key.GetToken()
		if i == 0 {
			f.at = at
		}
		if _, twice := f.nodes[key]; twice {
			r.fail(at, "key %q stands twice; keep one of the two", key)
			continue
		}
		if r.plainKey(p.Key, known, key) {
			f.nodes[key] = p.Value
		}
	}
	return f
}

// plainKey reports a key that is not known.
func (r *reader) plainKey(n ast.MapKeyNode, known []string, key string) bool {
	at := n.GetToken()
	if _, merge := n.(*ast.MergeKeyNode); merge {
		r.fail(at, "merge keys are not read here; write the keys out")
		return false
	}
	if slices.Contains(known, key) {
		return true
	}
	if like := nearest(key, known); like != "" {
		r.fail(at, "unknown key %q; did you mean %q?", key, like)
	} else {
		r.fail(at, "unknown key %q; the keys here are %s", key, strings.Join(known, ", "))
	}
	return false
}

// scalar is a value's text as written; ok is false when it is none, which was reported.
func (r *reader) scalar(n ast.Node, key string) (text string, ok bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value, true // not the number: 0123 stays as it is
	case *ast.NullNode, nil:
		r.fail(r.token(n), "%s has no value; write one, or take the key out", key)
	case *ast.BoolNode:
		r.fail(n.GetToken(), "%s should be text; put %s in quotes if it is meant", key, n.GetToken().Value)
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		r.fail(n.GetToken(), "%s: anchors, aliases and tags are not read here; write the value out", key)
	default:
		r.fail(n.GetToken(), "%s should be one value, not a list or a mapping", key)
	}
	return "", false
}

func (r *reader) token(n ast.Node) *token.Token {
	if n == nil {
		return nil
	}
	return n.GetToken()
}

func (r *reader) fail(at *token.Token, format string, args ...any) {
	r.errs = append(r.errs, r.src.fail(at, format, args...))
}

// subject begins a message about the mapping at path.
func subject(path string) string {
	if path == "" {
		return "the file "
	}
	return fmt.Sprintf("%s ", strings.TrimSuffix(path, "."))
}
