package feed

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// node is an element as it was read: what [Check] and [Compare] look at.
type node struct {
	name     string // "dc:date" whatever the prefix was; "{namespace}local" for one we do not know
	attrs    map[string]string
	text     string // its own, not that of its children
	children []*node
}

// readTree reads a document with encoding/xml, and finds what that lets through:
// prefixes that were not declared, attributes given twice, a second root.
func readTree(r io.Reader) (*node, error) {
	dec := xml.NewDecoder(r)
	var root *node
	var open []*node
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			n, err := newNode(t)
			if err != nil {
				return nil, err
			}
			switch {
			case len(open) > 0:
				parent := open[len(open)-1]
				parent.children = append(parent.children, n)
			case root != nil:
				return nil, fmt.Errorf("<%s> follows the root element", n.name)
			default:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		}
	}
	if root == nil {
		return nil, errors.New("no element in it")
	}
	return root, nil
}

func newNode(t xml.StartElement) (*node, error) {
	n := &node{attrs: map[string]string{}}
	var err error
	if n.name, err = shortName(t.Name); err != nil {
		return nil, err
	}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name == (xml.Name{Local: "xmlns"}) {
			continue
		}
		name, err := shortName(a.Name)
		if err != nil {
			return nil, err
		}
		if _, twice := n.attrs[name]; twice {
			return nil, fmt.Errorf("<%s> has the attribute %s twice", n.name, name)
		}
		n.attrs[name] = a.Value
	}
	return n, nil
}

// shortName gives a name the prefix that this package writes.
func shortName(name xml.Name) (string, error) {
	switch name.Space {
	case "":
		return name.Local, nil
	case nsAtom:
		return "atom:" + name.Local, nil
	case nsDC:
		return "dc:" + name.Local, nil
	case nsDCTerms:
		return "dcterms:" + name.Local, nil
	case nsRSS1:
		return "rss:" + name.Local, nil
	case nsRDF:
		return "rdf:" + name.Local, nil
	case nsContent:
		return "content:" + name.Local, nil
	case "http://www.w3.org/XML/1998/namespace", "xml":
		return "xml:" + name.Local, nil
	}
	if !strings.Contains(name.Space, ":") {
		return "", fmt.Errorf("the prefix %s is not declared", name.Space)
	}
	return "{" + name.Space + "}" + name.Local, nil
}

// all are the children of that name.
func (n *node) all(name string) (found []*node) {
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
	}
	return found
}

// value is the text of the first child of that name, or "".
func (n *node) value(name string) string {
	for _, c := range n.children {
		if c.name == name {
			return strings.TrimSpace(c.text)
		}
	}
	return ""
}
