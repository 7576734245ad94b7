// Compare runs Samling beside what a user would write instead, and prints what each cost.
//
//	compare -tools DIR -bin DIR [-sizes 1000,10000,100000] [-rounds 5] [-seed 1]
//
// DIR/samling, floor, write and serd are built before (see run). The lists are made anew, the
// same for the same seed, and served over loopback. In each round every program runs once, one
// after the other, as a process of its own; what is printed is the median of the rounds. A
// program whose result is not right fails the whole run. The table is Markdown, on stdout.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"samling/.ci/bench/lists"
)

// bench is what the command line says, and where things are.
type bench struct {
	tools, bin, work string
	sizes            []int
	rounds           int
	seed             uint64
	log              io.Writer // for a person who waits
	address          string    // of the lists
	runs             int       // that were begun
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == "spawn" {
		os.Exit(spawned(os.Args[2:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	b := bench{log: os.Stderr}
	sizes := flag.String("sizes", "1000,10000,100000", "entries")
	flag.StringVar(&b.tools, "tools", "", "where the programs of others are")
	flag.StringVar(&b.bin, "bin", "", "where ours are")
	flag.IntVar(&b.rounds, "rounds", 5, "rounds")
	flag.Uint64Var(&b.seed, "seed", 1, "of the lists")
	flag.Parse()
	for _, s := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return fmt.Errorf("sizes: %q is no number of entries", s)
		}
		b.sizes = append(b.sizes, n)
	}
	var err error
	if b.work, err = os.MkdirTemp("", "bench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.work)
	return b.all(ctx, os.Stdout)
}

// perPage is how many entries the pages of a list in several pages have.
const perPage = 100

// all measures every list, then the writers on what was published of the longest.
func (b *bench) all(ctx context.Context, out io.Writer) error {
	stop, err := b.serve()
	if err != nil {
		return err
	}
	defer stop()
	if err := b.machine(ctx, out); err != nil {
		return err
	}
	var results []result
	for _, n := range b.sizes {
		for _, per := range []int{n, perPage} {
			r, err := b.lists(ctx, n, per)
			if err != nil {
				return fmt.Errorf("%d entries, %d a page: %w", n, per, err)
			}
			results = append(results, r)
			r.print(out)
		}
	}
	w, err := b.writers(ctx)
	if err != nil {
		return err
	}
	w.print(out)
	bars(out, results, w)
	return nil
}

// serve serves the lists from files: this process stays small.
func (b *bench) serve() (stop func() error, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b.address = "http://" + ln.Addr().String() + "/"
	srv := &http.Server{Handler: http.FileServer(http.Dir(filepath.Join(b.work, "lists")))}
	go srv.Serve(ln)
	return srv.Close, nil
}

// result is what every program cost on one list.
type result struct {
	list     lists.List
	programs []measured
}

// measured is one program's rounds.
type measured struct {
	program
	counted
	costs []cost
}

// lists measures the programs on one list.
func (b *bench) lists(ctx context.Context, n, per int) (result, error) {
	name := fmt.Sprintf("%d-%d", n, per)
	list, err := lists.Generate(filepath.Join(b.work, "lists", name), n, per, b.seed)
	if err != nil {
		return result{}, err
	}
	r := result{list: list}
	j := job{bench: b, list: list, lists: b.address + name + "/", dir: filepath.Join(b.work, "out")}
	for _, p := range programs() {
		r.programs = append(r.programs, measured{program: p})
	}
	for round := range b.rounds {
		for i := range r.programs {
			m := &r.programs[i]
			fmt.Fprintf(b.log, "bench: %d entries in %d pages: round %d of %d: %s\n", n, len(list.Pages), round+1, b.rounds, m.name)
			c, counts, err := j.run(ctx, m.program, round == 0)
			if err != nil {
				return r, fmt.Errorf("%s: %w", m.name, err)
			}
			if round == 0 {
				m.counted = counts
			}
			m.costs = append(m.costs, c)
		}
	}
	return r, agree(r)
}
