package live_test

import (
	"context"
	"testing"
	"time"

	"coopgraph/graph/live"
)

// run follows the source until the test ends or the function that it returns is called, which waits for the last
// snapshot.
func run(t testing.TB, r *live.Reader) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(ctx)
	}()
	stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(stop)
	return stop
}

// waitSaved waits until the model of a reader that does not run is in its file.
func waitSaved(t testing.TB, r *live.Reader) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r.Run(ctx) // it ends at once, after what is being saved
}

// saveOnce writes the snapshot of the source as it is.
func saveOnce(t testing.TB, f *fake, path string) {
	t.Helper()
	r := open(t, f, live.Config{Snapshot: path})
	refresh(t, r)
	waitSaved(t, r)
}

// until waits for what will be, and fails where it does not come.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it did not come about: %s", what)
		}
	}
}
