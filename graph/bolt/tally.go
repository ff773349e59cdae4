package bolt

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// countStatement asks for the numbers of nodes by label and of relationships by type, each of which Neo4j keeps at hand:
// the whole takes a few milliseconds, however large the graph is.
var countStatement = func() string {
	var parts []string
	for _, label := range append(graph.KindNames(), "Entity", "Source", "Dataset", withdrawnLabel) {
		parts = append(parts, fmt.Sprintf("MATCH (n:%s) WITH count(n) AS n RETURN '%s' AS what, n", label, label))
	}
	for _, t := range graph.TypeNames() {
		parts = append(parts, fmt.Sprintf("MATCH ()-[r:%s]->() WITH count(r) AS n RETURN '%s' AS what, n", t, t))
	}
	return strings.Join(parts, " UNION ALL ")
}()

// Counts gives the number of nodes of each kind and of sources, datasets and relationships kept aside, and of the
// relationships of each type, under their labels and types. Counts that change without the marker betray somebody who
// writes past the loader.
func (db *DB) Counts(ctx context.Context) (graph.Marker, map[string]int, error) {
	var counts map[string]int
	marker, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		counts = map[string]int{}
		return each(ctx, tx, countStatement, nil, func(v []any) error {
			counts[asString(v[0])] = asInt(v[1])
			return nil
		})
	})
	return marker, counts, err
}

// Tally has Neo4j sum up what a scan gives. It looks at every node and, through their indexes, at the id of every
// relationship, which takes a small part of the time of a scan.
func (db *DB) Tally(ctx context.Context) (graph.Marker, graph.Tally, error) {
	var d graph.Tally
	marker, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		d = graph.Tally{Entities: map[graph.Kind]int{}, Relationships: map[graph.Type]int{}}
		for _, t := range graph.TypeNames() {
			err := each(ctx, tx, "MATCH ()-[r:"+t+"]->() WHERE r.id > '' RETURN count(*)", nil, func(v []any) error {
				d.Relationships[graph.Type(t)] = asInt(v[0])
				return nil
			})
			if err != nil {
				return err
			}
		}
		return errors.Join(
			// The kind is in the id, which is where a scan takes it from as well.
			each(ctx, tx, "MATCH (n:Entity) WHERE n.id > '' WITH split(n.id, ':')[0] AS prefix, coalesce(n.degree, 0) AS degree, "+
				"size(n.id) AS length RETURN prefix, count(*), sum(degree), sum(degree * degree), sum(length)", nil,
				func(v []any) error {
					kind, _ := graph.KindOfID(asString(v[0]) + ":x")
					d.Entities[kind] += asInt(v[1])
					d.Degrees += int64(asInt(v[2]))
					d.Squares += int64(asInt(v[3]))
					d.IDs += int64(asInt(v[4]))
					return nil
				}),
			each(ctx, tx, "MATCH (s:Source) WHERE s.id > '' RETURN count(*), sum(size(s.id))", nil, func(v []any) error {
				d.Sources = asInt(v[0])
				d.IDs += int64(asInt(v[1]))
				return nil
			}),
			each(ctx, tx, "MATCH (r:"+withdrawnLabel+") WHERE r.id > '' RETURN count(*)", nil, func(v []any) error {
				d.Withdrawn = asInt(v[0])
				return nil
			}))
	})
	return marker, d, err
}
