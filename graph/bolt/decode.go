package bolt

import (
	"encoding/json"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// damaged says that something in the database is not in the form that a load writes.
func damaged(what, id string, err error) error {
	return &graph.Error{Code: graph.CodeInternal, Err: err, Message: what + " " + id +
		" is not in the form that a load writes; load its datasets again, and use only the loader to write"}
}

func asString(v any) string { s, _ := v.(string); return s }

func asStrings(v any) []string {
	list, _ := v.([]any)
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = asString(item)
	}
	return out
}

func asInt(v any) int { n, _ := v.(int64); return int(n) }

// decodeEntity reads id, records and degree.
func decodeEntity(v []any) (graph.Entity, error) {
	id := asString(v[0])
	var records []graph.Record
	if err := json.Unmarshal([]byte(asString(v[1])), &records); err != nil {
		return graph.Entity{}, damaged("the entity", id, err)
	}
	e := graph.NewEntity(id, records)
	e.Degree = asInt(v[2])
	return e, nil
}

// decodeSource reads id and records.
func decodeSource(v []any) (graph.Source, error) {
	id := asString(v[0])
	var records []graph.SourceRecord
	if err := json.Unmarshal([]byte(asString(v[1])), &records); err != nil {
		return graph.Source{}, damaged("the source", id, err)
	}
	return graph.NewSource(id, records), nil
}

// relationshipColumns are what decodeRelationship reads of r.
const relationshipColumns = "type(r), startNode(r).id, endNode(r).id, r.role, r.title, r.spell, r.claims"

// withdrawnColumns are what decodeRelationship reads of one that is kept aside.
const withdrawnColumns = "r.type, r.from, r.to, r.role, r.title, r.spell, r.claims"

func decodeRelationship(v []any) (graph.Relationship, error) {
	key := graph.RelationshipKey{Type: graph.Type(asString(v[0])), From: asString(v[1]), To: asString(v[2]),
		Role: asString(v[3]), Title: asString(v[4]), Spell: asString(v[5])}
	claims, err := decodeClaims(key, v[6])
	if err != nil {
		return graph.Relationship{}, err
	}
	return graph.NewRelationship(key, claims), nil
}

func decodeClaims(key graph.RelationshipKey, v any) ([]graph.Claim, error) {
	claims, err := graph.ParseClaims(asString(v))
	if err != nil {
		return nil, damaged("the relationship", key.ID(), err)
	}
	return claims, nil
}

// asDay reads a DATE; otherwise is what it is where there is none.
func asDay(v any, otherwise graph.Day) graph.Day {
	if d, ok := v.(neo4j.Date); ok {
		return graph.DayOf(d.Time())
	}
	return otherwise
}
