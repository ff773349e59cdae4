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

// readMarker reads the commit marker; the zero Marker of a graph that was never loaded. unfinished names the datasets
// that are there in part: the first batch of a load adds its own, in the same transaction, and the raise of the revision
// takes it away. So whoever saw something of a load sees one of the two, also where another dataset was loaded since.
func readMarker(ctx context.Context, tx neo4j.ManagedTransaction) (graph.Marker, error) {
	var m graph.Marker
	err := each(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) "+
		"RETURN m.epoch, m.revision, size(coalesce(m.unfinished, [])) > 0", nil, func(v []any) error {
		m.Epoch, _ = v[0].(string)
		m.Revision, _ = v[1].(int64)
		m.Loading, _ = v[2].(bool)
		return nil
	})
	return m, err
}
