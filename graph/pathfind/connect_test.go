package pathfind_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/pathfind"
)

// network makes a graph of countries, numbered, with borders between them.
func network(nodes int, borders [][2]int) graphtest.Data {
	var d graphtest.Data
	for i := range nodes {
		d.Entities = append(d.Entities, graph.NewEntity(numbered(i), []graph.Record{{Dataset: "test", Name: numbered(i)}}))
	}
	for _, b := range borders {
		key := graph.RelationshipKey{Type: graph.Borders, From: numbered(b[0]), To: numbered(b[1])}
		d.Relationships = append(d.Relationships, graph.NewRelationship(key, []graph.Claim{{Dataset: "test", Source: "s",
			Text: "said", Confidence: graph.Reported}}))
	}
	return d
}

func numbered(i int) string { return fmt.Sprintf("country:n%04d", i) }

// TestConnectFarApart asks about graphs in which everything is far apart and many ways are equally long, so that what
// is smallest lies away from the shortest paths, and at the rim of what is looked at.
func TestConnectFarApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	better := 0
	for range 250 {
		const nodes = 14
		d := network(nodes, sparse(rng, nodes))
		var q graph.ConnectQuery
		for _, i := range rng.Perm(nodes)[:3+rng.IntN(4)] {
			q.IDs = append(q.IDs, numbered(i))
		}
		want, err := graphtest.NewReference(d).Connect(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := pathfind.Connect(t.Context(), newMemory(t, d), q)
		if diff := graphtest.Difference(got, want); err != nil || diff != "" {
			t.Fatalf("%v %s\n%s", err, diff, graphtest.Describe(d, q))
		}
		approximated, err := graphtest.NewReference(d).Approximate(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want.Method == graph.Exact && approximated.Hops() > want.Hops() {
			better++
		}
	}
	if better < 5 {
		t.Errorf("the random input was not varied: exact search found fewer hops only %d times", better)
	}
}

// sparse gives the borders of a tree with some more, or of a ladder, in which there are as many equals as there can
// be.
func sparse(rng *rand.Rand, nodes int) [][2]int {
	var borders [][2]int
	place := rng.Perm(nodes)
	add := func(a, b int) {
		if a, b = place[a], place[b]; a != b && !slices.Contains(borders, [2]int{min(a, b), max(a, b)}) {
			borders = append(borders, [2]int{min(a, b), max(a, b)})
		}
	}
	if rng.IntN(2) == 0 {
		for i := range nodes - 2 {
			add(i, i+2)
			if i%2 == 0 || rng.IntN(6) == 0 {
				add(i, i+1)
			}
		}
		return borders
	}
	for i := 1; i < nodes; i++ {
		add(max(0, i-1-rng.IntN(3)), i)
	}
	for range rng.IntN(8) {
		add(rng.IntN(nodes), rng.IntN(nodes))
	}
	return borders
}

// wheel is a ring on which every second node is asked about, and a hub that is tied to these, and to so much else that
// the ring costs less: the worst case for an approximation by shortest paths.
func wheel(t *testing.T, around int) (memory, []string) {
	var borders [][2]int
	var ids []string
	for i := range around {
		ids = append(ids, numbered(2*i))
		borders = append(borders, [2]int{2 * i, 2*i + 1}, [2]int{2*i + 1, (2*i + 2) % (2 * around)},
			[2]int{2 * i, 2 * around})
	}
	for i := range 40 {
		borders = append(borders, [2]int{2 * around, 2*around + 1 + i})
	}
	return newMemory(t, network(2*around+41, borders)), ids
}

// spokes is a hub from which four nodes are two steps away, and three from each other on a ring. Half-way to the hub
// there are leaves. Eight steps by way of the hub join the four; that seven are not enough takes a further look to see.
func spokes(t *testing.T, leaves int) (memory, []string) {
	var borders [][2]int
	var ids []string
	const half, hub, ring = 4, 8, 9
	for i := range 4 {
		ids = append(ids, numbered(i))
		borders = append(borders, [2]int{i, half + i}, [2]int{half + i, hub},
			[2]int{i, ring + 2*i}, [2]int{ring + 2*i, ring + 2*i + 1}, [2]int{ring + 2*i + 1, (i + 1) % 4})
		for j := range leaves {
			borders = append(borders, [2]int{half + i, ring + 8 + i*leaves + j})
		}
	}
	return newMemory(t, network(ring+8+4*leaves, borders)), ids
}

// TestConnectBound holds the approximation to the bound that it names.
func TestConnectBound(t *testing.T) {
	const around = 7
	m, ids := wheel(t, around)
	q := graph.ConnectQuery{IDs: ids}
	got, err := pathfind.Connect(t.Context(), m, q)
	if err != nil {
		t.Fatal(err)
	}
	if best := around; got.Method != graph.DistanceNetwork || float64(got.Hops()) > got.Bound*float64(best) {
		t.Errorf("%s gave %d hops where %d are enough; the bound is %g", got.Method, got.Hops(), best, got.Bound)
	}
	if got.Hops() != 2*(around-1) || math.Abs(got.Bound-2*(1-1.0/around)) > 1e-9 {
		t.Errorf("%d hops, bound %g", got.Hops(), got.Bound)
	}
	q.IDs = q.IDs[:4]
	got, err = pathfind.Connect(t.Context(), m, q)
	if err != nil || got.Method != graph.Exact || got.Hops() != 4 || got.Bound != 1 {
		t.Errorf("four of them: %s, %d hops, bound %g, %v", got.Method, got.Hops(), got.Bound, err)
	}
}

// TestBudget: what the budget did not reach is said, and never passed off as an answer.
func TestBudget(t *testing.T) {
	var borders [][2]int
	for i := range 30 {
		borders = append(borders, [2]int{i, i + 1})
	}
	m := newMemory(t, network(31, borders))
	ids := []string{numbered(0), numbered(2), numbered(30)}
	distances, err := pathfind.Distances(t.Context(), m, graph.DistancesQuery{IDs: ids, Budget: 5})
	if err != nil {
		t.Fatal(err)
	}
	const unknown = graph.NotSearched
	want := [][]int{{0, 2, unknown}, {2, 0, unknown}, {unknown, unknown, 0}}
	if distances.Complete || graphtest.Difference(distances.Hops, want) != "" {
		t.Errorf("got %v, complete %v", distances.Hops, distances.Complete)
	}
	connect, err := pathfind.Connect(t.Context(), m, graph.ConnectQuery{IDs: ids, Budget: 5})
	if err != nil {
		t.Fatal(err)
	}
	groups := [][]string{ids[:2], ids[2:]}
	if connect.Joined || connect.Complete || graphtest.Difference(connect.Groups, groups) != "" {
		t.Errorf("got %v, joined %v, complete %v", connect.Groups, connect.Joined, connect.Complete)
	}
	whole, err := pathfind.Connect(t.Context(), m, graph.ConnectQuery{IDs: ids})
	if err != nil || !whole.Joined || !whole.Complete || whole.Hops() != 30 {
		t.Errorf("without a bound: joined %v, complete %v, %d hops, %v", whole.Joined, whole.Complete, whole.Hops(), err)
	}
	// Enough to join them, and too little to be certain that it takes as many steps.
	small, ids := spokes(t, 1)
	best, err := pathfind.Connect(t.Context(), small, graph.ConnectQuery{IDs: ids})
	if err != nil || !best.Complete || best.Method != graph.Exact || best.Hops() != 8 {
		t.Errorf("without a bound: %s, complete %v, %d hops, %v", best.Method, best.Complete, best.Hops(), err)
	}
	cut, err := pathfind.Connect(t.Context(), small, graph.ConnectQuery{IDs: ids, Budget: best.Examined - 1})
	if err != nil || !cut.Joined || cut.Complete || cut.Method != graph.DistanceNetwork || cut.Hops() != 8 {
		t.Errorf("with less: %s, joined %v, complete %v, %d hops, %v", cut.Method, cut.Joined, cut.Complete, cut.Hops(), err)
	}
	// A budget for all, and more to look at than is worth the while.
	large, ids := spokes(t, graph.MaxExactNodes/4)
	rough, err := pathfind.Connect(t.Context(), large, graph.ConnectQuery{IDs: ids})
	if err != nil || !rough.Complete || rough.Method != graph.DistanceNetwork || rough.Hops() != 8 {
		t.Errorf("much to look at: %s, complete %v, %d hops, %v", rough.Method, rough.Complete, rough.Hops(), err)
	}
}
