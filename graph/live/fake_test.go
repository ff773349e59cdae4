package live_test

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/live"
)

// fake is a source that a test can set to anything, for what the real one cannot be made to do at will.
type fake struct {
	mu     sync.Mutex
	marker graph.Marker
	away   error
	scans  int
	during func()             // called in the middle of a scan
	shift  func(*graph.Tally) // falsifies what the source counts itself
	fetch  func()             // called before each of a hundred times that a scan yields
	*csr.Model
}

func newFake(t testing.TB, marker graph.Marker, d graphtest.Data) *fake {
	f := &fake{}
	f.set(t, marker, d)
	return f
}

// set gives the source another state.
func (f *fake) set(t testing.TB, marker graph.Marker, d graphtest.Data) {
	t.Helper()
	m, err := csr.Build(t.Context(), graphtest.NewReference(d))
	if err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.marker, f.Model = marker, m
}

func (f *fake) state() (*csr.Model, graph.Marker, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Model, f.marker, f.away
}

func (f *fake) change(fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn()
}

func (f *fake) Counts(ctx context.Context) (graph.Marker, map[string]int, error) {
	m, marker, err := f.state()
	if err != nil {
		return graph.Marker{}, nil, err
	}
	s, err := m.Stats(ctx)
	counts := map[string]int{"Source": s.Sources, "Dataset": s.Datasets, "Entity": len(s.Entities), "Other": 0}
	for k, n := range s.Entities {
		counts[string(k)] = n
	}
	for k, n := range s.Relationships {
		counts[string(k)] = n
	}
	return marker, counts, err
}

func (f *fake) Tally(ctx context.Context) (graph.Marker, graph.Tally, error) {
	m, marker, err := f.state()
	if err != nil {
		return graph.Marker{}, graph.Tally{}, err
	}
	var tally graph.Tally
	_, err = m.Scan(ctx, tally.Counting(graph.Visitor{}))
	if f.shift != nil {
		f.shift(&tally)
	}
	return marker, tally, err
}

func (f *fake) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	m, before, err := f.state()
	if err != nil {
		return graph.Marker{}, err
	}
	f.change(func() { f.scans++ })
	if _, err := m.Scan(ctx, v); err != nil {
		return graph.Marker{}, err
	}
	if f.during != nil {
		f.during()
	}
	for range 100 {
		if f.fetch != nil {
			f.fetch()
			if v.Yield != nil {
				v.Yield()
			}
		}
	}
	_, after, err := f.state()
	after.Loading = after.Loading || before.Loading || before.Revision != after.Revision
	return after, err
}

func (f *fake) Stats(ctx context.Context) (graph.Stats, error) {
	m, _, err := f.state()
	if err != nil {
		return graph.Stats{}, err
	}
	return m.Stats(ctx)
}

func (f *fake) Datasets(ctx context.Context) ([]graph.Dataset, error) {
	m, _, err := f.state()
	if err != nil {
		return nil, err
	}
	return m.Datasets(ctx)
}

func (f *fake) Marker(context.Context) (graph.Marker, error) {
	_, marker, err := f.state()
	return marker, err
}

// chain is a graph of n countries that border one after the other.
func chain(n int) graphtest.Data {
	var d graphtest.Data
	id := func(i int) string { return fmt.Sprintf("country:c%03d", i) }
	for i := range n {
		d.Entities = append(d.Entities, graph.NewEntity(id(i), []graph.Record{{Dataset: "d", Name: fmt.Sprint("Country ", i)}}))
		if i > 0 {
			d.Relationships = append(d.Relationships, graph.NewRelationship(
				graph.RelationshipKey{Type: graph.Borders, From: id(i - 1), To: id(i)},
				[]graph.Claim{{Dataset: "d", Source: "s", Text: "t", Confidence: graph.Reported}}))
		}
	}
	d.Sources = append(d.Sources, graph.NewSource("s", []graph.SourceRecord{{Dataset: "d", Title: "S"}}))
	return d
}

// size is how many entities the reader knows.
func size(t testing.TB, r graph.Reader) int {
	t.Helper()
	s, err := r.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for v := range maps.Values(s.Entities) {
		n += v
	}
	return n
}

func refresh(t testing.TB, r *live.Reader) {
	t.Helper()
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func mark(epoch string, revision int64) graph.Marker {
	return graph.Marker{Epoch: epoch, Revision: revision}
}
