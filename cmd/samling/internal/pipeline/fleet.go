package pipeline

import (
	"context"
	"fmt"
	"net/url"
	"runtime/debug"
	"sync"

	"samling/cmd/samling/internal/config"
)

// fleet harvests many sources: a bounded number at once, of one host one at a time, hosts
// in turn, so that a host with a thousand pages does not keep the others waiting.
type fleet struct {
	p       *Pipeline
	o       Options
	sources []config.Source

	mu      sync.Mutex
	free    *sync.Cond
	hosts   []string         // that nobody is at, in turn
	waiting map[string][]int // sources by host, as they stand in the configuration
	reports []SourceReport
	errs    []error
	left    int // sources that nobody has taken
	held    int // problems that the reports hold
}

// all harvests the sources and returns what became of each, in their order.
func (p *Pipeline) all(ctx context.Context, sources []config.Source, o Options) ([]SourceReport, []error) {
	f := &fleet{p: p, o: o, sources: sources, waiting: map[string][]int{}, left: len(sources),
		reports: make([]SourceReport, len(sources)), errs: make([]error, len(sources))}
	f.free = sync.NewCond(&f.mu)
	for i, src := range sources {
		host := f.host(i, src)
		if f.waiting[host] == nil {
			f.hosts = append(f.hosts, host)
		}
		f.waiting[host] = append(f.waiting[host], i)
	}
	var workers sync.WaitGroup
	for range min(max(p.Config.Network.Concurrency, 1), len(f.hosts)) {
		workers.Go(func() { f.work(ctx) })
	}
	workers.Wait()
	return f.reports, f.errs
}

// host is what is asked for a source, one at a time. Files, and pages that are not
// fetched at all, are each their own.
func (f *fleet) host(i int, src config.Source) string {
	u, err := url.Parse(src.Fetch)
	if f.o.From != FromWeb || src.File != "" || err != nil {
		return fmt.Sprint(i)
	}
	return u.Host
}

// work takes one source after the other until none is left.
func (f *fleet) work(ctx context.Context) {
	for {
		host, i, ok := f.take()
		if !ok {
			return
		}
		r, err := f.p.guarded(ctx, f.sources[i], f.o)
		f.put(host, i, r, err)
	}
}

// take waits for a host that nobody is at.
func (f *fleet) take() (host string, i int, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.hosts) == 0 && f.left > 0 {
		f.free.Wait()
	}
	if f.left == 0 {
		return "", 0, false
	}
	f.left--
	host, f.hosts = f.hosts[0], f.hosts[1:]
	i = f.waiting[host][0]
	f.waiting[host] = f.waiting[host][1:]
	return host, i, true
}

func (f *fleet) put(host string, i int, r SourceReport, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.o.MaxProblems > 0 && f.held >= f.o.MaxProblems {
		r.Problems = []EntryProblem{}
	}
	f.held += len(r.Problems)
	f.reports[i], f.errs[i] = r, err
	if len(f.waiting[host]) > 0 {
		f.hosts = append(f.hosts, host)
	}
	f.free.Broadcast()
}

// guarded is one source's harvest, whose panic is its own failure and nobody else's.
func (p *Pipeline) guarded(ctx context.Context, src config.Source, o Options) (r SourceReport, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("source %s: panic: %v\n%s", src.ID, v, debug.Stack())
			r = SourceReport{ID: src.ID, URL: src.URL}
			r.close(err)
		}
	}()
	return p.one(ctx, src, o)
}
