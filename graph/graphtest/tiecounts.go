package graphtest

import (
	"math/rand/v2"
	"testing"

	"coopgraph/graph"
)

// RandomTiesQuery makes a question about one of the data's nodes, half of them about the one with most relationships.
// Half of them have no filter.
func RandomTiesQuery(rng *rand.Rand, d Data, prefix string) graph.TiesQuery {
	q := graph.TiesQuery{ID: pick(rng, d.Entities).ID}
	if rng.IntN(2) == 0 {
		q.ID = busiest(d)
	}
	if rng.IntN(2) == 0 {
		q.Filter = RandomFilter(rng, d, prefix)
	}
	return q
}

// busiest is the node with most relationships.
func busiest(d Data) string {
	count := map[string]int{}
	id := d.Entities[0].ID
	for _, r := range d.Relationships {
		for _, end := range []string{r.From, r.To} {
			if count[end]++; count[end] > count[id] {
				id = end
			}
		}
	}
	return id
}

// compareTieCounts asks both to count the ties of a node, and fails where they differ, or where an expansion by what
// was counted does not bring just that.
func compareTieCounts(t *testing.T, rng *rand.Rand, got tieAsker, want *Reference, d Data, prefix string, seen *Variety) {
	t.Helper()
	q := RandomTiesQuery(rng, d, prefix)
	answer := compare(t, d, q, got.Ties, want.Ties)
	seen.ties(d, q, answer)
	for _, c := range answer.Ties {
		around, err := got.Neighbourhood(t.Context(), graph.NeighbourhoodQuery{Starts: []string{q.ID},
			Filter: c.Narrowed(q.Filter), Limit: graph.MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		relationships := 0
		for _, r := range around.Graph.Relationships {
			from, to := r.From == q.ID, r.To == q.ID
			if from != to && (c.Direction == graph.AnyDirection || from == (c.Direction == graph.Outgoing)) {
				relationships++
			}
		}
		if n := len(around.Graph.Nodes) - 1; !around.Complete || n != c.Neighbours || relationships != c.Relationships {
			t.Fatalf("%+v, where a neighbourhood has %d neighbours and %d relationships\n%s", c, n, relationships, Describe(d, q))
		}
	}
}

func (v *Variety) ties(d Data, q graph.TiesQuery, a graph.TiesAnswer) {
	v.note("questions", true)
	v.note("ties: none", len(a.Ties) == 0)
	type sort struct {
		t         graph.Type
		direction graph.Direction
	}
	kinds := map[sort]int{}
	for _, c := range a.Ties {
		v.note("ties: "+string(c.Direction), true)
		v.note("ties: several neighbours", c.Neighbours > 1)
		v.note("ties: several relationships to one", c.Relationships > c.Neighbours)
		kinds[sort{c.Type, c.Direction}]++
		v.note("ties: several kinds", kinds[sort{c.Type, c.Direction}] > 1)
	}
	for s := range kinds {
		v.note("ties: both ways", s.direction == graph.Outgoing && kinds[sort{s.t, graph.Incoming}] > 0)
	}
	for _, r := range d.Relationships {
		v.note("ties: loop", r.From == q.ID && r.To == q.ID)
	}
	v.parts("ties", q.Filter)
}
