package graph

// Marker says which state of the graph an answer was given from.
type Marker struct {
	Epoch    string // a random id, made when the graph was; "" for a graph that was never loaded
	Revision int64  // raised by every load that changes something
	// Loading is true where a load was under way, so that half of it may have been seen.
	Loading bool
}

// Node is an entity in an answer.
type Node struct {
	Entity
	// Distance from the nearest start, and Hidden, the degree less the neighbours shown, are given in neighbourhoods;
	// elsewhere both are -1.
	Distance, Hidden int
}

// Subgraph is a set of nodes, sorted by id, and the relationships among them, sorted by id, each once.
type Subgraph struct {
	Nodes         []Node
	Relationships []Relationship
}

// CostPart is what one inner node adds to a path's cost.
type CostPart struct {
	ID     string
	Degree int
	Cost   int64 // millionths of a nat
}

// Path is a sequence of distinct nodes. Two neighbours in it are joined by all relationships between them that pass
// the filter, so that parallel relationships never multiply the answers.
type Path struct {
	Nodes []string   // ids, from the question's From to its To
	Steps [][]string // for every step the ids of its relationships, sorted
	Cost  int64      // sum of the parts, in millionths of a nat
	Parts []CostPart // one for every inner node, in order
	// SharedPeriod is the set of days that are in every step's days; a step's days are the union of its
	// relationships' spans, clipped to the filter's window. Empty if there is no such day.
	SharedPeriod Days
	Text         []string // a sentence for every step
}

// Hops is the number of steps.
func (p Path) Hops() int { return len(p.Nodes) - 1 }

// Reason says why there is no path.
type Reason string

// The reasons. None of them looks like another.
const (
	Unconnected   Reason = "unconnected" // not connected at all, filter or not
	BeyondMaxHops Reason = "max_hops"    // connected, but further than max_hops
	FilteredOut   Reason = "filter"      // connected only where the filter does not reach
	OverBudget    Reason = "budget"      // not found before the budget of nodes was spent
)

// Relaxation is a single part of a filter which, relaxed, would connect the two ends.
type Relaxation struct {
	Part Part
	Hops int // of the shortest path that it would give, however long
}

// NoPath explains an answer without a path.
type NoPath struct {
	Reason Reason
	Hops   int          // for BeyondMaxHops: how far it is
	Relax  []Relaxation // for FilteredOut: fewest hops first, then in the order of Filter.Parts; may be empty
}

// PathAnswer answers a PathQuery.
type PathAnswer struct {
	Marker
	Paths    []Path
	Graph    Subgraph // the nodes and relationships of all paths
	Complete bool     // false where the answer was cut by a limit or the budget
	More     bool     // for AllShortest: more than MaxAllShortest exist
	Examined int      // nodes examined
	None     *NoPath  // nil where there is a path
}

// Cut says what a neighbourhood leaves out. Only layers that were opened are counted.
type Cut struct {
	Nodes         int    // nodes found and not shown on this page or an earlier one
	Relationships int    // relationships among the nodes shown that are beyond MaxRelationships
	Unopened      int    // the first layer that was not opened; 0 where all up to the depth were
	Next          string // cursor of the next page; "" where there is none
	Budget        bool   // true where the budget ended the walk
}

// NeighbourhoodAnswer answers a NeighbourhoodQuery.
type NeighbourhoodAnswer struct {
	Marker
	Graph    Subgraph
	Complete bool
	Cut      Cut
	Examined int
}

// Hit is one result of a search.
type Hit struct {
	ID      string
	Kind    Kind
	Name    string
	Matched string  // the name that matched
	Score   float64 // 0 to 1; 1 is an exact match
	Degree  int
}

// Stats counts what is in the graph.
type Stats struct {
	Marker
	Entities      map[Kind]int
	Relationships map[Type]int
	Sources       int
	Claims        int
	Datasets      int
}

// Dataset describes a dataset as it was loaded last.
type Dataset struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Version     string `json:"version,omitempty"`
	Description string `json:"description,omitempty"`
	Licence     string `json:"licence"`
	Citation    string `json:"citation,omitempty"`
	URL         string `json:"url,omitempty"`
	// Entities, Relationships, Claims and Sources count what the dataset contains.
	Entities      int `json:"entities"`
	Relationships int `json:"relationships"`
	Claims        int `json:"claims"`
	Sources       int `json:"sources"`
	// Rank is that of its records, see [Record].
	Rank int `json:"rank,omitempty"`
	// Content is a digest of all that it contains, in whatever order its rows stood.
	Content string `json:"content,omitempty"`
	// LoadedAt is when its last change was committed, by the database's clock, RFC 3339; Program is the version of
	// the program that did it.
	LoadedAt string `json:"loaded_at,omitempty"`
	Program  string `json:"program,omitempty"`
}
