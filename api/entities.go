package api

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// entitiesParams are the parameters of /v1/entities: a page of all, or the ones named by refs.
type entitiesParams struct {
	graph.EntitiesQuery
	refs []string
}

func parseEntities(p *params) entitiesParams {
	q := entitiesParams{refs: p.list("ids")}
	if len(q.refs) > 0 {
		for _, other := range []string{"kind", "limit", "cursor"} {
			if p.has(other) {
				p.reject(other, graph.Invalid("", "ids names what is asked for; leave %s out", other))
			}
		}
		return q
	}
	q.EntitiesQuery = graph.EntitiesQuery{Kind: p.kind("kind"), Limit: p.number("limit", graph.DefaultLimit, graph.MaxLimit)}
	if cursor := p.text("cursor"); cursor != "" {
		after, err := base64.RawURLEncoding.DecodeString(cursor)
		if err != nil || graph.CheckEntityID(string(after)) != nil {
			p.reject("cursor", graph.Invalid("", "it is not a cursor; use the one that the last answer gave, as it is"))
		}
		q.After = string(after)
	}
	return q
}

func (s *server) entities(ctx context.Context, q entitiesParams) (reply, graph.Marker, error) {
	if len(q.refs) > 0 {
		return s.namedEntities(ctx, q.refs)
	}
	var found, more []graph.Entity
	m, err := s.bracket(ctx, func() (err error) {
		more = nil
		if found, err = s.Reader.Entities(ctx, q.EntitiesQuery); err != nil || len(found) < q.Limit {
			return err
		}
		next := graph.EntitiesQuery{Kind: q.Kind, Limit: 1, After: found[len(found)-1].ID}
		more, err = s.Reader.Entities(ctx, next)
		return err
	})
	if err != nil {
		return nil, m, err
	}
	answer := &entitiesReply{marker: m, found: found}
	if len(more) > 0 {
		answer.next = base64.RawURLEncoding.EncodeToString([]byte(found[len(found)-1].ID))
	}
	return answer, m, nil
}

// namedEntities looks up a batch, in the order of the references. What names nothing is listed as missing.
func (s *server) namedEntities(ctx context.Context, refs []string) (reply, graph.Marker, error) {
	answer := &entitiesReply{}
	var err error
	answer.marker, err = s.bracket(ctx, func() error {
		answer.found, answer.missing = nil, nil
		known, err := s.entitiesByID(ctx, refs)
		if err != nil {
			return err
		}
		shown := map[string]bool{}
		for _, ref := range refs {
			e, found := known[ref]
			switch {
			case !found && !slices.Contains(answer.missing, ref):
				answer.missing = append(answer.missing, ref)
			case found && !shown[e.ID]:
				shown[e.ID] = true
				answer.found = append(answer.found, e)
			}
		}
		return nil
	})
	return answer, answer.marker, err
}

// entitiesByID gives the entities by the references that they were asked for with. Full ids cost one question together,
// and only what is not an id, or not one any more, costs one of its own.
func (s *server) entitiesByID(ctx context.Context, refs []string) (map[string]graph.Entity, error) {
	byRef := map[string]graph.Entity{}
	fetch := func(refOf map[string][]string) error {
		if len(refOf) == 0 {
			return nil
		}
		ids := slices.Sorted(maps.Keys(refOf))
		found, err := s.Reader.Entities(ctx, graph.EntitiesQuery{IDs: ids, Limit: len(ids)})
		for _, e := range found {
			for _, ref := range refOf[e.ID] {
				byRef[ref] = e
			}
		}
		return err
	}
	full := map[string][]string{}
	for _, ref := range refs {
		if _, isID := graph.KindOfID(ref); isID {
			full[ref] = []string{ref}
		}
	}
	if err := fetch(full); err != nil {
		return nil, err
	}
	others := map[string][]string{}
	for _, ref := range different(refs) {
		if _, found := byRef[ref]; found {
			continue
		}
		id, err := s.Reader.Resolve(ctx, ref)
		switch graph.CodeOf(err) {
		case "":
			others[id] = append(others[id], ref)
		case graph.CodeNotFound:
		default:
			return nil, about("ids", err)
		}
	}
	return byRef, fetch(others)
}

// entitiesReply writes an EntityList.
type entitiesReply struct {
	marker graph.Marker
	found  []graph.Entity
	// missing are references that name nothing.
	missing []string
	next    string // cursor; "" where there is no more
}

func (a *entitiesReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.marker)
	w.Raw(`,"entities":[`)
	for i := range a.found {
		w.Next(i)
		writeEntity(w, &a.found[i])
	}
	w.Strings(`],"missing":`, a.missing)
	w.StringOrNull(`,"next":`, a.next)
	w.Raw(`}`)
}

func (s *server) entity(ctx context.Context, ref string) (reply, graph.Marker, error) {
	var e graph.Entity
	var sources []graph.Source
	m, err := s.bracket(ctx, func() error {
		return s.asked(ctx, []named{{"id", ref}}, &graph.Filter{}, func(ids []string) (err error) {
			if err := movedTo(ref, ids[0]); err != nil {
				return err
			}
			if e, err = s.Reader.Entity(ctx, ids[0]); err != nil {
				return err
			}
			sources, err = s.sources(ctx, e.Sources)
			return err
		})
	})
	if err != nil {
		return nil, m, err
	}
	return generated{EntityAnswer{
		Revision: m.Revision, Epoch: orNull(m.Epoch), Loading: m.Loading,
		Id: e.ID, Kind: string(e.Kind), Type: orNull(e.Type), Name: e.Name, Names: dict(e.Names),
		Aliases: notNil(e.Aliases), Formerly: notNil(e.Formerly), Codes: dict(e.Codes), Description: orNull(e.Description),
		Since: dateOrNull(e.Since), Until: dateOrNull(e.Until), Latitude: e.Latitude, Longitude: e.Longitude,
		Capital: orNull(e.Capital), Url: orNull(e.URL), Degree: e.Degree, Datasets: notNil(e.Datasets()),
		Sources: each(sources, encodeSource), Records: each(e.Records, encodeRecord),
	}}, m, nil
}

// sources reads sources by id. One that is gone is left out: its id stands beside what it says all the same, and only a
// load under way can have taken it.
func (s *server) sources(ctx context.Context, ids []string) ([]graph.Source, error) {
	var out []graph.Source
	for _, id := range ids {
		src, err := s.Reader.Source(ctx, id)
		if graph.CodeOf(err) == graph.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, src)
	}
	return out, nil
}
