package api

import (
	"context"

	"coopgraph/api/format"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// sourceParams are the parameters of /v1/sources/{id}.
type sourceParams struct{ graph.SupportsQuery }

func parseSource(p *params) sourceParams {
	q := sourceParams{graph.SupportsQuery{Source: p.id(), Limit: p.number("limit", graph.DefaultLimit, graph.MaxLimit),
		Cursor: p.text("cursor")}}
	p.check(q.Complete())
	_, err := graph.ParseSupportCursor(q.Cursor)
	p.check(err)
	return q
}

func (s *server) source(ctx context.Context, q sourceParams) (reply, graph.Marker, error) {
	a, err := s.Reader.Supports(ctx, q.SupportsQuery)
	if graph.CodeOf(err) == graph.CodeNotFound {
		err = about("id", err)
	}
	return &sourceReply{a}, a.Marker, err
}

// sourceReply writes a SourceAnswer.
type sourceReply struct{ graph.SupportsAnswer }

func (a *sourceReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Bool(`,"complete":`, a.Complete)
	w.Int(`,"counts":{"claims":`, int64(a.ClaimCount))
	w.Int(`,"entities":`, int64(a.EntityCount))
	w.Int(`,"relationships":`, int64(a.RelationshipCount))
	w.Raw(`}`)
	writeNextPage(w, a.Complete, a.Next)
	w.Raw(`,"entities":[`)
	for i := range a.Entities {
		w.Next(i)
		writeEntity(w, &a.Entities[i])
	}
	w.Value(`],"records":`, each(a.Source.Records, encodeSourceRecord))
	w.Raw(`,"relationships":[`)
	for i := range a.Relationships {
		w.Next(i)
		writeRelationship(w, &a.Relationships[i], a.Relationships[i].ID())
	}
	w.Value(`],"source":`, encodeSource(a.Source))
	w.Raw(`}`)
}

// describe cites the source alone: what it supports may be a dataset of its own.
func (a *sourceReply) describe(c *format.Cited) {
	c.Marker, c.Title, c.Sources = a.Marker, a.Source.Title, []graph.Source{a.Source}
}
