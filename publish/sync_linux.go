package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncTree makes all that was written below dir durable. One call for the file
// system (syncfs, Linux) costs less than one a file when an edition has a file a record.
func syncTree(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return unix.Syncfs(int(d.Fd()))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
