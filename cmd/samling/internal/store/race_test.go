package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
)

// race harvests one source over and over, beside other processes that do the same: it
// takes the lease, reads which round is next, dawdles, accepts that round and says so.
// The lease is short, so that it is often lost. Without the epoch nobody notices.
func race(ctx context.Context, l store.Ledger, epoch bool) error {
	for {
		lease, err := l.Lease(ctx, "s", 20*time.Millisecond)
		if errors.Is(err, store.ErrLeased) {
			time.Sleep(time.Duration(rand.IntN(10)) * time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		known, err := l.Known(ctx, "s")
		if err != nil {
			return err
		}
		round := 1
		if len(known) > 0 {
			last, err := strconv.Atoi(known[0].Issued)
			if err != nil {
				return err
			}
			round = last + 1
		}
		time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
		record := storetest.Record("id00", 1)
		record.Issued = fmt.Sprint(round)
		a := storetest.Page("s", start(round), fmt.Sprintf("%064x", round), record)
		if epoch {
			a.Lease = lease
		}
		switch _, err := l.Accept(ctx, a); {
		case errors.Is(err, store.ErrLeaseLost):
			continue
		case err != nil:
			return err
		}
		fmt.Println(round)
		if err := l.Release(ctx, lease); err != nil {
			return err
		}
	}
}

// TestRace lets processes race for one source while they are stopped, continued and
// killed at random: no round is accepted twice, and none is left out. The control, which
// has the lease but not its epoch, is caught.
func TestRace(t *testing.T) {
	testRace(t, func() string { return t.TempDir() })
}

func testRace(t *testing.T, where func() string) {
	t.Helper()
	if twice := racing(t, "race", where(), 6*time.Second); twice != 0 {
		t.Errorf("%d rounds were accepted twice", twice)
	}
	if twice := racing(t, "race-control", where(), 6*time.Second); twice == 0 {
		t.Error("the control without an epoch was not caught: the test shows nothing")
	}
}

// racing returns how many rounds were accepted more than once.
func racing(t *testing.T, task, where string, long time.Duration) (twice int) {
	t.Helper()
	l, err := openAny(context.Background(), where)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	var mu sync.Mutex
	accepted := map[int]int{}
	var reading sync.WaitGroup
	begin := func() *exec.Cmd {
		p := exec.Command(os.Args[0], where)
		p.Env = append(os.Environ(), second+"="+task)
		p.Stderr = os.Stderr
		out, err := p.StdoutPipe()
		if err == nil {
			err = p.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		reading.Go(func() {
			for lines := bufio.NewScanner(out); lines.Scan(); {
				round, err := strconv.Atoi(lines.Text())
				if err != nil {
					continue // a line that a killed process did not end
				}
				mu.Lock()
				accepted[round]++
				mu.Unlock()
			}
		})
		return p
	}
	workers := []*exec.Cmd{begin(), begin(), begin()}
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(time.Duration(50+rand.IntN(150)) * time.Millisecond)
		i := rand.IntN(len(workers))
		if rand.IntN(3) == 0 {
			workers[i].Process.Kill()
			workers[i].Wait()
			workers[i] = begin()
			continue
		}
		workers[i].Process.Signal(syscall.SIGSTOP)
		time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
		workers[i].Process.Signal(syscall.SIGCONT)
	}
	for _, w := range workers {
		w.Process.Kill()
		w.Wait()
	}
	reading.Wait()
	last := 0
	for round, n := range accepted {
		last = max(last, round)
		if n > 1 {
			twice++
		}
	}
	life, err := l.Life(context.Background(), "id00")
	if err != nil || last < 10 {
		t.Fatalf("%d rounds, %v", last, err)
	}
	if task == "race" {
		for i, e := range life { // a killed process may have accepted one that it did not tell
			if e.Issued != fmt.Sprint(i+1) {
				t.Fatalf("version %d is of round %s", i+1, e.Issued)
			}
		}
	}
	t.Logf("%s: %d rounds, %d twice", task, last, twice)
	return twice
}
