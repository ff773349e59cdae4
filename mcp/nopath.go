package mcp

import (
	"fmt"
	"strings"

	"coopgraph/graph"
)

type noPath struct {
	Reason string  `json:"reason" jsonschema:"unconnected, max_hops, filter or budget"`
	Text   string  `json:"text"`
	Hops   int     `json:"hops,omitempty" jsonschema:"how far apart they are, where that is more than max_hops"`
	Relax  []relax `json:"relax,omitempty" jsonschema:"arguments of which leaving out one would connect them"`
}

type relax struct {
	Argument string `json:"argument"`
	Hops     int    `json:"hops"`
}

// noneOf says why there is no path, and what to do about it.
func noneOf(n *graph.NoPath, q *graph.PathQuery) *noPath {
	out := &noPath{Reason: string(n.Reason)}
	switch n.Reason {
	case graph.Unconnected:
		out.Text = "They are not connected at all in this graph."
	case graph.BeyondMaxHops:
		out.Hops = n.Hops
		out.Text = fmt.Sprintf("They are %d steps apart, and max_hops is %d. Ask with a greater max_hops, %d at most.",
			n.Hops, q.MaxHops, graph.MaxMaxHops)
	case graph.OverBudget:
		out.Text = "None was found before the number of entities that may be examined was reached; narrow by types, kinds, dates or max_degree."
	case graph.FilteredOut:
		var parts []string
		for _, r := range n.Relax {
			out.Relax = append(out.Relax, relax{argumentOf(r.Part), r.Hops})
			parts = append(parts, fmt.Sprintf("%s (%s)", argumentOf(r.Part), plural(r.Hops, "step")))
		}
		out.Text = "They are connected, but not where the filter reaches, and no single part of it is alone to blame; leave out several."
		if len(parts) > 0 {
			out.Text = "They are connected, but not where the filter reaches. They would be connected without: " + strings.Join(parts, ", ") + "."
		}
	}
	return out
}

// argumentOf is the argument that a part of the filter is given by.
func argumentOf(p graph.Part) string {
	switch p {
	case graph.PartSource:
		return "sources"
	case graph.PartDataset:
		return "datasets"
	case graph.PartDates:
		return "as_of, from_date and to_date"
	default:
		return string(p)
	}
}
