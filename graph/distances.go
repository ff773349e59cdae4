package graph

import "slices"

// MaxDistanceIDs is the greatest number of entities of a matrix of distances.
const MaxDistanceIDs = 100

// What stands in a matrix of distances where there is no number of hops.
const (
	Unreachable = -1 // no path, however long
	NotSearched = -2 // the budget was spent before it was known
)

// DistancesQuery asks how many hops there are between each two of the entities.
type DistancesQuery struct {
	IDs    []string // ids of entities, 2 to MaxDistanceIDs different ones
	Filter Filter
	Budget int // nodes examined at most; 0 is DefaultBudget
}

// Complete fills in the defaults, drops ids that are given again, and reports what is wrong, naming the parameter.
func (q *DistancesQuery) Complete() error {
	var err error
	if q.IDs, err = differentIDs(q.IDs, 2, MaxDistanceIDs); err != nil {
		return err
	}
	if q.Budget <= 0 {
		q.Budget = DefaultBudget
	}
	return q.Filter.Check()
}

// DistancesAnswer answers a DistancesQuery.
type DistancesAnswer struct {
	Marker
	IDs []string // in the order of the question, each once
	// Hops[i][j] is the number of steps of the shortest path from IDs[i] to IDs[j], as [PathQuery] would find it
	// without a bound on hops: 0 on the diagonal, Unreachable or NotSearched where there is none.
	Hops     [][]int
	Complete bool // false where the budget was spent, so that some are NotSearched
	Examined int  // nodes examined
}

// differentIDs gives the ids in their order, each once, and fails where their number is out of bounds.
func differentIDs(ids []string, least, most int) ([]string, error) {
	out := make([]string, 0, len(ids))
	for _, id := range ids[:min(len(ids), 10*most)] { // what is repeated without end is not read to its end
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if len(ids) > 10*most || len(out) < least || len(out) > most {
		return nil, Invalid("ids", "%d different ids; give %d to %d", len(out), least, most)
	}
	return out, nil
}

// undirected refuses a direction where there is nothing from which it could be seen.
func (f *Filter) undirected(why string) error {
	if f.Direction == Outgoing || f.Direction == Incoming {
		return Invalid("direction", "%q has no meaning here: %s; leave it out", f.Direction, why)
	}
	return nil
}
