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

// write writes the plan and commits. In a dry run it does neither.
func (r *session) write(ctx context.Context, p *plan, info *graph.Dataset) error {
	if r.DryRun {
		return nil
	}
	r.all = p.size()
	bar := newProgress(r.Progress, r.summary.Dataset, r.all)
	defer bar.end()
	for b := range p.batches(r.summary.Dataset, r.BatchSize) {
		err := r.retry(ctx, "writing", func(ctx context.Context) error { return r.lease.Apply(ctx, b) })
		if err != nil {
			return err
		}
		r.done += b.Size()
		bar.add(b.Size())
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
