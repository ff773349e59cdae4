package pathfind

import (
	"context"
	"slices"
	"strings"

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
	events := newPage(q.Limit, comparePlaces)
	undated := newPage(q.Limit, strings.Compare)
	window := q.EventWindow()
	err = g.Ties(ctx, q.IDs, &q.Filter, func(t Tie) error {
		facts := t.Facts()
		happened := facts.Events(t.Type)
		if len(happened) == 0 {
			answer.UndatedCount++
			if q.Cursor == "" {
				undated.add(t.ID())
			}
		}
		for _, e := range happened {
			if day := e.Day(); day < window.From || window.To < day {
				continue
			}
			answer.Count++
			if e.Relationship = t.ID(); e.Place().Compare(after) > 0 {
				events.add(e)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return answer, err
	}
	answer.Events, answer.Undated = events.sorted(), undated.sorted()
	if events.more {
		answer.Next = answer.Events[q.Limit-1].Place().Cursor()
	}
	answer.Complete = !events.more && answer.UndatedCount <= q.Limit
	answer.Graph, err = subgraph(ctx, g, q.IDs, answer.Events, answer.Undated, &q.Filter)
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
	changes := newPage(q.Limit, comparePlaces)
	counts, err := g.Changes(ctx, q.IDs, &q.Filter, q.From, q.To, func(t Tie, c graph.Change) error {
		e := graph.TimelineEvent{Kind: graph.Began, Date: t.Since}
		if c == graph.HasEnded {
			e = graph.TimelineEvent{Kind: graph.Ended, Date: t.Until}
			answer.Ended++
		} else {
			answer.Began++
		}
		if e.Day() >= after.Day { // spares most of what is on earlier pages a checksum
			if e.Relationship = t.ID(); e.Place().Compare(after) > 0 {
				changes.add(e)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return answer, err
	}
	answer.Unchanged, answer.Undated = counts.Unchanged, counts.Undated
	answer.Changes = changes.sorted()
	if changes.more {
		answer.Next = answer.Changes[q.Limit-1].Place().Cursor()
	}
	answer.Complete = !changes.more
	answer.Graph, err = subgraph(ctx, g, q.IDs, answer.Changes, nil, &q.Filter)
	return answer, err
}

func comparePlaces(a, b graph.TimelineEvent) int { return a.Place().Compare(b.Place()) }

// page keeps the first few of many items in bounded memory.
type page[T any] struct {
	items   []T
	limit   int
	more    bool // some were dropped
	compare func(a, b T) int
}

func newPage[T any](limit int, compare func(a, b T) int) *page[T] {
	return &page[T]{limit: limit, compare: compare}
}

func (p *page[T]) add(item T) {
	if p.items = append(p.items, item); len(p.items) >= 2*p.limit+100 {
		p.sorted()
	}
}

// sorted gives what is kept so far, in order.
func (p *page[T]) sorted() []T {
	slices.SortFunc(p.items, p.compare)
	if len(p.items) > p.limit {
		p.items, p.more = p.items[:p.limit], true
	}
	return p.items
}

// subgraph fetches the relationships of events and of undated ties, with their ends, and the entities asked for.
func subgraph(ctx context.Context, g Graph, ids []string, events []graph.TimelineEvent, undated []string,
	f *graph.Filter) (graph.Subgraph, error) {
	var out graph.Subgraph
	var err error
	wanted := slices.Clone(undated)
	for _, e := range events {
		wanted = append(wanted, e.Relationship)
	}
	ends := slices.Clone(ids)
	if len(wanted) > 0 {
		if out.Relationships, err = g.Relationships(ctx, sortedSet(wanted), f); err != nil {
			return out, err
		}
	}
	graph.SortRelationships(out.Relationships)
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
