package bolt

import (
	"context"
	"strings"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
)

const (
	// presentAtOnce bounds how many relationships of one type are gathered in lists, which come four times as fast as a
	// row each but are held in the database's memory; some 100 bytes each. More are streamed.
	presentAtOnce = 200_000
	// presentReaders is how many transactions read at a time.
	presentReaders = 2
	// digestOfX picks the digest of one dataset's part of x. Most elements are of one dataset.
	digestOfX = "CASE size(x.datasets) WHEN 1 THEN x.digests[0] ELSE " +
		"[i IN range(0, size(x.datasets) - 1) WHERE x.datasets[i] = $dataset | x.digests[i]][0] END"
)

// Present implements graph.Load.
func (l *load) Present(ctx context.Context, dataset string, fn func(graph.Present) error) error {
	counts, err := l.countsByType(ctx)
	if err != nil {
		return err
	}
	p := presentReader{db: l.db, params: map[string]any{"dataset": dataset}, fn: fn}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(presentReaders)
	for _, part := range []struct {
		element graph.Element
		pattern string
	}{
		{graph.EntityElement, "(x:Entity)"}, {graph.SourceElement, "(x:Source)"},
		{graph.RelationshipElement, "(x:" + withdrawnLabel + ")"},
	} {
		g.Go(func() error { return p.stream(ctx, part.element, part.pattern) })
	}
	for t, n := range counts {
		switch {
		case n == 0:
		case n <= presentAtOnce:
			g.Go(func() error { return p.gather(ctx, t) })
		default:
			g.Go(func() error { return p.stream(ctx, graph.RelationshipElement, "()-[x:"+t+"]->()") })
		}
	}
	return g.Wait()
}

// countsByType asks for the counts that the database keeps ready, all in one statement.
func (l *load) countsByType(ctx context.Context) (map[string]int, error) {
	var parts []string
	for _, t := range graph.TypeNames() {
		parts = append(parts, "MATCH ()-[r:"+t+"]->() RETURN '"+t+"' AS type, count(r) AS n")
	}
	counts := map[string]int{}
	_, err := l.db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, strings.Join(parts, " UNION ALL "), nil, func(v []any) error {
			counts[asString(v[0])] = asInt(v[1])
			return nil
		})
	})
	return counts, err
}

// presentReader calls fn from several transactions, one at a time.
type presentReader struct {
	db     *DB
	params map[string]any
	mu     sync.Mutex
	fn     func(graph.Present) error
}

func (p *presentReader) tell(e graph.Element, id, digest any) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fn(graph.Present{Element: e, ID: asString(id), Digest: asString(digest)})
}

// stream reads a row for each element.
func (p *presentReader) stream(ctx context.Context, e graph.Element, pattern string) error {
	_, err := p.db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "MATCH "+pattern+" WHERE $dataset IN x.datasets RETURN x.id, "+digestOfX, p.params,
			func(v []any) error { return p.tell(e, v[0], v[1]) })
	})
	return err
}

// gather reads the relationships of a type in lists.
func (p *presentReader) gather(ctx context.Context, t string) error {
	_, err := p.db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "MATCH ()-[x:"+t+"]->() WHERE $dataset IN x.datasets "+
			"RETURN right(x.id, 1), collect(x.id), collect("+digestOfX+")", p.params, func(v []any) error {
			ids, _ := v[1].([]any)
			digests, _ := v[2].([]any)
			for i := range min(len(ids), len(digests)) {
				if err := p.tell(graph.RelationshipElement, ids[i], digests[i]); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return err
}
