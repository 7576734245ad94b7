//go:build linux || darwin || freebsd

package doctor

import "golang.org/x/sys/unix"

// available is what an ordinary user may still take of the file system at path.
func available(path string) (bytes, inodes uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, 0, err
	}
	inodes = uint64(s.Ffree)
	if s.Files == 0 { // a file system that makes them as needed, such as btrfs
		inodes = files
	}
	return uint64(s.Bavail) * uint64(s.Bsize), inodes, nil
}
