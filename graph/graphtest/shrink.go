package graphtest

import (
	"os"
	"slices"
	"strconv"

	"coopgraph/graph"
)

// Shrink takes away from a graph what is not needed for it to fail: relationships, then claims, then entities that
// nothing names. What is left fails still, and would not without any one of its relationships or claims. The entities of
// keep stay.
func Shrink(d Data, keep []string, fails func(Data) bool) Data {
	for again := true; again; {
		again = false
		for i := len(d.Relationships) - 1; i >= 0; i-- {
			less := d
			less.Relationships = slices.Delete(slices.Clone(d.Relationships), i, i+1)
			if fails(less) {
				d, again = less, true
			}
		}
	}
	for i := range d.Relationships {
		for k := len(d.Relationships[i].Claims) - 1; k >= 0 && len(d.Relationships[i].Claims) > 1; k-- {
			r := d.Relationships[i]
			less := d
			less.Relationships = slices.Clone(d.Relationships)
			less.Relationships[i] = graph.NewRelationship(r.RelationshipKey, slices.Delete(slices.Clone(r.Claims), k, k+1))
			if fails(less) {
				d = less
			}
		}
	}
	for i := len(d.Entities) - 1; i >= 0; i-- {
		id := d.Entities[i].ID
		named := slices.Contains(keep, id) || slices.ContainsFunc(d.Relationships, func(r graph.Relationship) bool {
			return r.From == id || r.To == id
		})
		less := d
		less.Entities = slices.Delete(slices.Clone(d.Entities), i, i+1)
		if !named && fails(less) {
			d = less
		}
	}
	return d
}

// Times is by how much tests with random input are to exceed their usual number: COOPGRAPH_SOAK, as `make soak` sets it, 1
// where it is not set.
func Times() int {
	n, err := strconv.Atoi(os.Getenv("COOPGRAPH_SOAK"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}
