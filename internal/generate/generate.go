// Package generate makes graphs of any size to measure and test engines with, without a database and without holding
// more than 8 bytes a relationship. The same seed and size give the same graph, element by element.
//
// How it looks. A tenth of the nodes are countries, the others organisations. The pairs that are joined grow as in
// preferential attachment (Barabási and Albert, "Emergence of scaling in random networks", Science 1999): one node after
// the other comes and is joined to some that are there, the i-th of them with a chance in proportion to 1/sqrt(i), which
// is how the degree of the i-th node falls on average in that model. Degrees then follow a power law with exponent 3:
// with ten relationships a node, the least is 9, the median 13, the greatest some 6,000 of 100,000 nodes and 20,000 of a
// million. The order in which nodes come has nothing to do with their ids. 19 of 20 relationships are drawn so; the others
// join a pair that is joined already, in another type, many in the opposite direction.
//
// Every relationship has dates, a source, a locator and a claim of its own wording; one in ten has a second claim.
// [Graph.Half] is a filter that half of the relationships pass.
package generate

import (
	"bytes"
	"encoding/base32"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"

	"coopgraph/graph"
)

// Graph is a generated graph. It is immutable, and safe for concurrent use.
type Graph struct {
	name      string
	seed      uint64
	countries int
	degrees   []uint32
	rels      []rel // by id
}

// rel is a relationship: the lesser node in the highest bits, then the greater, then the type's place in types. All else
// follows from it and the seed.
type rel uint64

const (
	typeBits = 4
	nodeBits = 30
	maxNodes = 1 << nodeBits
)

func newRel(a, b uint32, t int) rel {
	return rel(min(a, b))<<(nodeBits+typeBits) | rel(max(a, b))<<typeBits | rel(t)
}

func (r rel) ends() (a, b uint32) {
	return uint32(r >> (nodeBits + typeBits)), uint32(r>>typeBits) & (maxNodes - 1)
}

func (r rel) pair() rel { return r >> typeBits }

// types are those of the relationships, in the order of the ids, which begin with the type. A pair of countries has one
// of the undirected ones, every other pair one of the directed ones, by these weights.
var types = []struct {
	of     graph.Type
	weight int
}{
	{graph.Concerns, 10}, {graph.CooperatesWith, 60}, {graph.MemberOf, 41}, {graph.Owns, 27}, {graph.PartOf, 22},
	{graph.RelationsWith, 40},
}

// New makes a graph of so many nodes, at most 2^30, and relationships, ten a node or so: where all pairs of nodes are
// nearly used up it takes for ever. It takes a microsecond a relationship, and 40 bytes meanwhile.
func New(seed uint64, nodes, relationships int) *Graph {
	g := &Graph{name: fmt.Sprintf("generated %s/%s", thousands(nodes), thousands(relationships)), seed: seed,
		countries: nodes / 10, rels: make([]rel, 0, relationships)}
	rng := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // nothing to keep secret
	g.attach(rng, nodes, relationships-relationships/20)
	for i, r := range g.rels {
		g.rels[i] = r | rel(g.typeOf(r, g.hash(r, saltType)))
	}
	pairs := len(g.rels)
	g.fill(relationships, func() rel {
		r := g.rels[rng.IntN(pairs)] &^ (1<<typeBits - 1)
		return r | rel(g.typeOf(r, rng.Uint64()))
	})
	g.count(nodes)
	g.sortByID()
	return g
}

// attach joins so many pairs.
func (g *Graph) attach(rng *rand.Rand, nodes, pairs int) {
	numbers := rng.Perm(nodes)
	// earlier draws one of the nodes that came first: the place is that share of all places, squared, which makes the
	// chance of a place fall with its square root.
	earlier := func(place int) int { u := rng.Float64(); return int(float64(place) * u * u) }
	var others []int
	for place := 1; place < nodes; place++ {
		others = others[:0]
		for wanted := min(place, (place+1)*pairs/nodes-place*pairs/nodes); len(others) < wanted; {
			if other := earlier(place); !slices.Contains(others, other) {
				others = append(others, other)
				g.rels = append(g.rels, newRel(uint32(numbers[place]), uint32(numbers[other]), 0))
			}
		}
	}
	// The first nodes found too few to be joined to, which is made up for all over the graph.
	g.fill(pairs, func() rel {
		place := 1 + rng.IntN(nodes-1)
		return newRel(uint32(numbers[place]), uint32(numbers[earlier(place)]), 0)
	})
}

func thousands(n int) string {
	switch {
	case n >= 1_000_000 && n%1_000_000 == 0:
		return fmt.Sprintf("%dM", n/1_000_000)
	case n >= 1000 && n%1000 == 0:
		return fmt.Sprintf("%dk", n/1000)
	}
	return fmt.Sprint(n)
}

// fill draws until there are so many different ones, and leaves them sorted.
func (g *Graph) fill(size int, draw func() rel) {
	for {
		slices.Sort(g.rels)
		g.rels = slices.Compact(g.rels)
		if len(g.rels) >= size {
			return
		}
		for wanted := size - len(g.rels); wanted > 0; wanted-- {
			g.rels = append(g.rels, draw())
		}
	}
}

