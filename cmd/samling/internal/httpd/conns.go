package httpd

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// crowd bounds how many connections a listener has at once. When there are too many
// for one more, the one that has waited longest for a request is closed: so that those
// who open connections and say nothing, or say it slowly, shut out each other and not
// a reader who asks. Where every connection is being answered, the next one waits in
// the kernel's queue.
//
// A connection waits from its beginning to the end of the header of a request, and
// again when that was answered (http.StateNew, http.StateIdle).
type crowd struct {
	net.Listener
	most int

	mu      sync.Mutex
	changed *sync.Cond
	open    map[net.Conn]*list.Element // nil while it is answered
	waiting *list.List                 // of net.Conn, the one that waits longest first
	closed  bool
}

func bound(ln net.Listener, most int) *crowd {
	c := &crowd{Listener: ln, most: most, open: map[net.Conn]*list.Element{}, waiting: list.New()}
	c.changed = sync.NewCond(&c.mu)
	return c
}

// Accept takes the next connection, and makes room for it.
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	m := &member{conn, c}
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.open) >= c.most && !c.closed {
		if first := c.waiting.Front(); first != nil {
			c.leave(first.Value.(*member))
			continue
		}
		c.changed.Wait()
	}
	if c.closed {
		_ = conn.Close() // it was never served
		return nil, net.ErrClosed
	}
	c.open[m] = c.waiting.PushBack(m)
	return m, nil
}

// Close ends the listener, and an Accept that waits for room.
func (c *crowd) Close() error {
	c.mu.Lock()
	c.closed = true
	c.changed.Broadcast()
	c.mu.Unlock()
	return c.Listener.Close()
}

// state is told by the server (http.Server.ConnState).
func (c *crowd) state(conn net.Conn, s http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	place, isOpen := c.open[conn]
	switch {
	case !isOpen:
	case s == http.StateActive && place != nil:
		c.waiting.Remove(place)
		c.open[conn] = nil
	case s == http.StateIdle && place == nil:
		c.open[conn] = c.waiting.PushBack(conn)
		c.changed.Signal()
	}
}

// leave closes a connection and gives its place away. The lock is held.
func (c *crowd) leave(m *member) error {
	if place, isOpen := c.open[m]; isOpen {
		if place != nil {
			c.waiting.Remove(place)
		}
		delete(c.open, m)
		c.changed.Signal()
	}
	return m.Conn.Close()
}

// member is a connection that gives its place away when it is closed.
type member struct {
	net.Conn
	crowd *crowd
}

func (m *member) Close() error {
	m.crowd.mu.Lock()
	defer m.crowd.mu.Unlock()
	return m.crowd.leave(m)
}
