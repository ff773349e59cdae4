package mcp

import (
	"context"
	"fmt"
	"strings"

	"coopgraph/graph"
)

// maxDistances is of how many entities distances are asked here: a matrix of more is nothing to read.
const maxDistances = 30

type distancesInput struct {
	Entities []string `json:"entities"`
	filterInput
}

type distancesAnswer struct {
	state
	Entities []entityRef `json:"entities" jsonschema:"in the order of the rows and columns"`
	Hops     [][]int     `json:"hops" jsonschema:"steps from the entity of the row to that of the column: -1 where there is no path, -2 where the budget ended the search"`
	Complete bool        `json:"complete"`
}

func (s *Server) addDistances() {
	add(s, tool[distancesInput, *distancesAnswer]{
		name: "distances", title: "How far apart",
		description: "Count the steps of the shortest path between each two of several entities, as a matrix. Most are near each other " +
			"by way of what everybody shares; max_degree or types make distances mean something.",
		arguments: append(arguments{
			required(list("entities", "Whose distances: names, ids or codes.", 2, maxDistances)),
		}, filterArguments()...),
		answer: s.distances,
	})
}

func (s *Server) distances(ctx context.Context, in distancesInput) (*distancesAnswer, error) {
	var q graph.DistancesQuery
	var err error
	if q.IDs, q.Filter, err = s.about(ctx, in.Entities, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, entitiesNot(err)
	}
	found, err := s.Reader.Distances(ctx, q)
	if err != nil {
		return nil, err
	}
	a := &distancesAnswer{state: s.state(found.Marker), Hops: found.Hops, Complete: found.Complete}
	a.Entities, err = s.refs(ctx, view{}, found.IDs)
	return a, err
}

func (a *distancesAnswer) text() string {
	var w words
	for i := range a.Entities {
		var parts []string
		for j := range a.Entities {
			if i != j {
				parts = append(parts, fmt.Sprintf("%s %s", a.Entities[j].Name, hopsText(a.Hops[i][j])))
			}
		}
		w.line("From %s: %s.", a.Entities[i].full(), strings.Join(parts, ", "))
	}
	if !a.Complete {
		w.line("Cut: the search ended at the number of entities that may be examined; narrow by types, kinds or max_degree, or ask about fewer.")
	}
	return w.plain(a.state)
}

func hopsText(hops int) string {
	switch hops {
	case graph.Unreachable:
		return "no path"
	case graph.NotSearched:
		return "not known"
	}
	return plural(hops, "step")
}
