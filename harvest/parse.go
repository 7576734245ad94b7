package harvest

import (
	"bytes"
	"fmt"

	"golang.org/x/net/html"
)

// parse parses a page. One that is built in a way that would cost the parser, or
// us, far more than its size is written plainer first ([flatten]); one that is too
// large even so is an error.
func parse(text []byte) (*html.Node, error) {
	c := take(text)
	if c.sane() {
		if doc, err := html.Parse(bytes.NewReader(text)); err == nil {
			return doc, nil
		}
	}
	text = flatten(text)
	if c = take(text); c.nodes > mostNodes {
		return nil, fmt.Errorf("the page is more than %d elements and pieces of text; "+
			"no list is that long: is the address right?", mostNodes)
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("the page is nested too deep to be read (%w); "+
			"save its list as a plain page, and name the file as the source's fetch", err)
	}
	return doc, nil
}
