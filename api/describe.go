package api

import (
	"fmt"
	"strings"

	"coopgraph/api/format"
	"coopgraph/graph"
)

// maxNamesInTitle is how many entities a document's title names.
const maxNamesInTitle = 5

// namesOf lists the names of entities of a graph, for a title.
func namesOf(g *graph.Subgraph, ids ...string) string {
	name := map[string]string{}
	for i := range g.Nodes {
		name[g.Nodes[i].ID] = g.Nodes[i].Name
	}
	var shown []string
	for _, id := range ids[:min(len(ids), maxNamesInTitle)] {
		if name[id] == "" {
			name[id] = id
		}
		shown = append(shown, name[id])
	}
	switch more := len(ids) - len(shown); {
	case more > 0:
		return fmt.Sprintf("%s and %d more", strings.Join(shown, ", "), more)
	case len(shown) > 1:
		return strings.Join(shown[:len(shown)-1], ", ") + " and " + shown[len(shown)-1]
	}
	return strings.Join(shown, "")
}

func (a *pathsReply) describe(c *format.Cited) {
	q := &a.question
	c.Marker, c.Graph, c.Paths = a.Marker, a.Graph, a.Paths
	c.Title = "How " + namesOf(&a.Graph, q.From) + " and " + namesOf(&a.Graph, q.To) + " are connected"
	if a.None != nil {
		c.None = noneText(a.None, *q)
	}
	switch {
	case a.Complete:
	case a.More:
		c.Cut = fmt.Sprintf("There are more than these %d paths.", len(a.Paths))
	default:
		c.Cut = "The nodes that may be examined were spent, so that there may be more or better paths."
	}
}

func (a *neighbourhoodReply) describe(c *format.Cited) {
	c.Marker, c.Graph = a.Marker, a.Graph
	c.Title = "What is around " + namesOf(&a.Graph, a.starts...)
	if a.Complete {
		return
	}
	parts := []string{fmt.Sprintf("Left out: %d nodes and %d relationships", a.Cut.Nodes, a.Cut.Relationships)}
	if a.Cut.Unopened > 0 {
		parts = append(parts, fmt.Sprintf("all from distance %d on", a.Cut.Unopened))
	}
	c.Cut = strings.Join(parts, ", ") + "." + nextPage(a.Cut.Next)
}

// nextPage says how the rest is got; "" where there is no page after this one.
func nextPage(cursor string) string {
	if cursor == "" {
		return ""
	}
	return " The next page has cursor=" + cursor + "."
}

func (a *connectReply) describe(c *format.Cited) {
	c.Marker, c.Graph, c.Steps = a.Marker, a.Graph, a.Steps
	c.Title = "What joins " + namesOf(&a.Graph, a.ids...)
	if !a.Joined {
		c.None = "They are not all joined."
	}
	if !a.Complete {
		c.Cut = "The nodes that may be examined were spent, so that a smaller answer is possible."
	}
}

func (a *commonReply) describe(c *format.Cited) {
	c.Marker, c.Graph = a.Marker, a.Graph
	c.Title = "What " + namesOf(&a.Graph, a.ids...) + " share"
	if !a.Complete {
		c.Cut = fmt.Sprintf("This page has %d of %d neighbours.", len(a.Shared), a.Count) + nextPage(a.Next)
	}
}

func (a *timelineReply) describe(c *format.Cited) {
	c.Marker, c.Graph = a.Marker, a.Graph
	c.Title = "What began and ended: " + namesOf(&a.Graph, a.ids...)
	if !a.Complete {
		c.Cut = fmt.Sprintf("This page has %d of %d events.", len(a.Events), a.Count) + nextPage(a.Next)
	}
}

func (a *diffReply) describe(c *format.Cited) {
	c.Marker, c.Graph = a.Marker, a.Graph
	c.Title = "What changed from " + a.from.Words() + " to " + a.to.Words()
	if len(a.ids) > 0 {
		c.Title += ": " + namesOf(&a.Graph, a.ids...)
	}
	if !a.Complete {
		c.Cut = fmt.Sprintf("This page has %d of %d changes.", len(a.Changes), a.Began+a.Ended) + nextPage(a.Next)
	}
}

func (a *pathsDiffReply) describe(c *format.Cited) {
	q := &a.question
	c.Marker, c.Graph = a.marker, a.union()
	c.Title = "How " + namesOf(&c.Graph, q.From) + " and " + namesOf(&c.Graph, q.To) + " were connected on " + q.before.Words() +
		" and on " + q.after.Words()
	if !a.before.Complete || !a.after.Complete {
		c.Cut = "There may be more or better paths on one of the two dates."
	}
}
