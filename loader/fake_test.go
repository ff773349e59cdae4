package loader

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"coopgraph/graph"
)

// fake is a graph in memory of which every call can be made to fail, for what a real database cannot be made to do at a
// given moment. What a real one does is tested on a real one.
type fake struct {
	held     string                       // holder of the lease
	dead     string                       // holder that a Begin takes over from
	said     map[string]map[string]string // dataset -> "element id" -> digest
	datasets map[string]graph.Dataset
	revision int64
	dirty    bool
	calls    []string
	fail     func(call string) error // asked before every call
	after    func(call string)       // told after every call
}

func newFake() *fake {
	return &fake{said: map[string]map[string]string{}, datasets: map[string]graph.Dataset{}}
}

func (f *fake) call(name string) error {
	f.calls = append(f.calls, name)
	if f.fail != nil {
		return f.fail(name)
	}
	return nil
}

func (f *fake) done(name string) {
	if f.after != nil {
		f.after(name)
	}
}

func (f *fake) Begin(_ context.Context, holder string) (graph.Load, error) {
	if err := f.call("begin"); err != nil {
		return nil, err
	}
	if f.held != "" {
		return nil, &graph.Error{Code: graph.CodeBusy, Message: "the graph is being loaded by " + f.held}
	}
	f.held = holder
	l := &fakeLoad{f, f.dead}
	f.dead = ""
	return l, nil
}

type fakeLoad struct {
	*fake
	took string
}

func (l *fakeLoad) TookOver() string { return l.took }

func (l *fakeLoad) Unchanged(_ context.Context, d *graph.Dataset) (bool, error) {
	if err := l.call("unchanged"); err != nil {
		return false, err
	}
	return l.datasets[d.Name] == *d && l.took == "", nil
}

func (l *fakeLoad) Present(_ context.Context, dataset string, fn func(graph.Present) error) error {
	if err := l.call("present"); err != nil {
		return err
	}
	for key, digest := range l.said[dataset] {
		var p graph.Present
		if _, err := fmt.Sscan(key, &p.Element, &p.ID); err != nil {
			return err
		}
		p.Digest = digest
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}

func (l *fakeLoad) Apply(ctx context.Context, b graph.Batch) error {
	if err := l.call(fmt.Sprintf("apply %s %d", sortOf(b), b.Size())); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	said := l.said[b.Dataset]
	if said == nil {
		said = map[string]string{}
		l.said[b.Dataset] = said
	}
	for _, w := range b.Sources {
		said["source "+w.ID] = graph.Digest(w.Record)
	}
	for _, w := range b.Entities {
		said["entity "+w.ID] = graph.Digest(w.Record)
	}
	for _, w := range b.Relationships {
		said["relationship "+w.Key.ID()] = graph.Digest(w.Claims)
	}
	for prefix, ids := range map[string][]string{"source ": b.RemoveSources, "entity ": b.RemoveEntities,
		"relationship ": b.RemoveRelationships} {
		for _, id := range ids {
			delete(said, prefix+id)
		}
	}
	l.dirty = true
	l.done("apply")
	return nil
}

func sortOf(b graph.Batch) string {
	switch {
	case len(b.Sources) > 0:
		return "sources"
	case len(b.Entities) > 0:
		return "entities"
	case len(b.Relationships) > 0:
		return string(b.Relationships[0].Key.Type)
	case len(b.RemoveRelationships) > 0:
		return "-relationships"
	case len(b.RemoveEntities) > 0:
		return "-entities"
	}
	return "-sources"
}

func (l *fakeLoad) Commit(_ context.Context, d *graph.Dataset) (graph.Marker, error) {
	if err := l.call("commit"); err != nil {
		return graph.Marker{}, err
	}
	if l.dirty || l.took != "" || (d != nil && l.datasets[d.Name] != *d) {
		l.revision++
	}
	if d != nil {
		l.datasets[d.Name] = *d
		if d.Entities+d.Relationships+d.Sources == 0 {
			delete(l.datasets, d.Name)
		}
	}
	l.dirty, l.held = false, ""
	return graph.Marker{Revision: l.revision}, nil
}

func (l *fakeLoad) Release(context.Context) error {
	if err := l.call("release"); err != nil {
		return err
	}
	l.held = ""
	return nil
}

func (f *fake) equal(o *fake) bool {
	return maps.EqualFunc(f.said, o.said, maps.Equal) && maps.Equal(f.datasets, o.datasets)
}

func (f *fake) called(name string) bool { return slices.Contains(f.calls, name) }
