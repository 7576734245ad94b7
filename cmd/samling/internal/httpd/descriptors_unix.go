//go:build unix

package httpd

import "syscall"

// descriptors is how many files and connections the process may have open, 0 where
// that is not known. Go has raised it to the hard limit at the start.
func descriptors() uint64 {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil {
		return 0
	}
	return uint64(l.Cur)
}
