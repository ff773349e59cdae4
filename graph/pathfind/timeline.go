package pathfind

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// Timeline answers what began and ended. An id that is not there is CodeNotFound without candidates. The answer's
// marker is left to the engine. A page costs one scan of the ties in question, and memory for itself alone.
func Timeline(ctx context.Context, g Graph, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	var answer graph.TimelineAnswer
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseEventCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	slices.Sort(q.IDs)
	if _, err := all(ctx, g, q.IDs); err != nil {
		return answer, err
	}
	events, undated := newPage(q.Limit), newPage(q.Limit)
	window := q.EventWindow()
	err = g.Ties(ctx, q.IDs, &q.Filter, func(t Tie) error {
		facts := t.Facts()
		happened := facts.Events(t.Type)
		if len(happened) == 0 {
			answer.UndatedCount++
			if q.Cursor == "" {
				undated.add(t, graph.TimelineEvent{})
			}
		}
		for _, e := range happened {
			if day := e.Day(); day < window.From || window.To < day {
				continue
			}
			answer.Count++
			events.addAfter(t, e, after)
		}
		return ctx.Err()
	})
	if err != nil {
		return answer, err
	}
	answer.Events = events.events()
	for _, e := range undated.events() {
		answer.Undated = append(answer.Undated, e.Relationship)
	}
	if events.more {
		answer.Next = answer.Events[q.Limit-1].Place().Cursor()
	}
	answer.Complete = !events.more && answer.UndatedCount <= q.Limit
	answer.Graph, err = subgraph(ctx, g, q.IDs, append(events.items, undated.items...), &q.Filter)
	return answer, err
}

// Diff answers what began or ended between two dates. An id that is not there is CodeNotFound without candidates. The
// answer's marker is left to the engine. A page costs one scan of the ties in question, and memory for itself alone.
func Diff(ctx context.Context, g Graph, q graph.DiffQuery) (graph.DiffAnswer, error) {
	var answer graph.DiffAnswer
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseEventCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	slices.Sort(q.IDs)
	if _, err := all(ctx, g, q.IDs); err != nil {
		return answer, err
	}
	changes := newPage(q.Limit)
	counts, err := g.Changes(ctx, q.IDs, &q.Filter, q.From, q.To, func(t Tie, c graph.Change) error {
		e := graph.TimelineEvent{Kind: graph.Began, Date: t.Since}
		if c == graph.HasEnded {
			e = graph.TimelineEvent{Kind: graph.Ended, Date: t.Until}
			answer.Ended++
		} else {
			answer.Began++
		}
		changes.addAfter(t, e, after)
		return ctx.Err()
	})
	if err != nil {
		return answer, err
	}
	answer.Unchanged, answer.Undated = counts.Unchanged, counts.Undated
	answer.Changes = changes.events()
	if changes.more {
		answer.Next = answer.Changes[q.Limit-1].Place().Cursor()
	}
	answer.Complete = !changes.more
	answer.Graph, err = subgraph(ctx, g, q.IDs, changes.items, &q.Filter)
	return answer, err
}

// entry is an event and the tie that it is of.
type entry struct {
	graph.TimelineEvent
	key graph.RelationshipKey
}

// page keeps the first few of many events in bounded memory.
type page struct {
	items []entry
	limit int
	more  bool // some were dropped
}

func newPage(limit int) *page { return &page{limit: limit} }

// addAfter adds an event that comes after a place.
func (p *page) addAfter(t Tie, e graph.TimelineEvent, after graph.EventPlace) {
	if e.Day() < after.Day {
		return // spares most of what is on earlier pages a checksum
	}
	if e.Relationship = t.ID(); e.Place().Compare(after) > 0 {
		p.add(t, e)
	}
}

func (p *page) add(t Tie, e graph.TimelineEvent) {
	e.Relationship = t.ID()
	if p.items = append(p.items, entry{e, t.RelationshipKey}); len(p.items) >= 2*p.limit+100 {
		p.cut()
	}
}

func (p *page) cut() {
	slices.SortFunc(p.items, func(a, b entry) int { return a.Place().Compare(b.Place()) })
	if len(p.items) > p.limit {
		p.items, p.more = p.items[:p.limit], true
	}
}

// events gives the first events, in order.
func (p *page) events() []graph.TimelineEvent {
	p.cut()
	out := make([]graph.TimelineEvent, len(p.items))
	for i, e := range p.items {
		out[i] = e.TimelineEvent
	}
	return out
}

// subgraph fetches the relationships of a page, with their ends, and the entities asked for.
func subgraph(ctx context.Context, g Graph, ids []string, items []entry, f *graph.Filter) (graph.Subgraph, error) {
	var out graph.Subgraph
	var err error
	seen := map[string]bool{}
	var keys []graph.RelationshipKey
	for _, e := range items {
		if !seen[e.Relationship] {
			seen[e.Relationship] = true
			keys = append(keys, e.key)
		}
	}
	if len(keys) > 0 {
		if out.Relationships, err = g.Relationships(ctx, keys, f); err != nil {
			return out, err
		}
	}
	graph.SortRelationships(out.Relationships)
	ends := slices.Clone(ids)
	for _, r := range out.Relationships {
		ends = append(ends, r.From, r.To)
	}
	if len(ends) == 0 {
		return out, nil
	}
	entities, err := g.Entities(ctx, sortedSet(ends))
	out.Nodes = plainNodes(entities)
	return out, err
}
