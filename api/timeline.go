package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// timelineParams are the parameters of /v1/timeline.
type timelineParams struct{ graph.TimelineQuery }

func parseTimeline(p *params) timelineParams {
	q := timelineParams{graph.TimelineQuery{
		IDs:    p.list("ids"),
		Limit:  p.number("limit", graph.DefaultLimit, graph.MaxLimit),
		Cursor: p.text("cursor"),
		Filter: parseFilter(p),
	}}
	p.check(q.Complete())
	_, err := graph.ParseEventCursor(q.Cursor)
	p.check(err)
	return q
}

func (s *server) timeline(ctx context.Context, q timelineParams) (reply, graph.Marker, error) {
	var ids []string
	a, err := aboutEntities(ctx, s, "ids", q.IDs, &q.Filter, func(resolved []string) (graph.TimelineAnswer, error) {
		ids, q.IDs = resolved, resolved
		return s.Reader.Timeline(ctx, q.TimelineQuery)
	})
	return &timelineReply{ids, a}, a.Marker, err
}

// timelineReply writes a TimelineAnswer.
type timelineReply struct {
	ids []string
	graph.TimelineAnswer
}

func (a *timelineReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Bool(`,"complete":`, a.Complete)
	w.Int(`,"count":`, int64(a.Count))
	writeNextPage(w, a.Complete, a.Next)
	writeEvents(w, `,"events":`, a.Events)
	writeGraph(w, &a.Graph)
	w.Strings(`,"ids":`, a.ids)
	w.Strings(`,"undated":`, a.Undated)
	w.Int(`,"undated_count":`, int64(a.UndatedCount))
	w.Raw(`}`)
}

func writeEvents(w *jsontext.Buffer, before string, events []graph.TimelineEvent) {
	w.Raw(before)
	w.Raw(`[`)
	for i, e := range events {
		w.Next(i)
		writeDate(w, `{"date":`, e.Date)
		w.String(`,"kind":`, string(e.Kind))
		w.String(`,"relationship":`, e.Relationship)
		w.Raw(`}`)
	}
	w.Raw(`]`)
}
