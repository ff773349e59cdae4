package pathfind_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/pathfind"
)

// memory is a Graph over data that is all there.
type memory struct {
	entities []graph.Entity
	rels     []graph.Relationship
}

func newMemory(t *testing.T, d graphtest.Data) memory {
	var m memory
	_, err := graphtest.NewReference(d).Scan(t.Context(), graph.Visitor{
		Entity:       func(e graph.Entity) error { m.entities = append(m.entities, e); return nil },
		Relationship: func(r graph.Relationship) error { m.rels = append(m.rels, r); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (m memory) Entities(_ context.Context, ids []string) ([]graph.Entity, error) {
	var out []graph.Entity
	for _, e := range m.entities {
		if slices.Contains(ids, e.ID) {
			out = append(out, e)
		}
	}
	return out, nil
}

func (m memory) Expand(_ context.Context, ids []string, f *graph.Filter) ([]pathfind.Arc, error) {
	var out []pathfind.Arc
	for _, r := range m.rels {
		shown, ok := f.Pass(r)
		for _, id := range ids {
			if !ok || id != r.From && id != r.To {
				continue
			}
			i := slices.IndexFunc(m.entities, func(e graph.Entity) bool { return e.ID == r.Other(id) })
			other := m.entities[i]
			out = append(out, pathfind.Arc{Node: id, Other: other.ID, OtherKind: other.Kind, OtherDegree: other.Degree,
				Type: r.Type, Outgoing: id == r.From, Holds: shown.Holds(f.KeepUndated)})
		}
	}
	return out, nil
}

// Neighbourhood lets the suite ask for pages.
func (m memory) Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	return pathfind.Neighbourhood(ctx, m, q)
}

func (m memory) Between(_ context.Context, pairs [][2]string, f *graph.Filter) ([]graph.Relationship, error) {
	var out []graph.Relationship
	for _, r := range m.rels {
		shown, ok := f.Pass(r)
		if ok && (slices.Contains(pairs, [2]string{r.From, r.To}) || slices.Contains(pairs, [2]string{r.To, r.From})) {
			out = append(out, shown)
		}
	}
	return out, nil
}

func (m memory) Among(_ context.Context, ids []string, f *graph.Filter, limit int) ([]graph.Relationship, int, error) {
	var out []graph.Relationship
	for _, r := range m.rels {
		if shown, ok := f.Pass(r); ok && slices.Contains(ids, r.From) && slices.Contains(ids, r.To) {
			out = append(out, shown)
		}
	}
	return out[:min(len(out), limit)], len(out), nil
}

func (m memory) Relationships(_ context.Context, keys []graph.RelationshipKey, f *graph.Filter) (
	[]graph.Relationship, error) {
	var out []graph.Relationship
	for _, r := range m.rels {
		if shown, ok := f.Pass(r); ok && slices.Contains(keys, r.RelationshipKey) {
			out = append(out, shown)
		}
	}
	return out, nil
}

func (m memory) Ties(_ context.Context, s pathfind.Scope, f *graph.Filter, visit func(pathfind.Tie) error) error {
	for _, r := range m.rels {
		shown, ok := f.Pass(r)
		if !ok || !s.Covers(f, r.Type, end(r.From), end(r.To)) {
			continue
		}
		if err := visit(pathfind.Tie{RelationshipKey: r.RelationshipKey, Since: shown.Since, Until: shown.Until,
			Observed: shown.Observed}); err != nil {
			return err
		}
	}
	return nil
}

func end(id string) pathfind.End {
	kind, _ := graph.KindOfID(id)
	return pathfind.End{ID: id, Kind: kind}
}

func (m memory) Changes(ctx context.Context, s pathfind.Scope, f *graph.Filter, from, to graph.Date,
	visit func(pathfind.Tie, graph.Change) error) (pathfind.Changes, error) {
	var counts pathfind.Changes
	err := m.Ties(ctx, s, f, func(t pathfind.Tie) error { return counts.Count(t, f, from, to, visit) })
	return counts, err
}

func (m memory) Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	return pathfind.Distances(ctx, m, q)
}

func (m memory) Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	return pathfind.Connect(ctx, m, q)
}

func (m memory) Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error) {
	return pathfind.Common(ctx, m, q)
}

func (m memory) Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	return pathfind.Timeline(ctx, m, q)
}

func (m memory) Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error) {
	return pathfind.Diff(ctx, m, q)
}

// asker answers what the suite asks of ties. A memory cannot: it has a Ties of its own.
type asker struct{ memory }

func (a asker) Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error) {
	return pathfind.Ties(ctx, a.memory, q)
}

// TestAgainstReference asks thousands of random questions of both and demands the same answers.
func TestAgainstReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2024))
	var seen graphtest.Variety
	for range 2000 {
		d := graphtest.RandomData(rng, "g")
		reference, m := graphtest.NewReference(d), newMemory(t, d)
		seen.Graph(d)
		for range 6 {
			q := graphtest.RandomPathQuery(rng, d, "g")
			want, err := reference.Paths(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := pathfind.Paths(t.Context(), m, q)
			if err != nil {
				t.Fatalf("%v\n%s", err, graphtest.Describe(d, q))
			}
			if diff := graphtest.Difference(got, want); diff != "" {
				t.Fatalf("%s\n%s", diff, graphtest.Describe(d, q))
			}
			seen.Paths(q, want)
		}
		for range 2 {
			q := graphtest.RandomNeighbourhoodQuery(rng, d, "g")
			graphtest.ComparePages(t, m, reference, d, q, &seen)
		}
		for range 2 {
			graphtest.CompareTies(t, rng, asker{m}, reference, reference, d, "g", &seen)
		}
	}
	if missing := seen.Missing(); len(missing) > 0 {
		t.Errorf("the random input was not varied: no case of %v", missing)
	}
}
