//go:build !(linux || darwin || freebsd)

package doctor

import "errors"

func available(string) (bytes, inodes uint64, err error) {
	return 0, 0, errors.New("not told on this system")
}
