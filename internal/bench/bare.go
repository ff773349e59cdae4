package main

import (
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// bareRows is a graph as a loop that knows nothing of datasets, leases or degrees would write it: every node and
// relationship with all its properties ready.
type bareRows struct {
	sources, countries, organisations []any
	relationships                     map[string][]any // by type
}

// readBareRows reads what a load wrote, so that the loop writes the very same.
func readBareRows(ctx context.Context, d *database) (*bareRows, error) {
	rows := &bareRows{relationships: map[string][]any{}}
	for label, into := range map[string]*[]any{"Source": &rows.sources, "Country": &rows.countries,
		"Organisation": &rows.organisations} {
		records, err := d.run(ctx, "MATCH (n:"+label+") RETURN properties(n)", nil)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			*into = append(*into, r.Values[0])
		}
	}
	records, err := d.run(ctx, "MATCH (a:Entity)-[r]->(b:Entity) RETURN type(r), a.id, b.id, properties(r)", nil)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		t, _ := r.Values[0].(string)
		rows.relationships[t] = append(rows.relationships[t], map[string]any{"from": r.Values[1], "to": r.Values[2],
			"props": r.Values[3]})
	}
	return rows, nil
}

// write writes everything into an empty graph in batches of size, and gives the seconds.
func (r *bareRows) write(ctx context.Context, d *database, size int) (float64, error) {
	if err := d.empty(ctx); err != nil {
		return 0, err
	}
	return seconds(func() error {
		session := d.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: d.server.Database})
		defer func() { _ = session.Close(ctx) }()
		put := func(cypher string, rows []any) error {
			for part := range slices.Chunk(rows, size) {
				_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
					result, err := tx.Run(ctx, cypher, map[string]any{"rows": part})
					if err != nil {
						return nil, err
					}
					return result.Consume(ctx)
				})
				if err != nil {
					return err
				}
			}
			return nil
		}
		for label, rows := range map[string][]any{"Source": r.sources, "Entity:Country": r.countries,
			"Entity:Organisation": r.organisations} {
			key := "Entity"
			if label == "Source" {
				key = label
			}
			if err := put("UNWIND $rows AS row MERGE (n:"+key+" {id: row.id}) SET n:"+label+", n += row", rows); err != nil {
				return err
			}
		}
		for t, rows := range r.relationships {
			err := put("UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) MERGE (a)-[r:"+t+
				" {id: row.props.id}]->(b) SET r += row.props", rows)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
