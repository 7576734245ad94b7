package publish

import (
	"context"
	"fmt"
	"io"
)

// Joined is a [Writer] whose file is the join of what each source comes to, such as a list
// of citations. [Commit] does not call Write but
//
//	Head (Source (Item* End))* Tail
//
// with the items of all sources as it walks them, and takes over what a source came to in
// the edition before: of the edition, a source's text may say nothing but its base, title,
// publisher and language. [WriteJoined] is such a writer's Write.
type Joined interface {
	Writer
	Head(w io.Writer, info Info) error
	Source(w io.Writer, info Info, s Source) Section
	Between() string // stands between the texts of two sources, where neither is empty
	Tail(ctx context.Context, w io.Writer, e Edition) error
}

// Section writes what one source comes to in a [Joined] file.
type Section interface {
	Item(it Item) error // in id order, the withdrawn ones too
	End() error
}

// OfSource is a [Writer] whose file one source alone decides.
type OfSource interface {
	Writer
	Of() string // the source's id
}

// WriteJoined writes a joined form of an edition.
func WriteJoined(ctx context.Context, w io.Writer, e Edition, j Joined) error {
	if err := j.Head(w, e.Info()); err != nil {
		return err
	}
	some := false
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return err
		}
		section := j.Source(&between{Writer: w, text: j.Between(), some: &some}, e.Info(), s)
		for it, err := range e.Items(ctx, s.ID) {
			if err != nil {
				return err
			}
			if err := section.Item(it); err != nil {
				return err
			}
		}
		if err := section.End(); err != nil {
			return err
		}
	}
	return j.Tail(ctx, w, e)
}

// between writes what stands between two texts before the first byte of the second.
type between struct {
	io.Writer
	text  string
	some  *bool // an earlier source had a text
	first func() error
	begun bool
}

func (b *between) Write(p []byte) (int, error) {
	if !b.begun && len(p) > 0 {
		if err := b.begin(); err != nil {
			return 0, err
		}
	}
	return b.Writer.Write(p)
}

func (b *between) begin() error {
	b.begun = true
	if *b.some {
		if _, err := io.WriteString(b.Writer, b.text); err != nil {
			return err
		}
	}
	*b.some = true
	if b.first == nil {
		return nil
	}
	return b.first()
}

// joining is a joined file being written.
type joining struct {
	Joined
	*file
	some    bool
	section Section
}

// openJoined begins the joined files among the writers.
func (t *tree) openJoined(writers []Writer, info Info) error {
	for _, w := range writers {
		j, ok := w.(Joined)
		if !ok {
			continue
		}
		f, err := t.create(w.Path(), w.MediaType())
		if err != nil {
			return err
		}
		if err := j.Head(f, info); err != nil {
			return fmt.Errorf("%s: %w", w.Path(), err)
		}
		t.joinings = append(t.joinings, &joining{Joined: j, file: f})
	}
	return nil
}

// begin begins the text of a source. It has its place in the file after what stands
// between it and the one before.
func (j *joining) begin(info Info, s Source) error {
	w := &between{Writer: j.file, text: j.Between(), some: &j.some, first: j.file.begin}
	j.section = j.Source(w, info, s)
	return j.file.begin()
}

// again makes room for a text that is taken over.
func (j *joining) again(size int64) error {
	if size == 0 {
		return nil
	}
	return (&between{Writer: j.file, text: j.Between(), some: &j.some}).begin()
}

func (j *joining) close(ctx context.Context, e Edition) error {
	if err := j.Tail(ctx, j.file, e); err != nil {
		return fmt.Errorf("%s: %w", j.file.path, err)
	}
	return j.file.close()
}
