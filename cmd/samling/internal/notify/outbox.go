package notify

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"samling/cmd/samling/internal/whole"
)

// letter is a notice in the outbox, with the channels that it went through already.
type letter struct {
	Notice Notice   `json:"notice"`
	Done   []string `json:"done"`
}

// post puts a notice into the outbox, unless it is there.
func (n *Notifier) post(v Notice) error {
	if _, err := os.Stat(n.path(v.ID)); err == nil {
		return nil
	}
	return n.write(letter{Notice: v, Done: []string{}})
}

func (n *Notifier) path(id string) string { return filepath.Join(n.Outbox, id+".json") }

// write makes a letter appear whole.
func (n *Notifier) write(l letter) error {
	data, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	return whole.Write(n.path(l.Notice.ID), append(data, '\n'), 0o600)
}

// letters are what is in the outbox, oldest first. One that cannot be read is said, and left.
func (n *Notifier) letters() (letters []letter, err error) {
	entries, err := os.ReadDir(n.Outbox)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		var l letter
		data, readErr := os.ReadFile(filepath.Join(n.Outbox, e.Name()))
		if readErr == nil {
			readErr = json.Unmarshal(data, &l)
		}
		if readErr != nil || n.path(l.Notice.ID) != filepath.Join(n.Outbox, e.Name()) {
			err = errors.Join(err, fmt.Errorf("%s is no notice; take it away: %w", e.Name(), cmp.Or(readErr, errForeign)))
			continue
		}
		letters = append(letters, l)
	}
	slices.SortStableFunc(letters, func(a, b letter) int { return a.Notice.At.Compare(b.Notice.At) })
	return letters, err
}

var errForeign = errors.New("its name is not its id")

// settle takes a letter out once it went through every channel, or is too old.
func (n *Notifier) settle(l letter) error {
	left := 0
	for _, c := range n.channels() {
		if !slices.Contains(l.Done, c.name) {
			left++
		}
	}
	old := n.Now().Sub(l.Notice.At) > keep
	if old && left > 0 {
		n.Log.Error("notice given up, it could not be delivered for a week", "id", l.Notice.ID, "text", l.Notice.Text)
	}
	if left == 0 || old {
		return os.Remove(n.path(l.Notice.ID))
	}
	return n.write(l)
}
