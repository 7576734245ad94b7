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
	// Bulk says that it is as large as a dump, and for programs: in a large edition it is
	// published as .gz only, and not at all where the dumps are split.
	Bulk() bool
	Tail(ctx context.Context, w io.Writer, e Edition) error
}

// Section writes what one source comes to in a [Joined] file.
type Section interface {
	Item(it Item) error // in id order, the withdrawn ones too
	End() error
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
	*copies
	some    bool
	section Section
}

// openJoined begins the joined files among the writers. Where dumps are split bulk ones are
// left out: nobody reads a million citations.
func (t *tree) openJoined(writers []Writer, info Info, l Layout) error {
	for _, w := range writers {
		j, ok := w.(Joined)
		if !ok || j.Bulk() && l.split() {
			continue
		}
		packed := j.Bulk() && l.Packed
		c, err := t.createCopies(w.Path(), w.MediaType(), !packed, packed)
		if err != nil {
			return err
		}
		if err := j.Head(c, info); err != nil {
			return fmt.Errorf("%s: %w", w.Path(), err)
		}
		here := &joining{Joined: j, copies: c}
		if err := here.endText(); err != nil {
			return err
		}
		t.joinings = append(t.joinings, here)
	}
	return nil
}

// file is the one that is written.
func (j *joining) file() *file { return j.files()[0] }

// begin begins the text of a source. It has its place in the file after what stands
// between it and the one before.
func (j *joining) begin(info Info, s Source) error {
	w := &between{Writer: j.copies, text: j.Between(), some: &j.some, first: j.beginText}
	j.section = j.Source(w, info, s)
	return j.file().begin()
}

// beginText begins what is taken over as it is.
func (j *joining) beginText() error {
	if err := j.endText(); err != nil {
		return err
	}
	return j.file().begin()
}

// endText ends the gzip member of what was written, if anything was: the text of a source
// may be empty, and what stands between two is not written for it.
func (j *joining) endText() error {
	if !j.written {
		return nil
	}
	return j.endMember()
}

// end ends the text of a source.
func (j *joining) end() (stretch, error) {
	if err := j.section.End(); err != nil {
		return stretch{}, err
	}
	if err := j.endText(); err != nil {
		return stretch{}, err
	}
	return j.file().end()
}

// again makes room for a text that is taken over.
func (j *joining) again(size int64) error {
	if size == 0 {
		return nil
	}
	return (&between{Writer: j.copies, text: j.Between(), some: &j.some, first: j.endText}).begin()
}

func (j *joining) close(ctx context.Context, e Edition) error {
	if err := j.Tail(ctx, j.copies, e); err != nil {
		return fmt.Errorf("%s: %w", j.Path(), err)
	}
	if err := j.endMember(); err != nil { // where nothing was written, too: no bytes are no gzip
		return err
	}
	return j.copies.close()
}
