package bolt

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// Neo4j counts what it can: an entity's or relationship's sources lie beside its records and claims, those of withdrawn
// claims left out. The claims of a source are counted in their text, where quotes within a text are escaped, so that the
// mark is in no other place than that of a claim's source. Only where there are corrections among the claims are they
// read, grouped by what they say.
const (
	countEntities = "MATCH (s:Source {id: $source}) " +
		"CALL () { MATCH (n:Entity) WHERE $source IN n.sources RETURN count(n) AS entities } " +
		"RETURN s.id, s.records, entities"
	countRelationships = "MATCH ()-[r]->() WHERE $source IN r.sources " +
		"WITH r.claims AS claims, CASE WHEN r.claims CONTAINS '\"withdraws\":' THEN r.claims END AS corrected " +
		"RETURN corrected, count(*), sum(size(split(claims, $mark)) - 1)"
	pageOfEntities = "MATCH (n:Entity) WHERE n.id > $after AND $source IN n.sources RETURN " + entityColumns +
		" ORDER BY n.id LIMIT $limit"
	pageOfRelationships = "MATCH ()-[r]->() WHERE r.id > $after AND $source IN r.sources RETURN " + relationshipColumns +
		" ORDER BY r.id LIMIT $limit"
)

// Supports implements graph.Reader. It costs two looks at the sources of every relationship, and memory for the page
// alone.
func (db *DB) Supports(ctx context.Context, q graph.SupportsQuery) (graph.SupportsAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.SupportsAnswer{}, err
	}
	after, err := graph.ParseSupportCursor(q.Cursor)
	if err != nil {
		return graph.SupportsAnswer{}, err
	}
	var s supported
	marker, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		s = supported{ctx: ctx, tx: tx, q: &q, filter: q.Filter()}
		return s.ask(after)
	})
	if err != nil {
		return graph.SupportsAnswer{}, err
	}
	s.answer.Marker = marker
	return s.answer, nil
}

// supported asks what one source supports, in one transaction.
type supported struct {
	ctx    context.Context
	tx     neo4j.ManagedTransaction
	q      *graph.SupportsQuery
	filter graph.Filter
	answer graph.SupportsAnswer
}

func (s *supported) ask(after graph.SupportPlace) error {
	if err := s.count(); err != nil {
		return err
	}
	more := false
	if id, follow := after.Entity(); follow {
		if err := s.each(pageOfEntities, id, s.q.Limit, func(v []any) error {
			e, err := decodeEntity(v)
			s.answer.Entities = append(s.answer.Entities, e)
			return err
		}); err != nil {
			return err
		}
		if more = len(s.answer.Entities) > s.q.Limit; more {
			s.answer.Entities = s.answer.Entities[:s.q.Limit]
		}
	}
	room := s.q.Limit - len(s.answer.Entities)
	switch {
	case more:
	case room == 0:
		more = s.answer.RelationshipCount > 0
	default:
		err := s.each(pageOfRelationships, after.Relationship(), room, func(v []any) error {
			r, err := decodeRelationship(v)
			if shown, ok := s.filter.Pass(r); ok && err == nil {
				s.answer.Relationships = append(s.answer.Relationships, shown)
			}
			return err
		})
		if err != nil {
			return err
		}
		if more = len(s.answer.Relationships) > room; more {
			s.answer.Relationships = s.answer.Relationships[:room]
		}
	}
	s.answer.End(more)
	return nil
}

// each asks for the elements of a page after the id and for one more, which tells whether some are left.
func (s *supported) each(cypher, after string, limit int, fn func([]any) error) error {
	return each(s.ctx, s.tx, cypher, map[string]any{"source": s.q.Source, "after": after, "limit": limit + 1}, fn)
}

// count reads the source and counts.
func (s *supported) count() error {
	found := false
	err := each(s.ctx, s.tx, countEntities, map[string]any{"source": s.q.Source}, func(v []any) (err error) {
		found = true
		s.answer.EntityCount = asInt(v[2])
		s.answer.Source, err = decodeSource(v)
		return err
	})
	if err != nil {
		return err
	}
	if !found {
		return noSource(s.q.Source)
	}
	mark := `"source":"` + s.q.Source + `"`
	return each(s.ctx, s.tx, countRelationships, map[string]any{"source": s.q.Source, "mark": mark}, func(v []any) error {
		alike := asInt(v[1])
		s.answer.RelationshipCount += alike
		if v[0] == nil {
			s.answer.ClaimCount += asInt(v[2])
			return nil
		}
		claims, err := graph.ParseClaims(asString(v[0]))
		if err != nil {
			return damaged("a relationship on the source", s.q.Source, err)
		}
		s.answer.ClaimCount += alike * len(s.filter.PassClaims(claims))
		return nil
	})
}
