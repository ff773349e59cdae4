package bolt

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
)

// Vacant reports whether the database has nothing that an import would destroy: no node but perhaps the marker of a
// graph from which everything was unloaded, which it gives. A marker of a newer version of the program is
// CodeInvalid.
func (db *DB) Vacant(ctx context.Context) (bool, graph.Marker, error) {
	version, err := db.schemaOf(ctx)
	if err == nil && version > schemaVersion {
		err = otherSchema(version)
	}
	if err != nil {
		return false, graph.Marker{}, err
	}
	vacant := false
	marker, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "RETURN NOT EXISTS { MATCH (n) WHERE NOT n:"+metaLabel+" }", nil, func(v []any) error {
			vacant, _ = v[0].(bool)
			return nil
		})
	})
	return vacant, marker, err
}

// Adopt makes a graph of what the importer brought into the database from the files of b: it holds the counts
// against what was written, makes constraints and indexes, waits until they are ready, and records the datasets.
// Each raises the revision by one, as if it had been loaded by itself, from that of before on. It is not for a
// database that is in use.
func (db *DB) Adopt(ctx context.Context, b *Bulk, datasets []graph.Dataset, holder string,
	before graph.Marker) (graph.Marker, error) {
	if err := db.verify(ctx, &b.counts); err != nil {
		return graph.Marker{}, err
	}
	if err := db.makeSchemaAtOnce(ctx, &b.counts); err != nil {
		return graph.Marker{}, err
	}
	if before.Epoch != "" {
		err := db.write(ctx, "MERGE (m:"+metaLabel+" {key: 'graph'}) "+
			"ON CREATE SET m.epoch = $epoch, m.revision = $revision, m.schema = $schema",
			map[string]any{"epoch": before.Epoch, "revision": before.Revision, "schema": schemaVersion})
		if err != nil {
			return graph.Marker{}, err
		}
	}
	for i := range datasets {
		l, err := db.lease(ctx, holder+", dataset "+datasets[i].Name)
		if err != nil {
			return graph.Marker{}, err
		}
		err = l.finish(ctx, &datasets[i], true)
		l.end(ctx)
		if err != nil {
			return graph.Marker{}, err
		}
	}
	return db.Marker(ctx)
}

// verify asks the database how many elements it has. It keeps such counts ready.
func (db *DB) verify(ctx context.Context, want *bulkCounts) error {
	check := func(tx neo4j.ManagedTransaction, what, pattern string, wanted int) error {
		return each(ctx, tx, "MATCH "+pattern+" RETURN count(x)", nil, func(v []any) error {
			if got := asInt(v[0]); got != wanted {
				return &graph.Error{Code: graph.CodeInternal, Message: "the importer was given " + fmt.Sprint(wanted, " ", what) +
					", and the database has " + fmt.Sprint(got) + "; nothing was kept; load without --bulk, and report this"}
			}
			return nil
		})
	}
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		all := 0
		for _, label := range slices.Sorted(maps.Keys(want.nodes)) {
			all += want.nodes[label]
			if err := check(tx, "nodes "+label, "(x:"+label+")", want.nodes[label]); err != nil {
				return err
			}
		}
		if err := check(tx, "nodes", "(x)", all); err != nil {
			return err
		}
		all = 0
		for _, t := range slices.Sorted(maps.Keys(want.relationships)) {
			all += want.relationships[t]
			if err := check(tx, "relationships "+t, "()-[x:"+t+"]->()", want.relationships[t]); err != nil {
				return err
			}
		}
		return check(tx, "relationships", "()-[x]->()", all)
	})
	return err
}

// write runs one statement in a transaction of its own.
func (db *DB) write(ctx context.Context, cypher string, params map[string]any) error {
	session := db.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, cypher, params)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return db.explain(ctx, err)
}

// constrained finds the label or type that a constraint is about.
var constrained = regexp.MustCompile(`:(\w+)[\])]`)

// manyElements is from how many elements on a constraint is worth a transaction of its own.
const manyElements = 10_000

// makeSchemaAtOnce is makeSchema for a database that is full. Indexes are filled in the background, all in one pass, while
// constraints are made, each of which waits until its own index is filled: two large ones at a time, since filling one
// keeps one processor busy, and the small ones in one transaction.
func (db *DB) makeSchemaAtOnce(ctx context.Context, counts *bulkCounts) error {
	size := maps.Clone(counts.relationships)
	for label, n := range counts.nodes {
		size[label] = n
		if graph.Kind(label).Valid() {
			size[entityLabel] += n
		}
	}
	var indexes, small, large []string
	of := func(statement string) int { return size[constrained.FindStringSubmatch(statement)[1]] }
	for _, s := range schemaStatements() {
		switch {
		case !strings.HasPrefix(s, "CREATE CONSTRAINT"):
			indexes = append(indexes, s)
		case of(s) < manyElements:
			small = append(small, s)
		default:
			large = append(large, s)
		}
	}
	slices.SortStableFunc(large, func(a, b string) int { return of(b) - of(a) })
	if err := db.writeSchema(ctx, indexes...); err != nil {
		return err
	}
	const atOnce = 2
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, s := range large {
		g.Go(func() error { return db.writeSchema(inner, s) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if err := db.writeSchema(ctx, small...); err != nil {
		return err
	}
	return db.write(ctx, "CALL db.awaitIndexes(86400)", nil)
}

// writeSchema makes constraints or indexes in one transaction. Where Neo4j finds two of them waiting for each other it
// gives one up, which is then made again.
func (db *DB) writeSchema(ctx context.Context, statements ...string) error {
	session := db.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	const attempts = 10
	for attempt := 1; ; attempt++ {
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			for _, s := range statements {
				if _, err := collect(ctx, tx, s, nil); err != nil {
					return nil, err
				}
			}
			return nil, nil
		})
		if !deadlocked(err) || attempt == attempts {
			return db.explain(ctx, err)
		}
	}
}

// deadlocked reports whether Neo4j gave a transaction up for another, also where the driver has tried it again already.
func deadlocked(err error) bool {
	if limit, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err); ok {
		return slices.ContainsFunc(limit.Errors, deadlocked)
	}
	cause, ok := serverError(err)
	return ok && cause.Code == "Neo.TransientError.Transaction.DeadlockDetected"
}
