package bolt

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/graph/pathfind"
)

const entityColumns = "n.id, n.records, n.degree"

// Entity implements graph.Reader.
func (db *DB) Entity(ctx context.Context, id string) (graph.Entity, error) {
	var found []graph.Entity
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		found, err = entities(ctx, tx, []string{id})
		return err
	})
	if err != nil {
		return graph.Entity{}, err
	}
	if len(found) == 0 {
		return graph.Entity{}, db.unknown(ctx, "id", id)
	}
	return found[0], nil
}

func entities(ctx context.Context, tx neo4j.ManagedTransaction, ids []string) ([]graph.Entity, error) {
	var out []graph.Entity
	err := each(ctx, tx, "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN "+entityColumns,
		map[string]any{"ids": ids}, func(v []any) error {
			e, err := decodeEntity(v)
			out = append(out, e)
			return err
		})
	return out, err
}

// unknown is the error for an id that is not there, with the nearest.
func (db *DB) unknown(ctx context.Context, param, id string) error {
	return pathfind.Unknown(ctx, param, id, db.Search, db.nearestIDs)
}

// nearestIDs finds ids of the same kind and first letter that differ from id by at most two typing errors. It looks at
// no more than maxCandidates.
func (db *DB) nearestIDs(ctx context.Context, id string) ([]graph.Hit, error) {
	const most = 2
	if _, ok := graph.KindOfID(id); !ok {
		return nil, nil
	}
	begin := id[:strings.Index(id, ":")+2]
	type near struct {
		graph.Hit
		errors int
	}
	var found []near
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		found = nil
		return each(ctx, tx, "MATCH (n:Entity) WHERE n.id STARTS WITH $begin RETURN n.id, n.name LIMIT $most",
			map[string]any{"begin": begin, "most": maxCandidates}, func(v []any) error {
				other := asString(v[0])
				if n := names.Distance(id, other, most); n <= most {
					found = append(found, near{graph.Hit{ID: other, Name: asString(v[1])}, n})
				}
				return nil
			})
	})
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.errors, b.errors), strings.Compare(a.ID, b.ID))
	})
	var hits []graph.Hit
	for _, n := range found[:min(len(found), pathfind.MaxCandidates)] {
		hits = append(hits, n.Hit)
	}
	return hits, err
}

// Resolve implements graph.Reader.
func (db *DB) Resolve(ctx context.Context, ref string) (string, error) {
	scheme, code, ok := graph.SplitScheme(ref)
	if !ok {
		if err := graph.CheckEntityID(ref); err != nil {
			return "", err
		}
		return db.resolveID(ctx, ref)
	}
	var id string
	// The scheme is one of the declared ones, so its name is safe as a property.
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "MATCH (n:Entity) WHERE n."+scheme+" = $code RETURN n.id ORDER BY n.id LIMIT 1",
			map[string]any{"code": code}, func(v []any) error { id = asString(v[0]); return nil })
	})
	if err == nil && id == "" {
		return "", graph.NotFound("id", "no entity has the code %q", ref)
	}
	return id, err
}

// resolveID finds the entity that has the id, or else the first that had it. Those that had another id have a label of
// their own, so that only these few are looked through.
func (db *DB) resolveID(ctx context.Context, id string) (string, error) {
	found := ""
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		found = ""
		for _, cypher := range []string{"MATCH (n:Entity {id: $id}) RETURN n.id",
			"MATCH (n:" + renamedLabel + ") WHERE $id IN n.former_ids RETURN n.id ORDER BY n.id LIMIT 1"} {
			err := each(ctx, tx, cypher, map[string]any{"id": id}, func(v []any) error { found = asString(v[0]); return nil })
			if err != nil || found != "" {
				return err
			}
		}
		return nil
	})
	if err == nil && found == "" {
		return "", db.unknown(ctx, "id", id)
	}
	return found, err
}

