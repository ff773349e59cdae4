package graphtest

import (
	"encoding/json"
	"fmt"
	"strings"

	"coopgraph/graph"
)

// Difference says where two answers differ, "" if nowhere. Markers, and what was examined on the way, are the engine's
// own and are not compared.
func Difference(got, want any) string {
	g, w := canonical(got), canonical(want)
	if g == w {
		return ""
	}
	gl, wl := strings.Split(g, "\n"), strings.Split(w, "\n")
	for i := range max(len(gl), len(wl)) {
		if i >= len(gl) || i >= len(wl) || gl[i] != wl[i] {
			return fmt.Sprintf("line %d: got %s, want %s\n--- got\n%s\n--- want\n%s", i, line(gl, i), line(wl, i), g, w)
		}
	}
	return ""
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return strings.TrimSpace(lines[i])
	}
	return "nothing"
}

func canonical(answer any) string {
	switch a := answer.(type) {
	case graph.PathAnswer:
		a.Marker, a.Examined, a.Graph = graph.Marker{}, 0, normal(a.Graph)
		if len(a.Paths) == 0 {
			a.Paths = nil
		}
		for i := range a.Paths {
			if len(a.Paths[i].SharedPeriod) == 0 {
				a.Paths[i].SharedPeriod = nil
			}
		}
		answer = a
	case graph.NeighbourhoodAnswer:
		a.Marker, a.Examined, a.Graph = graph.Marker{}, 0, normal(a.Graph)
		answer = a
	case graph.Entity:
		answer = normalEntity(a)
	default:
		answer = canonicalTies(answer)
	}
	text, err := json.MarshalIndent(answer, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// canonicalTies does the same for the answers about distances and ties.
func canonicalTies(answer any) any {
	switch a := answer.(type) {
	case graph.DistancesAnswer:
		a.Marker, a.Examined = graph.Marker{}, 0
		return a
	case graph.ConnectAnswer:
		a.Marker, a.Examined, a.Graph = graph.Marker{}, 0, normal(a.Graph)
		a.Steps = orEmpty(a.Steps)
		return a
	case graph.CommonAnswer:
		a.Marker, a.Examined, a.Graph = graph.Marker{}, 0, normal(a.Graph)
		a.Shared = orEmpty(a.Shared)
		return a
	case graph.TimelineAnswer:
		a.Marker, a.Graph = graph.Marker{}, normal(a.Graph)
		a.Events, a.Undated = orEmpty(a.Events), orEmpty(a.Undated)
		return a
	case graph.SupportsAnswer:
		a.Marker = graph.Marker{}
		a.Entities, a.Relationships = orEmpty(a.Entities), orEmpty(a.Relationships)
		for i, e := range a.Entities {
			a.Entities[i] = normalEntity(e)
		}
		return a
	case graph.TiesAnswer:
		a.Marker, a.Ties = graph.Marker{}, orEmpty(a.Ties)
		return a
	case graph.DiffAnswer:
		a.Marker, a.Graph = graph.Marker{}, normal(a.Graph)
		a.Changes = orEmpty(a.Changes)
		return a
	}
	return answer
}

func orEmpty[T any](items []T) []T { return append([]T{}, items...) }

func normal(g graph.Subgraph) graph.Subgraph {
	nodes := make([]graph.Node, len(g.Nodes))
	for i, n := range g.Nodes {
		n.Entity = normalEntity(n.Entity)
		nodes[i] = n
	}
	rels := append([]graph.Relationship{}, g.Relationships...)
	return graph.Subgraph{Nodes: nodes, Relationships: rels}
}

// normalEntity makes empty and missing lists alike, which an engine may mix up without anybody noticing.
func normalEntity(e graph.Entity) graph.Entity {
	degree := e.Degree
	e = graph.NewEntity(e.ID, e.Records)
	e.Degree = degree
	return e
}

// Describe writes a small graph and a question so that a failure can be pasted as a fixture.
func Describe(d Data, question any) string {
	var b strings.Builder
	for _, e := range d.Entities {
		fmt.Fprintf(&b, "node %s\n", e.ID)
	}
	for _, r := range d.Relationships {
		fmt.Fprintf(&b, "rel %s -%s %q-> %s\n", r.From, r.Type, r.Role, r.To)
		for _, c := range r.Claims {
			text, _ := json.Marshal(c) // plain data; a failure would only blur a failure message
			fmt.Fprintf(&b, "   claim %s\n", text)
		}
	}
	text, _ := json.Marshal(question)
	fmt.Fprintf(&b, "ask %s\n", text)
	return b.String()
}
