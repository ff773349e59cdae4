package mcp

import (
	"cmp"
	"context"
	"fmt"

	"coopgraph/graph"
)

// Bounds of events, of timelines and of what changed.
const (
	defaultEvents = 50
	maxEvents     = 500
)

type timelineInput struct {
	Entities []string `json:"entities"`
	Limit    int      `json:"limit"`
	Cursor   string   `json:"cursor"`
	filterInput
}

type timelineAnswer struct {
	state
	Entities     []entityRef `json:"entities" jsonschema:"those asked about"`
	Count        int         `json:"count" jsonschema:"events in all"`
	Events       []event     `json:"events" jsonschema:"by date"`
	UndatedCount int         `json:"undated_count" jsonschema:"ties of which neither beginning nor end is known, in all"`
	Undated      []step      `json:"undated,omitempty" jsonschema:"the first of them, on the first page"`
	Complete     bool        `json:"complete"`
	Next         string      `json:"next,omitempty" jsonschema:"cursor of the next page"`
	cited
}

// event is something that happened to a tie on a date.
type event struct {
	Date string `json:"date"`
	Kind string `json:"kind" jsonschema:"began, happened or ended"`
	Text string `json:"text" jsonschema:"the tie in words, with ids of sources in brackets"`
	Tie  tie    `json:"tie"`
}

func (s *Server) addTimeline() {
	add(s, tool[timelineInput, *timelineAnswer]{
		name: "timeline", title: "What began and ended",
		description: "List by date what began, happened and ended: of one entity all of its ties, of several those that join two of " +
			"them. from_date and to_date bound the events.",
		arguments: append(arguments{
			required(list("entities", "Whose history: names, ids or codes.", 1, graph.MaxTimelineIDs)),
			whole("limit", "How many events to give at most.", defaultEvents, 1, maxEvents),
			cursor(),
		}, filterArguments("via_kinds", "max_degree")...),
		answer: s.timeline,
	})
}

func (s *Server) timeline(ctx context.Context, in timelineInput) (*timelineAnswer, error) {
	q := graph.TimelineQuery{Limit: cmp.Or(in.Limit, defaultEvents), Cursor: in.Cursor}
	var err error
	if q.IDs, q.Filter, err = s.about(ctx, in.Entities, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, entitiesNot(err)
	}
	found, err := s.Reader.Timeline(ctx, q)
	if err != nil {
		return nil, err
	}
	v, err := s.view(ctx, &found.Graph)
	if err != nil {
		return nil, err
	}
	a := &timelineAnswer{state: s.state(found.Marker), Count: found.Count, Events: v.events(found.Events), UndatedCount: found.UndatedCount,
		Complete: found.Complete, Next: found.Next}
	if a.Entities, err = s.refs(ctx, v, q.IDs); err != nil {
		return nil, err
	}
	for _, id := range found.Undated {
		if r := v.relationships[id]; r != nil {
			a.Undated = append(a.Undated, v.step(r.From, r.To, []string{id}))
		}
	}
	a.cited, err = s.cite(ctx, append(sourcesOfEvents(a.Events), sourcesOfSteps(a.Undated)...))
	return a, err
}

func (v view) events(found []graph.TimelineEvent) []event {
	out := make([]event, 0, len(found))
	for _, e := range found {
		if r := v.relationships[e.Relationship]; r != nil {
			out = append(out, event{e.Date.String(), string(e.Kind), v.sentence([]string{e.Relationship}), tieOf(e.Relationship, r)})
		}
	}
	return out
}

func sourcesOfEvents(events []event) []string {
	var ids []string
	for i := range events {
		ids = append(ids, events[i].Tie.Sources...)
	}
	return ids
}

func (e *event) line() string {
	return fmt.Sprintf("- %s %s: %s (%s)", e.Date, e.Kind, e.Text, e.Tie.ID)
}

func (a *timelineAnswer) text() string {
	var w words
	w.line("%s of %s; %d shown.", plural(a.Count, "event"), joinRefs(a.Entities), len(a.Events))
	for i := range a.Events {
		w.line("%s", a.Events[i].line())
	}
	if a.UndatedCount > 0 {
		w.line("\n%s without a known beginning or end", plural(a.UndatedCount, "tie"))
	}
	for i := range a.Undated {
		w.line("%s", a.Undated[i].line())
	}
	if !a.Complete {
		w.line("\nCut: not all are shown. Narrow by types, kinds, from_date or to_date. %s", nextText(a.Next))
	}
	return w.end(a.state, a.cited)
}