// Entities implements graph.Reader.
func (db *DB) Entities(ctx context.Context, q graph.EntitiesQuery) ([]graph.Entity, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	among := ""
	if len(q.IDs) > 0 {
		among = " AND n.id IN $ids"
	}
	var out []graph.Entity
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		out = nil
		return each(ctx, tx, "MATCH (n:Entity) WHERE n.id > $after"+among+" AND ($kind = '' OR n.kind = $kind) RETURN "+
			entityColumns+" ORDER BY n.id LIMIT $limit",
			map[string]any{"after": q.After, "kind": string(q.Kind), "limit": q.Limit, "ids": q.IDs}, func(v []any) error {
				e, err := decodeEntity(v)
				out = append(out, e)
				return err
			})
	})
	return out, err
}

// Relationship implements graph.Reader.
func (db *DB) Relationship(ctx context.Context, id string) (graph.Relationship, error) {
	t, ok := graph.TypeOfRelationshipID(id)
	if !ok {
		return graph.Relationship{}, graph.NotFound("id", "%q is not a relationship's id; take one from an answer, "+
			"such as member-of:0123456789abcdef", id)
	}
	var found []graph.Relationship
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		found = nil
		take := func(v []any) error {
			r, err := decodeRelationship(v)
			found = append(found, r)
			return err
		}
		return errors.Join(
			each(ctx, tx, "MATCH ()-[r:"+string(t)+" {id: $id}]->()"+byID("r", string(t))+" RETURN "+relationshipColumns, map[string]any{"id": id}, take),
			each(ctx, tx, "MATCH (r:"+withdrawnLabel+" {id: $id}) RETURN "+withdrawnColumns, map[string]any{"id": id}, take))
	})
	if err != nil {
		return graph.Relationship{}, err
	}
	if len(found) == 0 {
		return graph.Relationship{}, graph.NotFound("id", "no relationship has the id %q", id)
	}
	return found[0], nil
}

// Source implements graph.Reader.
func (db *DB) Source(ctx context.Context, id string) (graph.Source, error) {
	var found []graph.Source
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		found = nil
		return each(ctx, tx, "MATCH (s:Source {id: $id}) RETURN s.id, s.records", map[string]any{"id": id},
			func(v []any) error {
				s, err := decodeSource(v)
				found = append(found, s)
				return err
			})
	})
	if err != nil {
		return graph.Source{}, err
	}
	if len(found) == 0 {
		return graph.Source{}, noSource(id)
	}
	return found[0], nil
}

func noSource(id string) error { return graph.NotFound("id", "no source has the id %q", id) }

// Stats implements graph.Reader.
func (db *DB) Stats(ctx context.Context) (graph.Stats, error) {
	var s graph.Stats
	marker, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		s = graph.Stats{Entities: map[graph.Kind]int{}, Relationships: map[graph.Type]int{}}
		return errors.Join(
			each(ctx, tx, "MATCH (n:Entity) RETURN n.kind, count(*)", nil, func(v []any) error {
				s.Entities[graph.Kind(asString(v[0]))] = asInt(v[1])
				return nil
			}),
			each(ctx, tx, "MATCH (:Entity)-[r]->(:Entity) RETURN type(r), count(*)", nil, func(v []any) error {
				s.Relationships[graph.Type(asString(v[0]))] = asInt(v[1])
				return nil
			}),
			each(ctx, tx, "MATCH (d:Dataset) RETURN count(*), sum(d.claims)", nil, func(v []any) error {
				s.Datasets, s.Claims = asInt(v[0]), asInt(v[1])
				return nil
			}),
			each(ctx, tx, "MATCH (s:Source) RETURN count(*)", nil, func(v []any) error {
				s.Sources = asInt(v[0])
				return nil
			}),
		)
	})
	s.Marker = marker
	return s, err
}

// Datasets implements graph.Reader.
func (db *DB) Datasets(ctx context.Context) ([]graph.Dataset, error) {
	var out []graph.Dataset
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		out = nil
		return each(ctx, tx, "MATCH (d:Dataset) RETURN d.name, d.info ORDER BY d.name", nil, func(v []any) error {
			var d graph.Dataset
			if err := json.Unmarshal([]byte(asString(v[1])), &d); err != nil {
				return damaged("the record of the dataset", asString(v[0]), err)
			}
			out = append(out, d)
			return nil
		})
	})
	return out, err
}
