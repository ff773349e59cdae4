package loader

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"coopgraph/graph"
)

const (
	// grace is how long a batch under way may go on after ctx has ended.
	grace = 5 * time.Second
	// The pause before trying again doubles from firstPause to lastPause.
	firstPause, lastPause = 200 * time.Millisecond, 5 * time.Second
)

// session is one load under way.
type session struct {
	Options
	lease     graph.Load
	summary   Summary
	done, all int // elements
	committed bool
}

// begin takes the lease, if need be waiting for that of another load to run out.
func (r *session) begin(ctx context.Context, w graph.Writer, holder string) (graph.Load, error) {
	var until time.Time
	for {
		lease, err := w.Begin(ctx, holder)
		busy, ok := errors.AsType[*graph.Error](err)
		if !r.Patient || !ok || busy.Code != graph.CodeBusy {
			return lease, err
		}
		if until.IsZero() {
			until = time.Now().Add(busy.RetryAfter + time.Second)
			if r.Waiting != nil {
				r.Waiting(err)
			}
		}
		if time.Now().After(until) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(time.Second):
		}
	}
}

// unchanged settles a load for which there is nothing to do, as the graph knows without a comparison.
func (r *session) unchanged(ctx context.Context, d *Dataset, info *graph.Dataset) (bool, error) {
	same := false
	err := r.retry(ctx, "comparing", func(ctx context.Context) (err error) {
		same, err = r.lease.Unchanged(ctx, info)
		return err
	})
	if err != nil || !same {
		return false, err
	}
	r.summary.Sources.Unchanged = info.Sources
	for kind, n := range d.kinds {
		r.summary.Entities[kind] = Count{Unchanged: n}
	}
	for t, n := range d.types {
		r.summary.Relationships[t] = Count{Unchanged: n}
	}
	return true, r.commit(ctx, info)
}

// bring makes the graph say of the dataset what the contents say.
func (r *session) bring(ctx context.Context, c contents, info *graph.Dataset) error {
	var has presence
	err := r.retry(ctx, "comparing", func(ctx context.Context) (err error) {
		has, err = present(ctx, r.lease, info.Name)
		return err
	})
	if err != nil {
		return err
	}
	if info.Entities == 0 && has.empty() && r.summary.TookOver == "" {
		return graph.NotFound("dataset", "the graph has nothing of a dataset %s; ask for the list of datasets", quote(info.Name))
	}
	p, err := diff(c, has, info.Name, &r.summary)
	if err != nil {
		return err
	}
	return r.write(ctx, p, info)
}

// write writes the plan and commits. In a dry run it does neither.
func (r *session) write(ctx context.Context, p *plan, info *graph.Dataset) error {
	if r.DryRun {
		return nil
	}
	r.all = p.writes
	bar := newProgress(r.Progress, r.summary.Dataset, r.all)
	defer bar.end()
	for b, err := range p.batches(r.BatchSize) {
		if err != nil {
			return err
		}
		err = r.retry(ctx, "writing", func(ctx context.Context) error { return r.lease.Apply(ctx, b) })
		if err != nil {
			return err
		}
		r.done += b.Size()
		bar.add(b.Size())
	}
	return r.commit(ctx, info)
}

func (r *session) commit(ctx context.Context, info *graph.Dataset) error {
	if r.DryRun {
		return nil
	}
	return r.retry(ctx, "committing", func(ctx context.Context) error {
		marker, err := r.lease.Commit(ctx, info)
		if err == nil {
			r.committed, r.summary.Revision = true, marker.Revision
		}
		return err
	})
}

// retry does one step. It does not begin it once ctx has ended, lets it finish where ctx ends meanwhile, and repeats it
// while the database is away. Every step may be repeated: it sets what it writes, whatever was there.
func (r *session) retry(ctx context.Context, what string, step func(context.Context) error) error {
	var since time.Time
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		if ctx.Err() != nil {
			return r.stopped(ctx, nil)
		}
		inner, cancel := graceful(ctx, grace)
		err := step(inner)
		cancel()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return r.stopped(ctx, err)
		case !passing(err):
			return r.explain(err, what)
		}
		if since.IsZero() {
			since = time.Now()
		}
		wait := pause/2 + rand.N(pause) //nolint:gosec // spreads retries, hides nothing
		if time.Since(since)+wait > r.RetryFor {
			return r.explain(err, what)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// passing reports whether an error may be gone when the step is repeated: the database was away, or it ended the
// transaction because that took too long, which happens to one whose process was stopped for a while.
func passing(err error) bool {
	code := graph.CodeOf(err)
	return code == graph.CodeUnavailable || code == graph.CodeDeadline
}

// graceful is ctx, ending later by d.
func graceful(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	inner, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(d):
			cancel(context.Cause(ctx))
		case <-inner.Done():
		}
	})
	return inner, func() {
		stop()
		cancel(nil)
	}
}

// explain adds to an error of the engine how far the load came and what to do.
func (r *session) explain(err error, what string) error {
	code := graph.CodeOf(err)
	text := fmt.Sprintf("%s dataset %s stopped after %d of %d elements: %v", what, r.summary.Dataset, r.done, r.all, err)
	switch code {
	case graph.CodeUnavailable:
		if r.RetryFor > 0 {
			text += fmt.Sprintf("; the database was waited for, %s at most", r.RetryFor)
		}
		text += "; run the same load again when it is back, which goes on from here"
	case graph.CodeLost:
		text += "; another load took over, so nothing more was written; run this one again if it is still wanted"
	default:
		text += "; what was written stays, and running the same load again completes it"
	}
	return &graph.Error{Code: code, Message: text, Err: err}
}

// stopped says that the load was ended from outside.
func (r *session) stopped(ctx context.Context, last error) error {
	err := fmt.Errorf("the load of dataset %s was stopped after %d of %d elements; running it again completes it: %w",
		r.summary.Dataset, r.done, r.all, context.Cause(ctx))
	if last != nil && !errors.Is(last, context.Cause(ctx)) {
		err = fmt.Errorf("%w (%w)", err, last)
	}
	return err
}

// release gives the lease back, also after ctx has ended, unless it was lost. Where that fails the lease runs out by
// itself.
func (r *session) release(ctx context.Context, cause error) error {
	if graph.CodeOf(cause) == graph.CodeLost {
		return cause
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := r.lease.Release(ctx); err != nil && cause == nil {
		return r.explain(err, "releasing the lease of")
	}
	return cause
}
