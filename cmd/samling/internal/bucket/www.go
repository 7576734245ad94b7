package bucket

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/minio/minio-go/v7"
	"golang.org/x/sync/errgroup"
)

// State is www.json: which edition is under www/.
type State struct {
	Object  string `json:"object"`  // the edition's
	Pending bool   `json:"pending"` // it is being put there, or was when somebody was interrupted
}

const (
	stateName = "www.json"
	webRoot   = "www/"
	turns     = 10 // how often two that renew www/ at once begin anew
)

// mirrorWWW makes www/ the files of the edition that is current, by name. The service
// copies them from the blobs. Who finds that somebody else has been at it meanwhile begins
// anew, with all files: the last one to end knows that all of them are of one edition.
func (b *Bucket) mirrorWWW(ctx context.Context, at versioned) error {
	whole := false // whether to renew files that seem to be right
	for range turns {
		state, etag, err := b.state(ctx)
		if err != nil || state == (State{Object: at.Object}) && !whole {
			return err
		}
		etag, err = b.setState(ctx, State{at.Object, true}, etag)
		if refused(err) {
			continue
		}
		if err != nil {
			return err
		}
		before := state
		if whole || state.Pending {
			before = State{}
		}
		if err := b.renew(ctx, at.Object, before.Object); err != nil {
			return err
		}
		if _, err = b.setState(ctx, State{at.Object, false}, etag); !refused(err) {
			return err
		}
		whole = true
		if at, err = b.current(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s was renewed by others all the time; the next run tries again", b.key(webRoot))
}

func (b *Bucket) state(ctx context.Context) (s State, etag string, err error) {
	data, etag, err := b.get(ctx, stateName)
	if absent(err) {
		return s, "", nil
	}
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	return s, etag, err
}

func (b *Bucket) setState(ctx context.Context, s State, etag string) (string, error) {
	data, err := encode(s)
	if err != nil {
		return "", err
	}
	return b.put(ctx, stateName, "application/json", revalidate, bytes.NewReader(data), unchanged(etag))
}

// renew copies the files that differ from those of an edition before ("" for none known),
// and deletes the others.
func (b *Bucket) renew(ctx context.Context, object, before string) error {
	now, err := b.edition(ctx, object)
	if err != nil {
		return err
	}
	old, err := b.names(ctx, before)
	if err != nil {
		return err
	}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, f := range now.Files {
		if sum, there := old[webRoot+f.Path]; !there || sum != f.SHA256 {
			group.Go(func() error { return b.copy(gctx, f) })
		}
		delete(old, webRoot+f.Path)
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return b.removeAll(ctx, old)
}

// names are the objects under www/ with the hashes of what they hold; without an edition
// that they are known to be, all that are listed, with no hash.
func (b *Bucket) names(ctx context.Context, before string) (map[string]string, error) {
	names := map[string]string{}
	if before != "" {
		e, err := b.edition(ctx, before)
		if err == nil {
			for _, f := range e.Files {
				names[webRoot+f.Path] = f.SHA256
			}
			return names, nil
		}
		if !absent(err) {
			return nil, err
		}
	}
	found, err := b.list(ctx, webRoot)
	for name := range found {
		names[name] = ""
	}
	return names, err
}

func (b *Bucket) copy(ctx context.Context, f File) error {
	to := minio.CopyDestOptions{
		Bucket: b.Name, Object: b.key(webRoot + f.Path), ReplaceMetadata: true, ContentType: f.MediaType, CacheControl: revalidate,
	}
	from := minio.CopySrcOptions{Bucket: b.Name, Object: b.key(f.Object)}
	var err error
	if f.Size > 5<<30 { // more than a service copies in one request
		_, err = b.Client.ComposeObject(ctx, to, from)
	} else {
		_, err = b.Client.CopyObject(ctx, to, from)
	}
	if err != nil {
		return fmt.Errorf("copy to %s: %w", to.Object, err)
	}
	return nil
}

// removeAll deletes objects, many in a request.
func (b *Bucket) removeAll(ctx context.Context, names map[string]string) error {
	if len(names) == 0 {
		return nil
	}
	var objects iter.Seq[minio.ObjectInfo] = func(yield func(minio.ObjectInfo) bool) {
		for name := range names {
			if !yield(minio.ObjectInfo{Key: b.key(name)}) {
				return
			}
		}
	}
	results, err := b.Client.RemoveObjectsWithIter(ctx, b.Name, objects, minio.RemoveObjectsOptions{})
	if err != nil {
		return fmt.Errorf("delete objects: %w", err)
	}
	for r := range results {
		if r.Err != nil {
			return fmt.Errorf("delete %s: %w", r.ObjectName, r.Err)
		}
	}
	return ctx.Err()
}
