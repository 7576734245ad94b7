package httpd

import (
	"errors"
	"syscall"
)

// isFault says whether an error is the machine's and not about the name asked for.
func isFault(err error) bool {
	for _, fault := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.EIO, syscall.ENOMEM} {
		if errors.Is(err, fault) {
			return true
		}
	}
	return false
}
