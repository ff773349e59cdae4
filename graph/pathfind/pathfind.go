// Package pathfind answers questions over a graph that is fetched piece by piece, such as one that lives in a
// database. [Paths], [Neighbourhood], [Distances], [Connect], [Common], [Timeline], [Diff] and [Ties] are the
// entry points; an engine gives them a [Graph].
//
// Paths are found from both ends. Nodes are opened (their relationships fetched) in batches, the cheapest first, and
// hubs last. A path that is not known yet must have two neighbouring nodes that were not opened, so what the cheapest
// unopened node of each side costs bounds every unknown path from below: an answer is given once its k paths lie under
// that bound, and so it is exact without reading the whole graph. Among the known paths the k best are enumerated in
// order by a best-first search over partial paths, with the least cost and steps to the end, layer by layer up to the
// bound on hops, as the estimate (an A* search whose estimate never exceeds the truth).
//
// Distances grow balls around all entities at once, a bit for each (after Then et al., The More the Merrier:
// Efficient Multi-Source Graph Traversal, VLDB 2014), until the ball from one meets the ball towards the other.
// Connect grows the same balls until they hang together, and then searches the smallest tree in what it has seen
// (after Dreyfus and Wagner, The Steiner problem in graphs, 1971, taken best first as by Ding et al., Finding Top-k
// Min-Cost Connected Trees in Databases, ICDE 2007).
//
// Caveats: the estimate ignores that a path has distinct nodes, so a graph in which most cheap walks repeat a node can
// make the enumeration long; it is bounded by the question's budget, and looks at its context while it works.
package pathfind

import (
	"context"

	"coopgraph/graph"
)

// Graph is what an engine provides. All methods take the filter exactly: what they give passes it.
type Graph interface {
	// Entities gives the entities with these ids, in any order; unknown ids are left out.
	Entities(ctx context.Context, ids []string) ([]graph.Entity, error)
	// Expand gives an arc for every relationship of these nodes that passes the filter, whatever its direction. Loops
	// may be left out.
	Expand(ctx context.Context, ids []string, f *graph.Filter) ([]Arc, error)
	// Between gives the relationships, as the filter shows them, that join the two of each pair, whatever their
	// direction.
	Between(ctx context.Context, pairs [][2]string, f *graph.Filter) ([]graph.Relationship, error)
	// Among gives the relationships, as the filter shows them, whose two ends are both among the ids: the first by
	// id, limit at most, and how many there are.
	Among(ctx context.Context, ids []string, f *graph.Filter, limit int) ([]graph.Relationship, int, error)
	// Relationships gives the relationships with these keys, as the filter shows them, in any order; unknown ones and
	// those that do not pass are left out. No key is given twice.
	Relationships(ctx context.Context, keys []graph.RelationshipKey, f *graph.Filter) ([]graph.Relationship, error)
	// Ties calls back with every tie that the scope covers and that passes the filter, in any order, each once. Its
	// memory does not grow with their number. An error from the callback ends it and is returned.
	Ties(ctx context.Context, s Scope, f *graph.Filter, visit func(Tie) error) error
	// Changes is Ties for those that began or ended between two dates ([graph.HasBegun], [graph.HasEnded] by
	// [graph.Facts.Change]); it counts those that are unchanged, and those of which it is not known, without giving
	// them. The filter has no date.
	Changes(ctx context.Context, s Scope, f *graph.Filter, from, to graph.Date,
		visit func(Tie, graph.Change) error) (Changes, error)
}

// Arc is a relationship seen from one of its ends.
type Arc struct {
	Node, Other string // Node is one of those asked for
	OtherKind   graph.Kind
	OtherDegree int
	Type        graph.Type
	Outgoing    bool           // Node is the relationship's start
	Holds       graph.Interval // days on which it holds, under the filter
}
