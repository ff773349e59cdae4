package graph

// Numbers of entities that a ConnectQuery joins.
const (
	MinConnectIDs = 3
	MaxConnectIDs = 10
	// MaxExactIDs is up to how many the smallest subgraph is searched for, and MaxExactNodes how many nodes more are
	// examined for it at most; beyond, it is approximated.
	MaxExactIDs   = 4
	MaxExactNodes = 3000
)

// Method says how a subgraph that joins several entities was found.
type Method string

// The methods.
const (
	// Exact: no subgraph that joins them has fewer steps.
	Exact Method = "exact"
	// DistanceNetwork: the shortest paths between the entities, as few of them as join all (Kou, Markowsky and Berman,
	// A fast algorithm for Steiner trees, Acta Informatica 15, 1981), and of their nodes the fewest that still do.
	DistanceNetwork Method = "distance-network"
)

// ConnectQuery asks for a small subgraph that joins all of the entities. They are the question's ends, so that the
// filter takes none of them away and the others may be joined through them.
type ConnectQuery struct {
	IDs    []string // ids of entities, MinConnectIDs to MaxConnectIDs different ones
	Filter Filter   // without a direction
	Budget int      // nodes examined at most; 0 is DefaultBudget
}

// Complete fills in the defaults, drops ids that are given again, and reports what is wrong, naming the parameter.
func (q *ConnectQuery) Complete() error {
	var err error
	if q.IDs, err = differentIDs(q.IDs, MinConnectIDs, MaxConnectIDs); err != nil {
		return err
	}
	if err := q.Filter.undirected("several entities are joined to each other, none is the first"); err != nil {
		return err
	}
	if q.Budget <= 0 {
		q.Budget = DefaultBudget
	}
	return q.Filter.Check()
}

// Step is two neighbouring nodes of a subgraph and all relationships between them that pass the filter.
type Step struct {
	From, To      string   // ids in the order of the text
	Relationships []string // ids, sorted
	Text          string   // a sentence
}

// ConnectAnswer answers a ConnectQuery.
type ConnectAnswer struct {
	Marker
	// Joined is true where all are joined. Else Groups says which are, the Graph has nothing but the entities asked for,
	// and there are no steps.
	Joined bool
	Method Method
	// Bound is how many times as many hops as needed there are at most: 1 where the method is exact, else 2(1-1/n) for n
	// entities.
	Bound float64
	Steps []Step // a tree, sorted by From, then To
	Cost  int64  // sum of the costs of the nodes that join the entities, in millionths of a nat
	Graph Subgraph
	// Groups lists the entities asked for by which are joined with each other: each group sorted, the groups by their
	// first.
	Groups [][]string
	// Complete is false where the budget was spent: before a subgraph was found, or before a smallest one was. That more
	// than MaxExactNodes would have to be examined for the latter is of the method, and shown by it.
	Complete bool
	Examined int // nodes examined
}

// Hops is the number of steps.
func (a ConnectAnswer) Hops() int { return len(a.Steps) }
