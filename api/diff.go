package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// diffParams are the parameters of /v1/diff.
type diffParams struct{ graph.DiffQuery }

func parseDiff(p *params) diffParams {
	q := diffParams{graph.DiffQuery{
		IDs:    p.list("ids"),
		Limit:  p.number("limit", graph.DefaultLimit, graph.MaxLimit),
		Cursor: p.text("cursor"),
	}}
	q.Filter, q.From, q.To = parseFilterBetween(p)
	p.check(q.Complete())
	_, err := graph.ParseEventCursor(q.Cursor)
	p.check(err)
	return q
}

// parseFilterBetween reads a filter of which from_date and to_date are two dates to compare, and so no window.
func parseFilterBetween(p *params) (f graph.Filter, from, to graph.Date) {
	f = parseFilter(p)
	from, to = f.FromDate, f.ToDate
	f.FromDate, f.ToDate = graph.Date{}, graph.Date{}
	return f, from, to
}

func (s *server) diff(ctx context.Context, q diffParams) (reply, graph.Marker, error) {
	var ids []string
	a, err := aboutEntities(ctx, s, "ids", q.IDs, &q.Filter, func(resolved []string) (graph.DiffAnswer, error) {
		ids, q.IDs = resolved, resolved
		return s.Reader.Diff(ctx, q.DiffQuery)
	})
	return &diffReply{ids, q.From, q.To, a}, a.Marker, err
}

// diffReply writes a DiffAnswer.
type diffReply struct {
	ids      []string
	from, to graph.Date
	graph.DiffAnswer
}

func (a *diffReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Int(`,"began":`, int64(a.Began))
	writeEvents(w, `,"changes":`, a.Changes)
	w.Bool(`,"complete":`, a.Complete)
	writeNextPage(w, a.Complete, a.Next)
	w.Int(`,"ended":`, int64(a.Ended))
	writeDate(w, `,"from_date":`, a.from)
	writeGraph(w, &a.Graph)
	w.Strings(`,"ids":`, a.ids)
	writeDate(w, `,"to_date":`, a.to)
	w.Int(`,"unchanged":`, int64(a.Unchanged))
	w.Int(`,"undated":`, int64(a.Undated))
	w.Raw(`}`)
}
