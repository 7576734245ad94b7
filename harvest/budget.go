package harvest

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// budget is the time that one fetch may take. Waiting for our turn at a host does not
// count: thirty pages of one site take their time, and none of them is late.
type budget struct {
	mu      sync.Mutex
	timer   *time.Timer
	left    time.Duration
	running time.Time // since when it is spent; zero while paused
}

// newBudget returns a context that ends when the budget is spent.
func newBudget(ctx context.Context, d time.Duration) (context.Context, *budget, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	spent := fmt.Errorf("no whole answer within %s: %w; try again later, or raise network.timeout in samling.yaml",
		d, context.DeadlineExceeded)
	b := &budget{left: d, running: time.Now()}
	b.timer = time.AfterFunc(d, func() { cancel(spent) })
	return ctx, b, func() { b.pause(); cancel(context.Canceled) }
}

func (b *budget) pause() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.running.IsZero() && b.timer.Stop() {
		b.left -= time.Since(b.running)
		b.running = time.Time{}
	}
}

func (b *budget) resume() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running.IsZero() {
		b.timer.Reset(max(b.left, 0))
		b.running = time.Now()
	}
}

// remaining is what is left of it.
func (b *budget) remaining() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running.IsZero() {
		return b.left
	}
	return b.left - time.Since(b.running)
}
