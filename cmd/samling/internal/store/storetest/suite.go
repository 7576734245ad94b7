// Package storetest has the suite that every ledger passes.
//
//	func TestLedger(t *testing.T) { storetest.Run(t, open) }
//
// open opens the ledger that belongs to t, which must be empty at first; called again
// with the same t, after the ledger was closed, it opens the same one. Run closes
// what it opened.
package storetest

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"testing"

	"samling/cmd/samling/internal/store"
)

// Run runs the suite, a subtest a property.
func Run(t *testing.T, open func(t *testing.T) store.Ledger) {
	for _, p := range []struct {
		name string
		test func(t *testing.T, l *ledger)
	}{
		{"Empty", testEmpty},
		{"FirstHarvest", testFirstHarvest},
		{"RoundTrip", testRoundTrip},
		{"SameAgain", testSameAgain},
		{"Change", testChange},
		{"MissingAndReturned", testMissingAndReturned},
		{"TwoKeys", testTwoKeys},
		{"WithdrawnByHand", testWithdrawnByHand},
		{"Lease", testLease},
		{"LeaseLost", testLeaseLost},
		{"LineOfUnchanged", testLineOfUnchanged},
		{"Held", testHeld},
		{"Replay", testReplay},
		{"Life", testLife},
		{"WrongAcceptances", testWrongAcceptances},
		{"Cancelled", testCancelled},
		{"ClockJumpsBack", testClockJumpsBack},
		{"SameSecond", testSameSecond},
		{"SourceVersions", testSourceVersions},
		{"Unchanged", testUnchanged},
		{"MintedKeys", testMintedKeys},
		{"Seal", testSeal},
		{"EditionOrder", testEditionOrder},
		{"OrderOfBytes", testOrderOfBytes},
		{"EditionOfSeal", testEditionOfSeal},
		{"EditionIsAView", testEditionIsAView},
		{"EditionBodies", testEditionBodies},
		{"EditionHarvests", testEditionHarvests},
		{"EditionHistory", testEditionHistory},
		{"EditionSelections", testEditionSelections},
		{"EditionFacets", testEditionFacets},
		{"Counts", testCounts},
		{"Keys", testKeys},
		{"LatestKeys", testLatestKeys},
		{"ChangesInOrder", testChangesInOrder},
		{"ChangesOfTombstones", testChangesOfTombstones},
		{"ChangesBySetAndTime", testChangesBySetAndTime},
		{"ChangesWhileWriting", testChangesWhileWriting},
		{"ViewIsAView", testViewIsAView},
		{"EditionStops", testEditionStops},
		{"Journal", testJournal},
		{"Robots", testRobots},
		{"Requests", testRequests},
		{"Concurrent", testConcurrent},
		{"Reopen", testReopen},
		{"Model", testModel},
	} {
		t.Run(p.name, func(t *testing.T) {
			l := &ledger{Ledger: open(t), ctx: context.Background(), open: open}
			defer func() { noError(t, l.Close()) }()
			p.test(t, l)
		})
	}
}

// ledger is a ledger under test.
type ledger struct {
	store.Ledger
	ctx  context.Context
	open func(t *testing.T) store.Ledger
}

// reopen closes the ledger and opens it again.
func (l *ledger) reopen(t *testing.T) {
	t.Helper()
	noError(t, l.Close())
	l.Ledger = l.open(t)
}

// accept accepts a harvest that must pass.
func (l *ledger) accept(t *testing.T, a store.Acceptance) store.Outcome {
	t.Helper()
	out, err := l.Accept(l.ctx, a)
	noError(t, err)
	return out
}

// unchanged notes a sighting that must pass.
func (l *ledger) unchanged(t *testing.T, u store.Sighting) []string {
	t.Helper()
	withdrawn, err := l.Unchanged(l.ctx, u)
	noError(t, err)
	return withdrawn
}

// known returns what the ledger knows of a source, by id.
func (l *ledger) known(t *testing.T, source string) map[string]store.Known {
	t.Helper()
	all, err := l.Known(l.ctx, source)
	noError(t, err)
	byID := map[string]store.Known{}
	for _, k := range all {
		byID[k.ID] = k
	}
	equal(t, "records that are known once", len(byID), len(all))
	return byID
}

// given checks which of some ids were ever given.
func (l *ledger) given(t *testing.T, ids []string, want ...string) {
	t.Helper()
	given, err := l.Given(l.ctx, ids)
	noError(t, err)
	equal(t, "given", slices.Sorted(maps.Keys(given)), want)
}

// source returns a source that must be there.
func (l *ledger) source(t *testing.T, id string) store.Source {
	t.Helper()
	s, err := l.Source(l.ctx, id)
	noError(t, err)
	return s
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}
