package mcp

import (
	"cmp"
	"context"

	"coopgraph/graph"
)

type diffInput struct {
	FromDate string   `json:"from_date"`
	ToDate   string   `json:"to_date"`
	Entities []string `json:"entities"`
	Limit    int      `json:"limit"`
	Cursor   string   `json:"cursor"`
	filterInput
}

type diffAnswer struct {
	state
	FromDate  string      `json:"from_date"`
	ToDate    string      `json:"to_date"`
	Entities  []entityRef `json:"entities" jsonschema:"those asked about; empty for the whole graph"`
	Began     int         `json:"began" jsonschema:"ties that hold at the later date alone, in all"`
	Ended     int         `json:"ended" jsonschema:"ties that hold at the earlier date alone, in all"`
	Unchanged int         `json:"unchanged" jsonschema:"ties that hold at both dates"`
	Undated   int         `json:"undated" jsonschema:"ties of which it is not known, since no source says when they began"`
	Changes   []event     `json:"changes" jsonschema:"by date"`
	Complete  bool        `json:"complete"`
	Next      string      `json:"next,omitempty" jsonschema:"cursor of the next page"`
	cited
}

func (s *Server) addDiff() {
	add(s, tool[diffInput, *diffAnswer]{
		name: "diff", title: "What changed between two dates",
		description: "Compare two dates: which ties began and which ended between them, of one entity, among several, or in the whole " +
			"graph. Counts of all, and the changes by date.",
		arguments: append(arguments{
			required(date("from_date", "The earlier date: 2024, 2024-06 or 2024-06-27.")),
			required(date("to_date", "The later date.")),
			list("entities", "Of whom: names, ids or codes. Of several, the ties among them. The whole graph if left out.", 0, graph.MaxTimelineIDs),
			whole("limit", "How many changes to give at most.", defaultEvents, 1, maxEvents),
			cursor(),
		}, filterArguments("as_of", "from_date", "to_date", "via_kinds", "max_degree")...),
		answer: s.diff,
	})
}

func (s *Server) diff(ctx context.Context, in diffInput) (*diffAnswer, error) {
	q := graph.DiffQuery{Limit: cmp.Or(in.Limit, defaultEvents), Cursor: in.Cursor}
	var err error
	if q.From, err = graph.ParseDate(in.FromDate); err != nil {
		return nil, about("from_date", err)
	}
	if q.To, err = graph.ParseDate(in.ToDate); err != nil {
		return nil, about("to_date", err)
	}
	if q.IDs, q.Filter, err = s.about(ctx, in.Entities, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, entitiesNot(err)
	}
	found, err := s.Reader.Diff(ctx, q)
	if err != nil {
		return nil, err
	}
	v, err := s.view(ctx, &found.Graph)
	if err != nil {
		return nil, err
	}
	a := &diffAnswer{state: s.state(found.Marker), FromDate: q.From.String(), ToDate: q.To.String(), Began: found.Began,
		Ended: found.Ended, Unchanged: found.Unchanged, Undated: found.Undated, Changes: v.events(found.Changes),
		Complete: found.Complete, Next: found.Next}
	if a.Entities, err = s.refs(ctx, v, q.IDs); err != nil {
		return nil, err
	}
	a.cited, err = s.cite(ctx, sourcesOfEvents(a.Changes))
	return a, err
}

func (a *diffAnswer) text() string {
	var w words
	of := "in the whole graph"
	if len(a.Entities) > 0 {
		of = "of " + joinRefs(a.Entities)
	}
	w.line("Between %s and %s, %s: %s began, %d ended, %d unchanged, %d of which it is not known; %s shown.", a.FromDate, a.ToDate, of,
		plural(a.Began, "tie"), a.Ended, a.Unchanged, a.Undated, plural(len(a.Changes), "change"))
	for i := range a.Changes {
		w.line("%s", a.Changes[i].line())
	}
	if !a.Complete {
		w.line("\nCut: not all are shown. Narrow by types, kinds or entities. %s", nextText(a.Next))
	}
	return w.end(a.state, a.cited)
}
