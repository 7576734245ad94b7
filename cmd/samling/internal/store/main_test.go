package store_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
)

// second is set in the environment of the second process that tests start: it is this
// binary, told which directory to hold or fill.
const second = "SAMLING_TEST_SECOND_PROCESS"

func TestMain(m *testing.M) {
	if task := os.Getenv(second); task != "" {
		if err := work(task, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// work is what the second process does; it says so on stdout and ends when it is killed.
func work(task, dir string) error {
	ctx := context.Background()
	l, err := openAny(ctx, dir)
	if err != nil {
		return err
	}
	if task == "race" || task == "race-control" {
		return race(ctx, l, task == "race")
	}
	if task == "hold" {
		if _, err := l.Lease(ctx, "s", time.Hour); err != nil {
			return err
		}
	}
	for i := 1; ; i++ {
		if i == 1 || task == "fill" {
			if err := fill(ctx, l, i); err != nil {
				return err
			}
		}
		fmt.Println(i)
		if task == "hold" {
			select {}
		}
	}
}

// openAny opens the ledger in a directory or at an address.
func openAny(ctx context.Context, where string) (store.Ledger, error) {
	if strings.Contains(where, "://") {
		return store.OpenPostgres(ctx, where)
	}
	return store.Open(ctx, where)
}

// pageSize is how many records the second process changes at once.
const pageSize = 40

// fill accepts a page whose every record says which round it is, and seals it.
func fill(ctx context.Context, l store.Ledger, round int) error {
	a := storetest.Page("s", start(round), fmt.Sprintf("%064x", round))
	for i := range pageSize {
		r := storetest.Record(fmt.Sprintf("id%02d", i), i+1)
		r.Issued = fmt.Sprint(round)
		a.Records = append(a.Records, r)
	}
	if _, err := l.Accept(ctx, a); err != nil {
		return err
	}
	_, _, _, err := l.Seal(ctx, start(round), "key")
	return err
}
