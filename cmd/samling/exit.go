package main

import (
	"errors"
	"io/fs"
	"syscall"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/store"
)

// Exit statuses.
const (
	exitDone       = 0 // done, whether anything changed or not
	exitUnexpected = 1
	exitUsage      = 2 // the command line or the configuration
	exitNotFetched = 3
	exitHeld       = 4 // a page no longer reads as a list
	exitUnwritten  = 5 // accepted, but not published
	exitFaults     = 6 // validation found faults
	exitBusy       = 7 // another samling is at it
	exitUnwell     = 8 // the doctor found something that keeps Samling from its work
)

// exitStatus is the section that the help of every command ends with.
const exitStatus = `EXIT STATUS
  0  done, whether anything changed or not
  1  something unexpected went wrong
  2  the command line or the configuration is wrong
  3  a source could not be fetched
  4  held back: a page no longer reads as a list; nothing was changed
  5  not published, here or to the bucket; what was published before is still there
  6  validation found faults
  7  another samling is harvesting that source, or reading the ledger alone; try again
  8  samling doctor found something that must be mended`

// exitError is an error with an exit status, and a hint at what to do.
type exitError struct {
	code int
	err  error
	hint string
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// exitCode is the exit status for an error. Of several errors the gravest counts:
// what kept the publication from being written, then what nobody expected.
func exitCode(err error) int {
	var exit *exitError
	var configured *config.Error
	switch {
	case errors.As(err, &exit):
		return exit.code
	case errors.Is(err, pipeline.ErrNotPublished):
		return exitUnwritten
	case errors.As(err, &configured), errors.Is(err, pipeline.ErrNoSource), errors.Is(err, pipeline.ErrAuthority),
		errors.Is(err, pipeline.ErrNothingHeld), errors.Is(err, store.ErrNoRecord), errors.Is(err, store.ErrOnPage):
		return exitUsage
	case busy(err):
		return exitBusy
	case unexpected(err):
		return exitUnexpected
	case errors.Is(err, pipeline.ErrNotFetched):
		return exitNotFetched
	}
	return exitHeld
}

// busy says whether somebody else was in the way.
func busy(err error) bool {
	return errors.Is(err, store.ErrLocked) || errors.Is(err, store.ErrLeased) || errors.Is(err, store.ErrLeaseLost)
}

// unexpected says whether any part of an error is of no kind that has a status.
func unexpected(err error) bool {
	for _, e := range split(err) {
		if !errors.Is(e, pipeline.ErrNotFetched) && !errors.Is(e, pipeline.ErrHeld) {
			return true
		}
	}
	return false
}

// hints say what to do about an error.
func hints(err error) []string {
	var out []string
	var exit *exitError
	if errors.As(err, &exit) && exit.hint != "" {
		out = append(out, exit.hint)
	}
	var held *pipeline.HeldError
	for _, e := range split(err) {
		if errors.As(e, &held) {
			out = append(out,
				"has the page changed? see how it is read with: samling preview ADDRESS",
				"what would change: samling diff "+held.Source,
				"if the page is right, let it through with: samling approve "+held.Source)
		}
	}
	if busy(err) {
		out = append(out, "wait until the other samling is done, or stop it")
	}
	if errors.Is(err, syscall.ENOSPC) {
		out = append(out, "the disk is full: make room; samling doctor says how much there is, and the next run makes up for this one")
	}
	if errors.Is(err, fs.ErrPermission) {
		out = append(out, "the output directory must be writable for this user")
	}
	return out
}
