package bolt

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// schemaVersion is raised when the stored form changes in a way that an older program would misread. [DB.Upgrade] then
// gets a step for it. What the versions brought:
//
//  1. the first
//  2. relationships kept aside while all their claims are withdrawn; the digest of a dataset's content
//  3. former ids, which an older program would lose from the records that it writes anew
const schemaVersion = 3

// Labels and index names that are not of the domain.
const (
	metaLabel      = "CoopgraphMeta" // the marker node
	unsettledLabel = "Unsettled"     // a node whose degree has to be counted again before the load ends
	withdrawnLabel = "Withdrawn"     // a node that keeps the claims of a relationship that corrections took out of the graph
	renamedLabel   = "Renamed"       // an entity that had other ids before, of which there are few: they are looked through
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

// ensureSchema makes constraints and indexes where the marker does not say that they are there. A graph of another
// version is refused.
func (db *DB) ensureSchema(ctx context.Context) error {
	version, err := db.schemaOf(ctx)
	switch {
	case err != nil:
		return err
	case version == schemaVersion:
		return nil
	case version == 0:
		return db.makeSchema(ctx)
	}
	return otherSchema(version)
}

// otherSchema says what to do about a graph of another version.
func otherSchema(version int64) error {
	if version > schemaVersion {
		return graph.Invalid("NEO4J_URI", "the graph was written by a newer coopgraph (schema %d; this one knows %d); "+
			"use that version", version, schemaVersion)
	}
	return graph.Invalid("NEO4J_URI", "the graph was written by an older coopgraph (schema %d; this one writes %d); run "+
		"`coopgraph upgrade` once, after which the older one can no longer load into it", version, schemaVersion)
}

// schemaOf reads the version of the graph; 0 where nothing was ever loaded.
func (db *DB) schemaOf(ctx context.Context) (int64, error) {
	version := int64(0)
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) RETURN m.schema", nil, func(v []any) error {
			version, _ = v[0].(int64)
			return nil
		})
	})
	return version, err
}

// makeSchema makes what is missing of constraints and indexes, and waits until they are ready.
func (db *DB) makeSchema(ctx context.Context) error {
	session := db.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for _, statement := range append(schemaStatements(), "CALL db.awaitIndexes(300)") {
		result, err := session.Run(ctx, statement, nil)
		if err == nil {
			_, err = result.Consume(ctx)
		}
		if err != nil {
			return fmt.Errorf("making the schema (%s): %w", statement, db.explain(ctx, err))
		}
	}
	return nil
}

// Upgrade brings a graph that an older version of the program wrote to the form of this one. It holds the lease
// meanwhile, as a load does, and may be repeated after it was cut short. It gives the versions before and after, which
// are the same where there was nothing to do. A graph of a newer version is CodeInvalid.
func (db *DB) Upgrade(ctx context.Context, holder string) (from, to int, err error) {
	version, err := db.schemaOf(ctx)
	switch {
	case err != nil:
		return 0, 0, err
	case version > schemaVersion:
		return int(version), int(version), otherSchema(version)
	case version == 0 || version == schemaVersion:
		return int(version), int(version), nil
	}
	l, err := db.lease(ctx, holder+", upgrade")
	if err != nil {
		return int(version), int(version), err
	}
	// Versions 2 and 3 added what was not there before and no other form of what is, so that the schema is all it takes.
	if err := db.makeSchema(ctx); err != nil {
		return int(version), int(version), errors.Join(err, l.Release(ctx))
	}
	err = l.fenced(ctx, l.batch+1, "", func(tx neo4j.ManagedTransaction) error {
		_, err := collect(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) SET m.schema = $schema",
			map[string]any{"schema": schemaVersion})
		return err
	})
	if err := errors.Join(err, l.Release(ctx)); err != nil {
		return int(version), int(version), err
	}
	return int(version), schemaVersion, nil
}
