package config

import (
	_ "embed"
	"fmt"
)

//go:embed example.yaml
var example string

// minimal is the least a configuration can say.
const minimal = `base: https://example.org/lit/
sources:
  - id: my-list
    url: https://example.org/list/
`

// Example is a commented configuration with every key. It loads.
func Example() string { return example }

// missing is the error for a configuration that is not there; err says so.
func missing(path string, err error) *Error {
	return &Error{File: path, cause: err, Message: fmt.Sprintf(`there is no such file. Write one; this is enough to begin with:

%s
Or try the page that comes with the program, without a configuration: samling run --sample`, minimal)}
}
