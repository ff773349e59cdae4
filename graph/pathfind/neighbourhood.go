package pathfind

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// Neighbourhood answers what is around the starts, which must be ids of entities that are there; one that is not is
// CodeNotFound without candidates. The answer's marker is left to the engine. A node with many relationships costs one
// scan of its own list.
func Neighbourhood(ctx context.Context, g Graph, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	var answer graph.NeighbourhoodAnswer
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	starts := sortedSet(slices.Clone(q.Starts))
	entities, err := g.Entities(ctx, starts)
	if err != nil {
		return answer, err
	}
	w := walk{source: g, q: &q, seen: map[string]bool{}, shown: map[string]int{}}
	for _, id := range starts {
		if !slices.ContainsFunc(entities, func(e graph.Entity) bool { return e.ID == id }) {
			return answer, unknown("ids", id)
		}
		w.seen[id], w.shown[id] = true, 0
	}
	if err := w.run(ctx, starts, after); err != nil {
		return answer, err
	}
	answer.Cut, answer.Examined = w.cut, w.examined
	return w.finish(ctx, answer)
}

// walk is a breadth-first walk, layer by layer, that keeps at most so many nodes.
type walk struct {
	source   Graph
	q        *graph.NeighbourhoodQuery
	seen     map[string]bool
	shown    map[string]int // distance by id
	cut      graph.Cut
	examined int
}

// candidate is a node of the layer that is being opened.
type candidate struct {
	place graph.Place
	shown bool
	via   bool
}

func (w *walk) run(ctx context.Context, starts []string, after graph.Place) error {
	room := w.q.Limit
	frontier := starts
	for depth := 1; depth <= w.q.Depth && len(frontier) > 0; depth++ {
		if room == 0 || w.cut.Nodes > 0 || w.examined+len(frontier) > w.q.Budget {
			w.cut.Unopened = depth
			w.cut.Budget = w.examined+len(frontier) > w.q.Budget
			break
		}
		w.examined += len(frontier)
		layer, err := w.layer(ctx, frontier, depth)
		if err != nil {
			return err
		}
		frontier = frontier[:0:0]
		for _, c := range layer {
			if c.via {
				frontier = append(frontier, c.place.ID)
			}
			switch {
			case !c.shown || c.place.Compare(after) <= 0:
			case room == 0:
				w.cut.Nodes++
			default:
				w.shown[c.place.ID] = depth
				w.cut.Next = c.place.Cursor()
				room--
			}
		}
	}
	if w.cut.Nodes == 0 && w.cut.Unopened == 0 {
		w.cut.Next = ""
	}
	return nil
}

// layer finds the nodes one step beyond the frontier, in the order of their places.
func (w *walk) layer(ctx context.Context, frontier []string, depth int) ([]candidate, error) {
	f := &w.q.Filter
	slices.Sort(frontier)
	arcs, err := w.source.Expand(ctx, frontier, f)
	if err != nil {
		return nil, err
	}
	var layer []candidate
	for _, arc := range arcs {
		if w.seen[arc.Other] || !f.PassDirection(arc.Type, arc.Outgoing) {
			continue
		}
		w.seen[arc.Other] = true
		layer = append(layer, candidate{
			place: graph.Place{Distance: depth, Degree: arc.OtherDegree, ID: arc.Other},
			shown: f.PassShown(arc.Other, arc.OtherKind),
			via:   f.PassVia(arc.Other, arc.OtherKind, arc.OtherDegree),
		})
	}
	slices.SortFunc(layer, func(a, b candidate) int { return a.place.Compare(b.place) })
	return layer, nil
}

// finish fetches the nodes kept and the relationships among them.
func (w *walk) finish(ctx context.Context, answer graph.NeighbourhoodAnswer) (graph.NeighbourhoodAnswer, error) {
	var ids []string
	for id := range w.shown {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	rels, all, err := w.source.Among(ctx, ids, &w.q.Filter, graph.MaxRelationships)
	if err != nil {
		return answer, err
	}
	entities, err := w.source.Entities(ctx, ids)
	if err != nil {
		return answer, err
	}
	neighbours := map[string]map[string]bool{}
	for _, id := range ids {
		neighbours[id] = map[string]bool{}
	}
	for _, r := range rels {
		if r.From != r.To {
			neighbours[r.From][r.To], neighbours[r.To][r.From] = true, true
		}
	}
	for _, e := range entities {
		answer.Graph.Nodes = append(answer.Graph.Nodes, graph.Node{Entity: e, Distance: w.shown[e.ID],
			Hidden: e.Degree - len(neighbours[e.ID])})
	}
	slices.SortFunc(answer.Graph.Nodes, func(a, b graph.Node) int {
		return graph.Place{ID: a.ID}.Compare(graph.Place{ID: b.ID})
	})
	answer.Graph.Relationships = rels
	answer.Cut.Relationships = all - len(rels)
	answer.Complete = answer.Cut.Nodes == 0 && answer.Cut.Unopened == 0 && answer.Cut.Relationships == 0
	return answer, nil
}
