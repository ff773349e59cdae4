package graphtest

import (
	"cmp"
	"context"
	"slices"

	"coopgraph/graph"
)

// Common implements graph.Reader: it looks at every pair of an entity and another node.
func (r *Reference) Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error) {
	answer := graph.CommonAnswer{Marker: r.marker}
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	if err := r.known(ctx, q.IDs); err != nil {
		return answer, err
	}
	slices.Sort(q.IDs)
	found := r.shared(&q)
	answer.Count, answer.Complete = len(found), true
	ids, rels := slices.Clone(q.IDs), []string{}
	for _, s := range found {
		place := graph.Place{Distance: len(q.IDs) + 1 - len(s.Ties), Degree: s.Degree, ID: s.ID}
		switch {
		case place.Compare(after) <= 0:
		case len(answer.Shared) == q.Limit:
			answer.Complete = false
		default:
			answer.Shared, ids = append(answer.Shared, s), append(ids, s.ID)
			for _, t := range s.Ties {
				rels = append(rels, t.Relationships...)
			}
			answer.Next = place.Cursor()
		}
	}
	if answer.Complete {
		answer.Next = ""
	}
	answer.Graph = r.subgraph(ids, rels, &q.Filter)
	return answer, nil
}

// shared is every node that is tied to enough entities, in order.
func (r *Reference) shared(q *graph.CommonQuery) []graph.Shared {
	var found []graph.Shared
	for _, id := range sortedKeys(r.entities) {
		s := graph.Shared{ID: id, Degree: r.entities[id].Degree}
		for _, to := range q.IDs {
			t := graph.Tied{ID: to}
			for _, rel := range r.step(to, id, &q.Filter) {
				t.Relationships = append(t.Relationships, rel.ID())
			}
			if len(t.Relationships) > 0 {
				s.Ties = append(s.Ties, t)
			}
		}
		if !slices.Contains(q.IDs, id) && r.inner(id, &q.Filter) && len(s.Ties) >= q.Min {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b graph.Shared) int {
		return cmp.Or(cmp.Compare(len(b.Ties), len(a.Ties)), cmp.Compare(a.Degree, b.Degree))
	})
	return found
}

// ties is every relationship that a question about these entities looks at, as the filter shows it, by id.
func (r *Reference) ties(ids []string, f *graph.Filter) []graph.Relationship {
	var out []graph.Relationship
	for _, id := range sortedKeys(r.rels) {
		rel := r.rels[id]
		shown, ok := sees(f, rel)
		ok = ok && r.covers(ids, rel, f)
		if ok {
			out = append(out, shown)
		}
	}
	return out
}

// covers reports whether a question about these entities looks at the relationship.
func (r *Reference) covers(ids []string, rel graph.Relationship, f *graph.Filter) bool {
	from, to := slices.Contains(ids, rel.From), slices.Contains(ids, rel.To)
	switch {
	case len(ids) == 0:
		return r.shown(rel.From, f) && r.shown(rel.To, f)
	case from && to:
		return true
	case len(ids) > 1 || !from && !to:
		return false
	}
	anyWay := rel.Type.Info().Undirected || f.Direction == "" || f.Direction == graph.AnyDirection
	return (anyWay || from == (f.Direction == graph.Outgoing)) && r.shown(rel.Other(ids[0]), f)
}

// Timeline implements graph.Reader: it lists all events, sorts them and cuts the page out.
func (r *Reference) Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	answer := graph.TimelineAnswer{Marker: r.marker}
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseEventCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	if err := r.known(ctx, q.IDs); err != nil {
		return answer, err
	}
	var events []graph.TimelineEvent
	for _, rel := range r.ties(q.IDs, &q.Filter) {
		since, until := rel.Since, rel.Until
		if rel.Type.Info().Momentary {
			once := cmp.Or(since.String(), until.String())
			events = happened(events, graph.Happened, graph.MustDate(once), rel.ID())
		} else {
			events = happened(events, graph.Began, since, rel.ID())
			events = happened(events, graph.Ended, until, rel.ID())
		}
		if since.IsZero() && until.IsZero() {
			answer.UndatedCount++
			if q.Cursor == "" && answer.UndatedCount <= q.Limit {
				answer.Undated = append(answer.Undated, rel.ID())
			}
		}
	}
	events = slices.DeleteFunc(events, func(e graph.TimelineEvent) bool {
		early := !q.Filter.FromDate.IsZero() && e.Day() < q.Filter.FromDate.First()
		return early || !q.Filter.ToDate.IsZero() && e.Day() > q.Filter.ToDate.Last()
	})
	answer.Count = len(events)
	answer.Events, answer.Next = cutPage(events, after, q.Limit)
	answer.Complete = answer.Next == "" && answer.UndatedCount <= q.Limit
	answer.Graph = r.subgraph(q.IDs, append(relationshipsOf(answer.Events), answer.Undated...), &q.Filter)
	return answer, nil
}

func happened(events []graph.TimelineEvent, kind graph.EventKind, date graph.Date, id string) []graph.TimelineEvent {
	if date.IsZero() {
		return events
	}
	return append(events, graph.TimelineEvent{Kind: kind, Date: date, Relationship: id})
}

func relationshipsOf(events []graph.TimelineEvent) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.Relationship)
	}
	return out
}

// cutPage sorts the events and gives those of a page and the cursor of the next.
func cutPage(events []graph.TimelineEvent, after graph.EventPlace, limit int) ([]graph.TimelineEvent, string) {
	order := map[graph.EventKind]int{graph.Began: 1, graph.Happened: 2, graph.Ended: 3}
	slices.SortFunc(events, func(a, b graph.TimelineEvent) int {
		return cmp.Or(cmp.Compare(a.Day(), b.Day()), cmp.Compare(order[a.Kind], order[b.Kind]),
			cmp.Compare(a.Relationship, b.Relationship))
	})
	if i := slices.IndexFunc(events, func(e graph.TimelineEvent) bool { return e.Place() == after }); i >= 0 {
		events = events[i+1:]
	}
	if len(events) <= limit {
		return events, ""
	}
	return events[:limit], events[limit-1].Place().Cursor()
}

// Diff implements graph.Reader: it looks at every tie on both dates.
func (r *Reference) Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error) {
	answer := graph.DiffAnswer{Marker: r.marker}
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseEventCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	if err := r.known(ctx, q.IDs); err != nil {
		return answer, err
	}
	var events []graph.TimelineEvent
	for _, rel := range r.ties(q.IDs, &q.Filter) {
		held := func(date graph.Date, keep bool) bool {
			f := graph.Filter{AsOf: date, KeepUndated: keep}
			return len(holds(&f, rel)) > 0
		}
		before, now := held(q.From, true), held(q.To, true)
		if !q.Filter.KeepUndated && (before != held(q.From, false) || now != held(q.To, false)) {
			answer.Undated++
			continue
		}
		switch {
		case before && now:
			answer.Unchanged++
		case before:
			answer.Ended++
			events = happened(events, graph.Ended, rel.Until, rel.ID())
		case now:
			answer.Began++
			events = happened(events, graph.Began, rel.Since, rel.ID())
		}
	}
	answer.Changes, answer.Next = cutPage(events, after, q.Limit)
	answer.Complete = answer.Next == ""
	answer.Graph = r.subgraph(q.IDs, relationshipsOf(answer.Changes), &q.Filter)
	return answer, nil
}
