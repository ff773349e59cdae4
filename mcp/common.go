package mcp

import (
	"cmp"
	"context"

	"coopgraph/graph"
)

// Bounds of the neighbours that several share.
const (
	defaultShared = 25
	maxShared     = 200
)

type commonInput struct {
	Entities []string `json:"entities"`
	Min      int      `json:"min"`
	Limit    int      `json:"limit"`
	Cursor   string   `json:"cursor"`
	filterInput
}

type commonAnswer struct {
	state
	Entities []entityRef `json:"entities" jsonschema:"those asked about"`
	Count    int         `json:"count" jsonschema:"how many neighbours they share in all"`
	Shared   []shared    `json:"shared" jsonschema:"tied to most of them first, then the most specific"`
	Complete bool        `json:"complete"`
	Next     string      `json:"next,omitempty" jsonschema:"cursor of the next page"`
	cited
}

type shared struct {
	entityRef
	Neighbours int    `json:"neighbours" jsonschema:"in the whole graph: the fewer, the more specific"`
	Steps      []step `json:"steps" jsonschema:"how each of the entities is tied to it"`
}

func (s *Server) addCommon() {
	add(s, tool[commonInput, *commonAnswer]{
		name: "common", title: "What several share",
		description: "Find the neighbours that several entities share: organisations that they belong to, projects they take part in, " +
			"events they attended. The most specific come first.",
		arguments: append(arguments{
			required(list("entities", "Whose neighbours: names, ids or codes.", 2, graph.MaxCommonIDs)),
			whole("min", "How many of the entities a neighbour has to be tied to; all of them if left out.", nil, 2, graph.MaxCommonIDs),
			whole("limit", "How many neighbours to give at most.", defaultShared, 1, maxShared),
			cursor(),
		}, filterArguments("via_kinds")...),
		answer: s.common,
	})
}

func (s *Server) common(ctx context.Context, in commonInput) (*commonAnswer, error) {
	q := graph.CommonQuery{Min: in.Min, Limit: cmp.Or(in.Limit, defaultShared), Cursor: in.Cursor}
	var err error
	if q.IDs, q.Filter, err = s.about(ctx, in.Entities, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, entitiesNot(err)
	}
	found, err := s.Reader.Common(ctx, q)
	if err != nil {
		return nil, err
	}
	v, err := s.view(ctx, &found.Graph)
	if err != nil {
		return nil, err
	}
	a := &commonAnswer{state: s.state(found.Marker), Count: found.Count, Shared: []shared{}, Complete: found.Complete, Next: found.Next}
	if a.Entities, err = s.refs(ctx, v, q.IDs); err != nil {
		return nil, err
	}
	var ids []string
	for _, sh := range found.Shared {
		one := shared{entityRef: v.ref(sh.ID), Neighbours: sh.Degree, Steps: []step{}}
		for _, t := range sh.Ties {
			one.Steps = append(one.Steps, v.step(t.ID, sh.ID, t.Relationships))
		}
		ids = append(ids, sourcesOfSteps(one.Steps)...)
		a.Shared = append(a.Shared, one)
	}
	a.cited, err = s.cite(ctx, ids)
	return a, err
}

func (a *commonAnswer) text() string {
	var w words
	if a.Count == 0 {
		w.line("%s share no neighbour that the filter lets pass. Ask paths or connect for longer ways, or give a smaller min.",
			joinRefs(a.Entities))
	} else {
		w.line("%s shared by %s; %d shown.", plural(a.Count, "neighbour"), joinRefs(a.Entities), len(a.Shared))
	}
	for i := range a.Shared {
		sh := &a.Shared[i]
		w.line("\n%d. %s: %s, %s in all", i+1, sh.full(), sh.Kind, plural(sh.Neighbours, "neighbour"))
		for j := range sh.Steps {
			w.line("   %s", sh.Steps[j].line())
		}
	}
	if !a.Complete {
		w.line("\nCut: not all are shown. %s", nextText(a.Next))
	}
	return w.end(a.state, a.cited)
}
