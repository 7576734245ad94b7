package hard

import "samling/publish"

// Samples are graphs of several kinds, by name.
func Samples() map[string][]publish.Group {
	return map[string][]publish.Group{"hard": Groups(), "generated": Generated(100)}
}
