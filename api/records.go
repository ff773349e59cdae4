package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

func (s *server) relationship(ctx context.Context, id string) (reply, graph.Marker, error) {
	var r graph.Relationship
	var ends []graph.Entity
	var sources []graph.Source
	m, err := s.bracket(ctx, func() (err error) {
		if r, err = s.Reader.Relationship(ctx, id); err != nil {
			return about("id", err)
		}
		ends = nil
		for _, end := range []string{r.From, r.To} {
			e, err := s.Reader.Entity(ctx, end)
			if graph.CodeOf(err) == graph.CodeNotFound {
				continue // only a load under way can have taken it
			}
			if err != nil {
				return err
			}
			if len(ends) == 0 || ends[0].ID != e.ID {
				ends = append(ends, e)
			}
		}
		sources, err = s.sources(ctx, r.Sources())
		return err
	})
	if err != nil {
		return nil, m, err
	}
	return &relationshipReply{m, r, ends, sources}, m, nil
}

// relationshipReply writes a RelationshipAnswer.
type relationshipReply struct {
	marker       graph.Marker
	relationship graph.Relationship
	ends         []graph.Entity
	sources      []graph.Source
}

func (a *relationshipReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.marker)
	w.Raw(`,"nodes":[`)
	for i := range a.ends {
		w.Next(i)
		writeEntity(w, &a.ends[i])
	}
	w.Raw(`],"relationship":`)
	writeRelationship(w, &a.relationship, a.relationship.ID())
	w.Value(`,"sources":`, each(a.sources, encodeSource))
	w.Raw(`}`)
}

func (s *server) datasets(ctx context.Context, _ struct{}) (reply, graph.Marker, error) {
	var found []graph.Dataset
	m, err := s.bracket(ctx, func() (err error) {
		found, err = s.Reader.Datasets(ctx)
		return err
	})
	if err != nil {
		return nil, m, err
	}
	return generated{DatasetList{Revision: m.Revision, Epoch: orNull(m.Epoch), Loading: m.Loading,
		Datasets: each(found, func(d graph.Dataset) Dataset {
			return Dataset{Name: d.Name, Title: d.Title, Version: orNull(d.Version), Description: orNull(d.Description),
				Licence: d.Licence, Citation: orNull(d.Citation), Url: orNull(d.URL), Entities: d.Entities,
				Relationships: d.Relationships, Claims: d.Claims, Sources: d.Sources, LoadedAt: orNull(d.LoadedAt),
				Program: orNull(d.Program)}
		})}}, m, nil
}

func (s *server) stats(ctx context.Context, _ struct{}) (reply, graph.Marker, error) {
	st, err := s.Reader.Stats(ctx)
	if err != nil {
		return nil, st.Marker, err
	}
	return generated{StatsAnswer{Revision: st.Revision, Epoch: orNull(st.Epoch), Loading: st.Loading,
		Entities: encodeCounts(st.Entities), Relationships: encodeCounts(st.Relationships),
		Sources: st.Sources, Claims: st.Claims, Datasets: st.Datasets}}, st.Marker, nil
}
