package api

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// A deadline behaves as the standard library's own context does, whether anybody waits for its end or not.
func TestDeadlineIsAContext(t *testing.T) {
	type key struct{}
	for name, waits := range map[string]bool{"asked": false, "waited for": true} {
		t.Run(name, func(t *testing.T) {
			made := func(parent context.Context, after time.Duration) *deadline {
				d := withDeadline(parent, time.Now().Add(after))
				if waits {
					d.Done()
				}
				return d
			}
			ended := func(d *deadline, want error) {
				t.Helper()
				if err := d.Err(); !errors.Is(err, want) {
					t.Errorf("it ended with %v, not %v", err, want)
				}
				select {
				case <-d.Done():
				default:
					t.Error("whoever waits goes on waiting")
				}
				if err := d.Err(); !errors.Is(err, want) {
					t.Errorf("after waiting it ended with %v, not %v", err, want)
				}
			}
			synctest.Test(t, func(t *testing.T) {
				parent, end := context.WithCancel(context.WithValue(t.Context(), key{}, "v"))
				defer end()
				passed, cancelled, left := made(parent, time.Second), made(parent, time.Hour), made(parent, time.Hour)
				defer left.cancel()
				child, stop := context.WithCancel(passed)
				defer stop()
				if passed.Value(key{}) != "v" || child.Value(key{}) != "v" || passed.Err() != nil || child.Err() != nil {
					t.Error("it has ended, or lost a value")
				}
				if at, ok := child.Deadline(); !ok || time.Until(at) != time.Second {
					t.Errorf("the deadline is %v", at)
				}
				cancelled.cancel()
				ended(cancelled, context.Canceled)
				time.Sleep(time.Second)
				synctest.Wait()
				ended(passed, context.DeadlineExceeded)
				if !errors.Is(child.Err(), context.DeadlineExceeded) {
					t.Errorf("a context of it ended with %v", child.Err())
				}
				passed.cancel()
				ended(passed, context.DeadlineExceeded)
				end()
				synctest.Wait()
				ended(left, context.Canceled)
			})
		})
	}
}

func TestDeadlineIsNoLaterThanItsParents(t *testing.T) {
	soon := time.Now().Add(time.Second)
	parent, cancel := context.WithDeadline(t.Context(), soon)
	defer cancel()
	d := withDeadline(parent, soon.Add(time.Hour))
	defer d.cancel()
	if at, _ := d.Deadline(); !at.Equal(soon) {
		t.Errorf("the deadline is %v, not %v", at, soon)
	}
}
