package api

import (
	"context"
	"sync"
	"time"
)

// deadline is a request's context that ends at a time. It keeps no timer as long as nobody waits for its end: a search in
// memory asks now and then whether it may go on, and has found its answer in less time than a timer takes to set.
type deadline struct {
	context.Context // the request's

	at    time.Time
	mu    sync.Mutex
	err   error           // why it ended, once that is said
	timed context.Context // once somebody waits
	end   context.CancelFunc
}

func withDeadline(parent context.Context, at time.Time) *deadline {
	if earlier, ok := parent.Deadline(); ok && earlier.Before(at) {
		at = earlier
	}
	return &deadline{Context: parent, at: at}
}

// Deadline implements context.Context.
func (d *deadline) Deadline() (time.Time, bool) { return d.at, true }

// Err implements context.Context.
func (d *deadline) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.check()
}

// check finds out whether it has ended.
func (d *deadline) check() error {
	switch {
	case d.err != nil:
	case d.timed != nil:
		d.err = d.timed.Err()
	default:
		if d.err = d.Context.Err(); d.err == nil && !time.Now().Before(d.at) {
			d.err = context.DeadlineExceeded
		}
	}
	return d.err
}

// Done implements context.Context.
func (d *deadline) Done() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timed == nil {
		d.timed, d.end = context.WithDeadline(d.Context, d.at)
		if d.err != nil {
			d.end()
		}
	}
	return d.timed.Done()
}

// Value implements context.Context. Contexts made of one with a timer find it by a value of its own.
func (d *deadline) Value(key any) any {
	d.mu.Lock()
	timed := d.timed
	d.mu.Unlock()
	if timed != nil {
		return timed.Value(key)
	}
	return d.Context.Value(key)
}

// cancel ends it, and frees what it holds.
func (d *deadline) cancel() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.check() == nil {
		d.err = context.Canceled
	}
	if d.end != nil {
		d.end()
	}
}