// typeOf chooses the type of a pair by a random number.
func (g *Graph) typeOf(r rel, random uint64) int {
	a, b := r.ends()
	undirected := g.country(a) && g.country(b)
	sum := 100 // of the weights of either sort
	at := int(random % uint64(sum))
	for i, t := range types {
		if t.of.Undirected() == undirected {
			if at -= t.weight; at < 0 {
				return i
			}
		}
	}
	panic("generate: the weights of the types do not sum up to 100")
}

func (g *Graph) country(node uint32) bool { return int(node) < g.countries }

// count counts the degrees; the relationships are still sorted by pair.
func (g *Graph) count(nodes int) {
	g.degrees = make([]uint32, nodes)
	for i, r := range g.rels {
		if i > 0 && g.rels[i-1].pair() == r.pair() {
			continue
		}
		a, b := r.ends()
		g.degrees[a]++
		g.degrees[b]++
	}
}

// idEncoding is that of ids; its letters are in the order of ASCII, so that what it encodes sorts as the texts do.
var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// sortByID brings the relationships into the order of their ids.
func (g *Graph) sortByID() {
	type keyed struct {
		sum [10]byte // what the letters of the id stand for
		rel rel
	}
	byType := make([][]keyed, len(types))
	all := make([]keyed, len(g.rels))
	parts := runtime.GOMAXPROCS(0)
	inParallel(parts, func(part int) {
		for i := part * len(all) / parts; i < (part+1)*len(all)/parts; i++ {
			_, letters, _ := strings.Cut(g.key(g.rels[i]).ID(), ":")
			all[i].rel = g.rels[i]
			_, err := idEncoding.Decode(all[i].sum[:], []byte(letters))
			if err != nil {
				panic("generate: an id is not as this package knows ids: " + err.Error())
			}
		}
	})
	for _, k := range all {
		t := k.rel & (1<<typeBits - 1)
		byType[t] = append(byType[t], k)
	}
	inParallel(len(byType), func(t int) {
		slices.SortFunc(byType[t], func(a, b keyed) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	})
	g.rels = g.rels[:0]
	for _, some := range byType {
		for _, k := range some {
			g.rels = append(g.rels, k.rel)
		}
	}
}

func inParallel(parts int, do func(part int)) {
	var wg sync.WaitGroup
	for part := range parts {
		wg.Go(func() { do(part) })
	}
	wg.Wait()
}

// Name says how large it is: "generated 100k/1M".
func (g *Graph) Name() string { return g.name }

// Len gives the numbers of nodes and relationships.
func (g *Graph) Len() (nodes, relationships int) { return len(g.degrees), len(g.rels) }

// Degree is the number of distinct other neighbours of a node. Nodes are numbered from 0 in the order of their ids.
func (g *Graph) Degree(node int) int { return int(g.degrees[node]) }

// Hub is the node with the greatest degree, the first of several.
func (g *Graph) Hub() int {
	hub := 0
	for node, degree := range g.degrees {
		if degree > g.degrees[hub] {
			hub = node
		}
	}
	return hub
}

// Edges lists the pairs of nodes that are joined, each once and with the lesser node first, sorted.
func (g *Graph) Edges() [][2]uint32 {
	pairs := make([]rel, len(g.rels))
	for i, r := range g.rels {
		pairs[i] = r.pair()
	}
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	edges := make([][2]uint32, len(pairs))
	for i, p := range pairs {
		edges[i][0], edges[i][1] = (p << typeBits).ends()
	}
	return edges
}

// Pairs draws n pairs of two different nodes, none of them isolated. No pair comes twice unless the graph is small.
func (g *Graph) Pairs(seed uint64, n int) [][2]int {
	rng := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // nothing to keep secret
	pairs := make([][2]int, 0, n)
	for len(pairs) < n {
		a, b := rng.IntN(len(g.degrees)), rng.IntN(len(g.degrees))
		if a != b && g.degrees[a] > 0 && g.degrees[b] > 0 {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	return pairs
}

// Half is a filter of a day and two types that half of the relationships pass.
func (g *Graph) Half() graph.Filter {
	return graph.Filter{Types: []graph.Type{graph.MemberOf, graph.Owns}, AsOf: graph.Date{Year: 2010, Month: 6, Day: 15}}
}

// Left is the graph that a filter leaves: all nodes, the relationships that pass, and the degrees counted among these.
func (g *Graph) Left(f graph.Filter) *Graph {
	left := &Graph{name: g.name + ", filtered", seed: g.seed, countries: g.countries}
	parts := make([][]rel, runtime.GOMAXPROCS(0))
	inParallel(len(parts), func(part int) {
		for _, r := range g.rels[part*len(g.rels)/len(parts) : (part+1)*len(g.rels)/len(parts)] {
			if !f.PassType(types[r&(1<<typeBits-1)].of) {
				continue // what follows costs much more
			}
			if _, ok := f.Pass(g.relationship(r)); ok {
				parts[part] = append(parts[part], r)
			}
		}
	})
	byID := slices.Concat(parts...)
	left.rels = slices.Sorted(slices.Values(byID))
	left.count(len(g.degrees))
	left.rels = byID
	return left
}
