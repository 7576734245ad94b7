package doctor

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// configuration was read without an error, or nobody would be here.
func (e *examination) configuration() {
	e.area = "configuration"
	e.ok("%s is sound: %s, base %s", orSample(e.Config.Path), count(len(e.Config.Sources), "source"), e.Config.Base)
	if host := hostOf(e.Config.Base); reserved(host) {
		e.find(Warn, "set base to the address where the publication will be served, before anybody uses its identifiers",
			"the base is on %s, which nobody else can reach", host)
	}
	if agent := e.Config.UserAgent(e.Version); !strings.ContainsAny(agent, "@") && !strings.Contains(agent, "://") {
		e.find(Warn, "set publisher.email, or network.user_agent to a text with an address",
			"the user agent %q does not say who asks: the owner of a page cannot reach you", agent)
	}
}

func orSample(path string) string {
	if path == "" {
		return "the sample's configuration"
	}
	return path
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Hostname()
	}
	return ""
}

// reserved says whether a host's name is one that can be nobody's (RFC 2606, RFC 6761).
func reserved(host string) bool {
	for _, name := range []string{"localhost", "example", "test", "invalid", "example.com", "example.net", "example.org"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return strings.HasPrefix(host, "127.") || strings.Contains(host, "::1")
}

// written is a time before which no clock is right: this was written then.
var written = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func (e *examination) clock(ctx context.Context) {
	e.area = "clock"
	const do = "set this machine's clock, and let it be kept by NTP"
	if e.now.Before(written) {
		e.find(Fail, do, "the clock shows %s, which is long past", e.now.Format(time.DateTime))
		return
	}
	if e.Ledger != nil {
		runs, err := e.Ledger.Runs(ctx, 1)
		if err == nil && len(runs) == 1 && runs[0].Started.After(e.now.Add(time.Minute)) {
			e.find(Fail, do, "the clock shows %s, but the last run was at %s", e.now.Format(time.DateTime), runs[0].Started.Format(time.DateTime))
			return
		}
	}
	e.ok("the clock shows %s UTC", e.now.Format(time.DateTime))
}

// disk tries, in a folder of its own in the output directory, what publishing does.
func (e *examination) disk() {
	e.area = "disk"
	out := e.Config.Out
	if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
		e.find(Warn, "run samling run, which makes it", "there is no output directory %s yet", out)
		return
	}
	dir, err := os.MkdirTemp(out, ".doctor-*")
	if err != nil {
		e.find(Fail, "let this user write there", "%s cannot be written: %v", out, reason(err))
		return
	}
	defer os.RemoveAll(dir)
	if what, err := tryOut(dir); err != nil {
		e.find(Fail, "put out on a local file system of the common kind (ext4, xfs, btrfs, zfs)", "%s does not work in %s: %v", what, out, reason(err))
	} else {
		e.ok("files, fsync, renames, hard and symbolic links work in %s", out)
	}
	for _, sub := range []string{"state", "raw", "editions"} {
		e.writable(filepath.Join(out, sub))
	}
	e.space(out)
}

func (e *examination) writable(dir string) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return
	}
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		e.find(Fail, "let this user write there", "%s cannot be written: %v", dir, reason(err))
		return
	}
	f.Close()
	os.Remove(f.Name())
}

// tryOut does what publishing does, in its order, and says at what it failed.
func tryOut(dir string) (what string, err error) {
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	f, err := os.Create(file)
	if err != nil {
		return "making a file", err
	}
	_, err = f.WriteString("doctor")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "writing and syncing a file", err
	}
	if err := os.Link(file, filepath.Join(dir, "hard")); err != nil {
		return "a hard link", err
	}
	if err := errors.Join(os.Symlink("file", link), os.Symlink("hard", link+"2")); err != nil {
		return "a symbolic link", err
	}
	if err := os.Rename(link+"2", link); err != nil {
		return "renaming a link over another", err
	}
	if to, err := os.Readlink(link); err != nil || to != "hard" {
		return "renaming a link over another", errors.Join(err, errors.New("the old one is still there"))
	}
	d, err := os.Open(dir)
	if err != nil {
		return "opening a folder", err
	}
	return "syncing a folder", errors.Join(d.Sync(), d.Close())
}

// What should be free: as much as the editions take again, and not less than this.
const (
	tight = 100 << 20 // bytes
	full  = 10 << 20
	files = 1000 // that can still be made
)

func (e *examination) space(out string) {
	free, inodes, err := available(out)
	if err != nil {
		e.find(Warn, "look at it with df", "the free space of %s is not known: %v", out, reason(err))
		return
	}
	const do = "make room, or move out to a larger disk; what is published stays as it is until then"
	switch need := 2 * e.size(); {
	case free < full:
		e.find(Fail, do, "only %s are free in %s", mib(free), out)
	case inodes < files:
		e.find(Fail, do, "only %d files can still be made in %s", inodes, out)
	case free < max(tight, need):
		e.find(Warn, do, "only %s are free in %s; an edition takes %s", mib(free), out, mib(e.size()))
	default:
		e.ok("%s are free in %s", mib(free), out)
	}
}

// reason is an error without the path in it, which the finding names.
func reason(err error) error {
	if inner := new(fs.PathError); errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// notices that wait are a sign that nobody is told.
func (e *examination) notices() {
	e.area = "notices"
	n := e.Config.Notify
	if n.Webhook == "" && n.Mail.To == "" {
		e.find(Warn, "set notify.webhook or notify.mail, or look at samling status now and then", "nobody is told when a source is held back or fails")
		return
	}
	names, err := os.ReadDir(e.Outbox)
	waiting := slices.DeleteFunc(names, func(d fs.DirEntry) bool { return !strings.HasSuffix(d.Name(), ".json") })
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		e.find(Fail, "let this user read it", "%s cannot be read: %v", e.Outbox, reason(err))
	case len(waiting) > 0:
		e.find(Warn, "look into the log why, and correct notify; they are sent at the next run", "%s could not be delivered", count(len(waiting), "notice"))
	default:
		e.ok("no notice waits")
	}
}
