package live

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/csr"
)

const (
	askPatience = 10 * time.Second // for the revision
	// buildPatience is for reading everything. Neo4j is told, which would else end a transaction after a time of its own.
	buildPatience = 2 * time.Hour
	mostDoublings = 5
	// again is when a graph that could not be read is read again although it says that it has not changed.
	again = 10 * time.Minute
)

// failure is a graph of which no model could be made.
type failure struct {
	revision
	err  error
	when time.Time
}

// errMoved says that the graph changed while it was read. It is read again the next time.
var errMoved = errors.New("the graph changed while it was read")

// Run follows the source until ctx ends, and returns when the last snapshot is written.
func (r *Reader) Run(ctx context.Context) {
	defer r.saver.wait()
	for {
		pause := r.config.Interval
		if err := r.Refresh(ctx); err != nil {
			pause <<= min(max(r.failures, r.unbuilt), mostDoublings)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// Refresh asks the source once and, where it has something newer and no load is under way, takes that in. Where that
// fails, what was answered from before stays, and the status says why. It lasts as long as reading everything does.
func (r *Reader) Refresh(ctx context.Context) error {
	err := r.refresh(ctx)
	if ctx.Err() != nil {
		return err
	}
	before := r.Status().Err
	r.note(func(s *Status) { s.Err = err })
	switch {
	case err == nil && before != nil:
		r.config.Log.Info("the graph is followed again")
	case err != nil && !errors.Is(err, errMoved) && (before == nil || before.Error() != err.Error()):
		r.config.Log.Warn("the graph cannot be followed now; answers stay as they were", "reason", err)
	}
	return err
}

func (r *Reader) refresh(ctx context.Context) error {
	marker, counts, err := r.ask(ctx)
	if err != nil {
		return err
	}
	current := r.current.Load()
	if done, err := r.settled(current, marker, counts); done {
		return err
	}
	next := revision{marker: marker, counts: counts}
	if !r.mayBuild(current, next) {
		return nil
	}
	r.note(func(s *Status) { s.Building = true })
	defer r.note(func(s *Status) { s.Building = false })
	if err := r.build(ctx, &next); err != nil {
		r.unbuilt++ // or everything would be read again at once
		if code := graph.CodeOf(err); code != graph.CodeUnavailable && !errors.Is(err, errMoved) && ctx.Err() == nil {
			r.failed = failure{next, err, time.Now()}
		}
		return err
	}
	r.unbuilt = 0
	return nil
}

// settled reports whether there is nothing to take in: nothing is newer, a load is under way, or it was tried a short
// while ago.
func (r *Reader) settled(current *revision, marker graph.Marker, counts map[string]int) (bool, error) {
	now := time.Now()
	// What a load has not committed yet is no newer state.
	committed := graph.Marker{Epoch: marker.Epoch, Revision: marker.Revision}
	switch {
	case current != nil && (current.is(committed, counts) || marker.Loading && current.marker == committed):
		r.note(func(s *Status) { s.Confirmed = now })
		return true, nil
	case marker.Loading:
		return true, nil
	case r.failed.err != nil && r.failed.is(marker, counts) && now.Sub(r.failed.when) < again:
		return true, r.failed.err
	}
	return r.refused.err != nil && r.refused.is(marker, counts) && now.Sub(r.refused.when) < again, nil
}

// mayBuild reports whether a model may be made of the next revision. Where it may not, the source answers itself from
// now on, since a model of an old revision would stay old.
func (r *Reader) mayBuild(current *revision, next revision) bool {
	held := 0
	if current != nil {
		held = current.model.Memory().Total()
	}
	err := r.fits(next.counts, held)
	r.refused = failure{next, err, time.Now()}
	r.note(func(s *Status) {
		if s.Refused = err; err != nil {
			s.InMemory = false
		}
	})
	if err != nil {
		r.current.Store(nil)
		r.config.Log.Warn("the graph is not kept in memory; Neo4j answers itself", "reason", err)
	}
	return err == nil
}

// ask asks for the revision.
func (r *Reader) ask(ctx context.Context) (graph.Marker, map[string]int, error) {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	marker, counts, err := r.source.Counts(ctx)
	if err != nil {
		r.failures++
	} else {
		r.failures = 0
	}
	r.note(func(s *Status) { s.Answering, s.Loading = err == nil, marker.Loading })
	return marker, counts, err
}

// build makes a model of what the source has now, and takes it in if it is still that.
func (r *Reader) build(ctx context.Context, next *revision) error {
	ctx, cancel := context.WithTimeout(ctx, buildPatience)
	defer cancel()
	began := time.Now()
	defer pace(r.current.Load(), next)()
	var scanned graph.Tally
	reading := counted{Source: r.source, tally: &scanned}
	if r.current.Load() != nil {
		reading.yield = r.yielding(ctx)
	}
	model, err := csr.Build(ctx, reading)
	if err != nil {
		return err
	}
	at, told, err := r.source.Tally(ctx)
	if err != nil {
		return err
	}
	after, counts, err := r.ask(ctx)
	if err != nil {
		return err
	}
	own, err := model.Marker(ctx)
	if err != nil {
		return err
	}
	if own != next.marker || at != next.marker || after != next.marker || !maps.Equal(counts, next.counts) {
		return errMoved
	}
	if err := agree(model, scanned, told); err != nil {
		return err
	}
	next.model = model
	r.take(next, time.Since(began))
	return nil
}

// agree makes sure that model, scan and source have the same.
func agree(m *csr.Model, scanned, told graph.Tally) error {
	nodes, relationships := m.Len()
	for _, n := range scanned.Entities {
		nodes -= n
	}
	for _, n := range scanned.Relationships {
		relationships -= n
	}
	if nodes != 0 || relationships != 0 || !scanned.Equal(told) {
		return &graph.Error{Code: graph.CodeInternal, Message: fmt.Sprintf("reading the graph gave %+v, and the database "+
			"itself counts %+v; `coopgraph check` says what is wrong with it", scanned, told)}
	}
	return nil
}

// take answers from the model from now on.
func (r *Reader) take(next *revision, took time.Duration) {
	now := time.Now()
	r.current.Store(next)
	memory := next.model.Memory()
	r.note(func(s *Status) {
		s.InMemory, s.Marker, s.Taken, s.Snapshot, s.Confirmed = true, next.marker, now, false, now
		s.Memory, s.Built = memory, took
	})
	nodes, relationships := next.model.Len()
	r.config.Log.Info("answering from memory", "revision", next.marker.Revision, "entities", nodes, "relationships",
		relationships, "bytes", memory.Total(), "took", took.Round(time.Millisecond))
	r.saver.save(next.model)
}

// counted sums up what a scan gives.
type counted struct {
	Source
	tally *graph.Tally
	yield func() // nil where nobody waits for anything else
}

// Scan implements csr.Source.
func (c counted) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	v.Yield = c.yield
	return c.Source.Scan(ctx, c.tally.Counting(v))
}

// longestYield bounds how long a scan rests at a time.
const longestYield = 5 * time.Millisecond

// yielding gives a function that rests for as long as it has not been called, where questions were asked meanwhile. A
// scan keeps a processor busy on both sides of the connection; where others wait for one, they wait for a few rows and
// not for thousands. Where nobody asks, it costs nothing.
func (r *Reader) yielding(ctx context.Context) func() {
	seen, since := r.asked.Load(), time.Now()
	return func() {
		if asked := r.asked.Load(); asked != seen {
			seen = asked
			rest := time.NewTimer(min(time.Since(since), longestYield))
			select {
			case <-rest.C:
			case <-ctx.Done():
				rest.Stop()
			}
		}
		since = time.Now()
	}
}

// room is how much garbage may lie about while a large model is kept, in bytes. Each collection costs a few
// milliseconds, since what models are made of has no pointers to follow.
const room = 48 << 20

// Pace makes the garbage collector run before as much garbage as there is model has gathered, which would double the
// memory that is planned for. It is given the bytes of all models that are kept, does nothing where the environment sets
// GOGC, and reports whether there is more model than room for garbage.
func Pace(bytes int) bool {
	if os.Getenv("GOGC") != "" {
		return false
	}
	const least, usual = 10, 100
	debug.SetGCPercent(min(max(usual*room/(bytes+1), least), usual))
	return bytes > room
}

// pace is Pace while a model is made beside another. The function that it returns does the same for the one model that
// is left, and gives the memory of the other back.
func pace(old, next *revision) (after func()) {
	if old != nil && old.model != nil {
		Pace(2 * old.model.Memory().Total()) // the one that is being made is as large
	}
	return func() {
		if next.model != nil && Pace(next.model.Memory().Total()) {
			debug.FreeOSMemory()
		}
	}
}
