package bolt

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
)

// Scan implements graph.Reader. It is not tried again where a load is under way, since rows have been handed out.
func (db *DB) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	rows := fetchSize
	if v.Yield != nil {
		rows = fewRows
	}
	session := db.sessionFetching(ctx, neo4j.AccessModeRead, rows)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	tx, err := session.BeginTransaction(ctx, timeout(ctx))
	if err != nil {
		return graph.Marker{}, db.explain(ctx, err)
	}
	defer func() { _ = tx.Close(context.WithoutCancel(ctx)) }() // a read has nothing to lose
	before, err := readMarker(ctx, tx)
	if err == nil {
		err = scan(ctx, tx, v)
	}
	if err != nil {
		return graph.Marker{}, db.explainScan(ctx, err)
	}
	after, err := readMarker(ctx, tx)
	after.Loading = after.Loading || before.Loading || before.Revision != after.Revision
	return after, db.explain(ctx, err)
}

// explainScan leaves an error of the caller's own callback as it is.
func (db *DB) explainScan(ctx context.Context, err error) error {
	if own, ok := errors.AsType[callbackError](err); ok {
		return own.error
	}
	return db.explain(ctx, err)
}

type callbackError struct{ error }

func scan(ctx context.Context, tx neo4j.ManagedTransaction, v graph.Visitor) error {
	err := scanPart(ctx, tx, "MATCH (s:Source) WHERE s.id > '' RETURN s.id, s.records ORDER BY s.id", decodeSource, v.Source, v.Yield)
	if err != nil {
		return err
	}
	err = scanPart(ctx, tx, "MATCH (n:Entity) WHERE n.id > '' RETURN "+entityColumns+" ORDER BY n.id", decodeEntity, v.Entity, v.Yield)
	if err != nil {
		return err
	}
	for _, t := range typesByID() {
		err := scanPart(ctx, tx, "MATCH ()-[r:"+t+"]->() WHERE r.id > '' RETURN "+relationshipColumns+" ORDER BY r.id",
			decodeRelationship, v.Relationship, v.Yield)
		if err != nil {
			return err
		}
	}
	return scanPart(ctx, tx, "MATCH (r:"+withdrawnLabel+") WHERE r.id > '' RETURN "+withdrawnColumns+" ORDER BY r.id",
		decodeRelationship, v.Withdrawn, v.Yield)
}

// rowsAtOnce is how many rows are handed over together while the next ones are being read.
const rowsAtOnce = 512

// scanPart reads rows and, beside that, decodes and visits those that were read. Before more rows are fetched it yields.
func scanPart[T any](ctx context.Context, tx neo4j.ManagedTransaction, cypher string,
	decode func([]any) (T, error), visit func(T) error, yield func()) error {
	if visit == nil {
		return nil
	}
	parts := make(chan [][]any, 4)
	g, inner := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(parts)
		part := make([][]any, 0, rowsAtOnce)
		hand := func() error {
			select {
			case parts <- part:
				part = make([][]any, 0, rowsAtOnce)
				return nil
			case <-inner.Done():
				return inner.Err()
			}
		}
		fetched := 0
		err := each(inner, tx, cypher, nil, func(values []any) error {
			if fetched++; yield != nil && fetched%fewRows == 0 {
				yield()
			}
			if part = append(part, values); len(part) < rowsAtOnce {
				return nil
			}
			return hand()
		})
		if err != nil {
			return err
		}
		return hand()
	})
	g.Go(func() error {
		for part := range parts {
			for _, values := range part {
				item, err := decode(values)
				if err != nil {
					return err
				}
				if err := visit(item); err != nil {
					return callbackError{err}
				}
			}
		}
		return nil
	})
	return g.Wait()
}

// typesByID lists the types in the order of their relationships' ids, which begin with the type.
func typesByID() []string {
	types := graph.TypeNames()
	prefix := func(t string) string { return strings.ToLower(strings.ReplaceAll(t, "_", "-")) + ":" }
	slices.SortFunc(types, func(a, b string) int { return strings.Compare(prefix(a), prefix(b)) })
	return types
}
