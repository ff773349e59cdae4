package mcp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Bounds of a neighbourhood here: less than an engine could give, and more than a model can use.
const (
	defaultNodes = 25
	maxNodes     = 500
)

type neighbourhoodInput struct {
	Entities []string `json:"entities"`
	Depth    int      `json:"depth"`
	Limit    int      `json:"limit"`
	Cursor   string   `json:"cursor"`
	filterInput
}

type neighbourhoodAnswer struct {
	state
	Starts   []entityRef `json:"starts"`
	Nodes    []neighbour `json:"nodes" jsonschema:"nearest first, then those of fewest neighbours"`
	Steps    []step      `json:"steps" jsonschema:"ties to the starts first, then among the others"`
	Complete bool        `json:"complete"`
	Cut      *cutNodes   `json:"cut,omitempty" jsonschema:"what was left out; absent where nothing was"`
	cited
}

type neighbour struct {
	entityRef
	Distance   int `json:"distance"`
	Neighbours int `json:"neighbours" jsonschema:"in the whole graph"`
	Hidden     int `json:"hidden" jsonschema:"neighbours that are not part of this answer"`
}

type cutNodes struct {
	Nodes int    `json:"nodes" jsonschema:"entities found and not shown"`
	Steps int    `json:"steps" jsonschema:"pairs of entities shown whose ties are not"`
	Next  string `json:"next,omitempty" jsonschema:"cursor of the next page"`
	Text  string `json:"text"`
}

func (s *Server) addNeighbourhood() {
	add(s, tool[neighbourhoodInput, *neighbourhoodAnswer]{
		name: "neighbourhood", title: "What is around an entity",
		description: "Find what is around one or several entities: their neighbours up to a depth, and the ties among all of them, " +
			"with dates and sources. An entity can have hundreds of neighbours: narrow by types, kinds or as_of. Those with the fewest " +
			"other ties, the most specific ones, come first.",
		arguments: append(arguments{
			required(list("entities", "Where to start: names, ids or codes.", 1, graph.MaxStarts)),
			whole("depth", "How many steps away.", graph.DefaultDepth, 1, graph.MaxDepth),
			whole("limit", "How many neighbours to give at most.", defaultNodes, 1, maxNodes),
			cursor(),
		}, filterArguments()...),
		answer: s.neighbourhood,
	})
}

func (s *Server) neighbourhood(ctx context.Context, in neighbourhoodInput) (*neighbourhoodAnswer, error) {
	q := graph.NeighbourhoodQuery{Depth: in.Depth, Limit: cmp.Or(in.Limit, defaultNodes), Cursor: in.Cursor}
	var err error
	if q.Starts, q.Filter, err = s.about(ctx, in.Entities, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, err
	}
	found, err := s.Reader.Neighbourhood(ctx, q)
	if err != nil {
		return nil, err
	}
	v, err := s.view(ctx, &found.Graph)
	if err != nil {
		return nil, err
	}
	a := &neighbourhoodAnswer{state: s.state(found.Marker), Starts: v.refs(q.Starts), Nodes: []neighbour{}, Complete: found.Complete}
	place := map[string]int{}
	for i, n := range nearestFirst(found.Graph.Nodes) {
		place[n.ID] = i
		if n.Distance > 0 {
			a.Nodes = append(a.Nodes, neighbour{refOf(n), n.Distance, n.Degree, n.Hidden})
		}
	}
	steps := stepsAmong(v, found.Graph.Relationships, place, len(q.Starts))
	a.Steps = steps[:min(len(steps), 2*q.Limit+10)]
	a.Cut = cutOf(&found, len(steps)-len(a.Steps))
	a.Complete = a.Cut == nil
	a.cited, err = s.cite(ctx, sourcesOfSteps(a.Steps))
	return a, err
}

// nearestFirst orders nodes as they were kept: by distance, then by degree, then by id.
func nearestFirst(nodes []graph.Node) []*graph.Node {
	out := make([]*graph.Node, len(nodes))
	for i := range nodes {
		out[i] = &nodes[i]
	}
	slices.SortFunc(out, func(a, b *graph.Node) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Degree, b.Degree), strings.Compare(a.ID, b.ID))
	})
	return out
}

// stepsAmong gathers relationships by the two that they join. Those at a start come first, else the nearest.
func stepsAmong(v view, rels []graph.Relationship, place map[string]int, starts int) []step {
	type pair struct{ near, far int }
	ids, ends := map[pair][]string{}, map[pair][2]string{}
	for i := range rels {
		from, to := rels[i].From, rels[i].To
		if place[from] > place[to] {
			from, to = to, from
		}
		p := pair{place[from], place[to]}
		ids[p], ends[p] = append(ids[p], rels[i].ID()), [2]string{from, to}
	}
	pairs := make([]pair, 0, len(ids))
	for p := range ids {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if atStart := a.near < starts; atStart != (b.near < starts) {
			return map[bool]int{true: -1, false: 1}[atStart]
		}
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.near, b.near))
	})
	out := make([]step, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, v.step(ends[p][0], ends[p][1], ids[p]))
	}
	return out
}

// cutOf says what was left out; nil where nothing was.
func cutOf(found *graph.NeighbourhoodAnswer, steps int) *cutNodes {
	if found.Complete && steps == 0 {
		return nil
	}
	c := &cutNodes{Nodes: found.Cut.Nodes, Steps: steps, Next: found.Cut.Next}
	var parts []string
	if c.Nodes > 0 {
		parts = append(parts, plural(c.Nodes, "more neighbour")+" found and not shown")
	}
	if steps > 0 {
		parts = append(parts, fmt.Sprintf("the ties of %s shown are left out (ask paths about two of them)", plural(steps, "pair")))
	}
	if found.Cut.Relationships > 0 {
		parts = append(parts, plural(found.Cut.Relationships, "more tie")+" among those shown")
	}
	if found.Cut.Unopened > 0 {
		parts = append(parts, fmt.Sprintf("what is %s away and beyond was not looked at", plural(found.Cut.Unopened, "step")))
	}
	if found.Cut.Budget {
		parts = append(parts, "the search ended at the number of entities that may be examined")
	}
	c.Text = strings.TrimSpace(strings.Join(parts, "; ") + ". Narrow by types, kinds or as_of. " + nextText(c.Next))
	return c
}

func (a *neighbourhoodAnswer) text() string {
	var w words
	var starts []string
	for i := range a.Starts {
		starts = append(starts, a.Starts[i].full())
	}
	w.line("%s of %s.", plural(len(a.Nodes), "neighbour"), strings.Join(starts, ", "))
	for i := range a.Nodes {
		n := &a.Nodes[i]
		w.line("- %s: %s, %s away, %s in all", n.full(), n.Kind, plural(n.Distance, "step"), plural(n.Neighbours, "neighbour"))
	}
	if len(a.Steps) > 0 {
		w.line("\nTies")
	}
	for i := range a.Steps {
		w.line("%s", a.Steps[i].line())
	}
	if a.Cut != nil {
		w.line("\nCut: %s", a.Cut.Text)
	}
	return w.end(a.state, a.cited)
}
