package bolt

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// Marker implements graph.Reader.
func (db *DB) Marker(ctx context.Context) (graph.Marker, error) {
	return db.read(ctx, func(neo4j.ManagedTransaction) error { return nil })
}

// readMarker reads the commit marker; the zero Marker of a graph that was never loaded. unfinished is set by the first
// batch of a load, in the same transaction, and taken away with the raise of the revision: whoever saw something of a
// load sees one of the two.
func readMarker(ctx context.Context, tx neo4j.ManagedTransaction) (graph.Marker, error) {
	var m graph.Marker
	err := each(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) "+
		"RETURN m.epoch, m.revision, coalesce(m.unfinished, false)", nil, func(v []any) error {
		m.Epoch, _ = v[0].(string)
		m.Revision, _ = v[1].(int64)
		m.Loading, _ = v[2].(bool)
		return nil
	})
	return m, err
}
