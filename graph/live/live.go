// Package live follows a graph and answers from memory. A [Reader] watches the revision of its [Source] (Neo4j), builds
// a new [csr.Model] aside when it changes, makes sure that the model is what the source has, and exchanges the old one
// for it in one step. Requests that are under way finish on the model that they began with, and no answer mixes two
// revisions: a load is visible all at once.
//
// While the source is away the last revision goes on being answered from, and [Reader.Status] says how old it is. A
// model can be kept in a file, from which the next start answers at once while the revision is checked. Until there is
// a model, and where none may be made because it would not fit into memory, the source answers itself.
//
// Epoch and revision together are compared for difference, never for order: the dump of a graph that is restored goes
// backwards. Somebody who writes past the loader raises no revision, and is noticed where the number of nodes or
// relationships of some kind or type changes.
//
// A scan keeps a processor busy at both ends of its connection. While questions are asked it reads a few rows at a time and
// rests as long as it reads, so that an answer waits for a millisecond's work instead of for thousands of rows; a new
// revision then takes about twice as long to be seen.
//
// Caveats: while a new model is built there are two, and what building takes besides: about three times the memory of
// one. To keep to that, large models make the garbage collector of the whole process start earlier, unless GOGC is set.
// A write past the loader that leaves all numbers as they were is not noticed before the next load. Where
// somebody writes without pause, no state of the graph can be taken hold of, and the last one stays.
package live

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/csr"
)

// Source is the graph that is followed.
type Source interface {
	graph.Reader
	// Counts gives the number of elements of each kind and type, for a few milliseconds' work. Kinds and types go by their
	// names; "Source" and "Dataset" stand beside them, and others may.
	Counts(ctx context.Context) (graph.Marker, map[string]int, error)
	// Tally sums up what a scan gives.
	Tally(ctx context.Context) (graph.Marker, graph.Tally, error)
}

// Config says how to follow. The zero value is what most want.
type Config struct {
	// Interval is how often the source is asked for its revision; 0 is a second. While it does not answer, the time
	// between two tries doubles up to 32 intervals.
	Interval time.Duration
	// Snapshot is the file that the model is kept in; "" for none. It belongs to one source alone.
	Snapshot string
	// Fits is asked before a model is made of a graph with these counts, while one is there already that takes so many
	// bytes. An error says why none shall be made; the source then answers itself. nil lets every model be made.
	Fits func(counts map[string]int, held int) error
	// Log receives a line for every exchange and every trouble; nil is [slog.Default].
	Log *slog.Logger
}

// Reader is a graph.Reader that answers from memory. [Open] makes one, and [Reader.Run] keeps it up to date. All methods
// are safe for concurrent use, but for Run and Refresh, of which one may run at a time.
type Reader struct {
	source   Source
	config   Config
	current  atomic.Pointer[revision] // nil while the source answers itself
	asked    atomic.Uint64            // questions so far
	saver    saver
	failed   failure // of the last model that could not be made
	refused  failure // or was not to be
	failures int     // of asking the source, in a row
	unbuilt  int     // models that could not be made, in a row

	mu     sync.Mutex // of status
	status Status
}

var _ graph.Reader = (*Reader)(nil)

// revision is one state of the graph.
type revision struct {
	model  *csr.Model
	marker graph.Marker
	counts map[string]int // as the source gave them; of a model that is from a file, as far as they follow from it
	partly bool           // the counts are not all that the source gives
}

// Open makes a reader. Where there is a snapshot it answers from that at once, before the source was asked anything. A
// file that cannot be used is reported, and written anew later.
func Open(source Source, config Config) *Reader {
	if config.Interval <= 0 {
		config.Interval = time.Second
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	r := &Reader{source: source, config: config, saver: saver{path: config.Snapshot, log: config.Log}}
	if config.Snapshot != "" {
		r.load()
	}
	return r
}

// load answers from the snapshot, where there is one.
func (r *Reader) load() {
	began := time.Now()
	m, err := csr.ReadSnapshot(r.config.Snapshot)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			r.config.Log.Warn("the snapshot of the graph is not used", "reason", err)
		}
		return
	}
	counts := countsOf(m)
	if r.fits(counts, m.Memory().Total()) != nil {
		return // as is told when the source is asked
	}
	written := began
	if info, err := os.Stat(r.config.Snapshot); err == nil {
		written = info.ModTime()
	}
	marker, _ := m.Marker(context.Background()) // a model knows its own
	r.current.Store(&revision{model: m, marker: marker, counts: counts, partly: true})
	r.note(func(s *Status) {
		*s = Status{InMemory: true, Marker: marker, Taken: written, Snapshot: true, Confirmed: written, Memory: m.Memory(),
			Built: time.Since(began)}
	})
	r.config.Log.Info("answering from the snapshot of the graph", "revision", marker.Revision, "of", written)
}

func (r *Reader) fits(counts map[string]int, held int) error {
	if r.config.Fits == nil {
		return nil
	}
	return r.config.Fits(counts, held)
}

// countsOf is what a source with this graph would count.
func countsOf(m *csr.Model) map[string]int {
	stats, _ := m.Stats(context.Background()) // a model knows its own
	counts := map[string]int{"Source": stats.Sources, "Dataset": stats.Datasets}
	for _, name := range append(graph.KindNames(), graph.TypeNames()...) {
		counts[name] = 0 // what does not occur is known not to
	}
	for kind, n := range stats.Entities {
		counts[string(kind)] = n
	}
	for t, n := range stats.Relationships {
		counts[string(t)] = n
	}
	return counts
}

// is reports whether a source that says this still has the revision.
func (v *revision) is(marker graph.Marker, counts map[string]int) bool {
	if v.marker != marker {
		return false
	}
	for name, n := range counts {
		if known, ok := v.counts[name]; known != n && (ok || !v.partly) {
			return false
		}
	}
	return true
}
