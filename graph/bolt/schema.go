package bolt

import (
	"context"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// schemaVersion is raised when the stored form changes in a way that an older program would misread.
const schemaVersion = 1

// Labels and index names that are not of the domain.
const (
	metaLabel      = "CoopgraphMeta" // the marker node
	unsettledLabel = "Unsettled"     // a node whose degree has to be counted again before the load ends
	withdrawnLabel = "Withdrawn"     // a node that keeps the claims of a relationship that corrections took out of the graph
	namesIndex     = "entity_names"
)

// schemaStatements lists what has to be there, each safe to repeat.
func schemaStatements() []string {
	statements := []string{
		unique(metaLabel, "key"), unique("Entity", "id"), unique("Source", "id"), unique("Dataset", "name"), unique(withdrawnLabel, "id"),
		fmt.Sprintf("CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR (n:Entity) ON EACH [n.search] "+
			"OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}", namesIndex),
	}
	for _, scheme := range graph.SchemeNames() {
		statements = append(statements,
			fmt.Sprintf("CREATE INDEX entity_%s IF NOT EXISTS FOR (n:Entity) ON (n.%s)", scheme, scheme))
	}
	for _, t := range graph.TypeNames() {
		statements = append(statements, fmt.Sprintf(
			"CREATE CONSTRAINT %s_id IF NOT EXISTS FOR ()-[r:%s]-() REQUIRE r.id IS UNIQUE", strings.ToLower(t), t))
	}
	return statements
}

func unique(label, property string) string {
	return fmt.Sprintf("CREATE CONSTRAINT %s_%s IF NOT EXISTS FOR (n:%s) REQUIRE n.%s IS UNIQUE",
		strings.ToLower(label), property, label, property)
}

// ensureSchema makes constraints and indexes where the marker does not say that they are there. A graph of a newer
// version is refused.
func (db *DB) ensureSchema(ctx context.Context) error {
	version := int64(0)
	session := db.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	_, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return nil, each(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) RETURN m.schema", nil, func(v []any) error {
			version, _ = v[0].(int64)
			return nil
		})
	})
	switch {
	case err != nil:
		return db.explain(ctx, err)
	case version > schemaVersion:
		return graph.Invalid("NEO4J_URI", "the graph was written by a newer coopgraph (schema %d; this one knows %d); "+
			"use that version", version, schemaVersion)
	case version == schemaVersion:
		return nil
	}
	for _, statement := range schemaStatements() {
		result, err := session.Run(ctx, statement, nil)
		if err == nil {
			_, err = result.Consume(ctx)
		}
		if err != nil {
			return fmt.Errorf("making the schema (%s): %w", statement, db.explain(ctx, err))
		}
	}
	result, err := session.Run(ctx, "CALL db.awaitIndexes(60)", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return db.explain(ctx, err)
}
