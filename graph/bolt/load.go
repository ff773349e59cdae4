package bolt

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// maxMarked bounds how many nodes a load remembers to have marked; marking one again does no harm.
const maxMarked = 200_000

// settleBatch is how many nodes have their degree counted in one transaction.
const settleBatch = 2000

// Unchanged implements graph.Load. The elements are counted, so that one that somebody else deleted is noticed.
func (l *load) Unchanged(ctx context.Context, d *graph.Dataset) (bool, error) {
	if d.Content == "" || slices.Contains(l.unfinished, d.Name) {
		return false, nil
	}
	changed, err := l.recordChanged(ctx, d)
	if err != nil || changed {
		return false, err
	}
	same := false
	_, err = l.db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "CALL () { MATCH (s:Source) WHERE $dataset IN s.datasets RETURN count(s) AS sources } "+
			"CALL () { MATCH (n:Entity) WHERE $dataset IN n.datasets RETURN count(n) AS entities } "+
			"CALL () { MATCH (:Entity)-[r]->(:Entity) WHERE $dataset IN r.datasets RETURN count(r) AS relationships } "+
			"CALL () { MATCH (w:"+withdrawnLabel+") WHERE $dataset IN w.datasets RETURN count(w) AS withdrawn } "+
			"RETURN sources, entities, relationships + withdrawn", map[string]any{"dataset": d.Name}, func(v []any) error {
			same = asInt(v[0]) == d.Sources && asInt(v[1]) == d.Entities && asInt(v[2]) == d.Relationships
			return nil
		})
	})
	return same, err
}

// Apply implements graph.Load.
func (l *load) Apply(ctx context.Context, b graph.Batch) error {
	if err := checkBatch(&b); err != nil {
		return err
	}
	next := l.batch + 1
	if l.doubtful != "" && l.doubtful != graph.Digest(b) {
		// The batch before this one may or may not have been written; its number tells.
		if err := l.settleDoubt(ctx); err != nil {
			return err
		}
		next = l.batch + 1
	}
	w := writer{ctx: ctx, batch: &b, had: l.had, marked: l.marked}
	l.written[b.Dataset] = true
	if err := l.fenced(ctx, next, b.Dataset, w.write); err != nil {
		l.applied, l.doubtful = true, graph.Digest(b)
		return err
	}
	l.batch, l.applied, l.doubtful = next, true, ""
	if len(l.marked) > maxMarked {
		clear(l.marked)
	}
	maps.Copy(l.marked, w.marks)
	return nil
}

// settleDoubt reads the number of the last batch that was written.
func (l *load) settleDoubt(ctx context.Context) error {
	_, err := l.db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		return each(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph', token: $token}) RETURN m.batch",
			map[string]any{"token": l.token}, func(v []any) error {
				l.batch, _ = v[0].(int64)
				return nil
			})
	})
	return err
}

func checkBatch(b *graph.Batch) error {
	if b.Dataset == "" {
		return graph.Invalid("batch", "it names no dataset")
	}
	for _, e := range b.Entities {
		if err := graph.CheckEntityID(e.ID); err != nil {
			return err
		}
	}
	for _, r := range b.Relationships {
		switch {
		case !r.Key.Type.Valid():
			return graph.Invalid("batch", "%q is not a relationship type", r.Key.Type)
		case len(r.Claims) == 0:
			return graph.Invalid("batch", "the relationship %s has no claim", r.Key.ID())
		}
	}
	return nil
}

// Commit implements graph.Load.
func (l *load) Commit(ctx context.Context, d *graph.Dataset) (graph.Marker, error) {
	changed, err := l.recordChanged(ctx, d)
	if err != nil {
		return graph.Marker{}, err
	}
	if d != nil {
		l.written[d.Name] = true // a load that died may have left the rest of it to nothing
		changed = changed || slices.Contains(l.unfinished, d.Name)
	}
	if !changed && !l.applied {
		marker, err := l.db.Marker(ctx)
		if err != nil {
			return marker, err
		}
		return marker, l.Release(ctx)
	}
	if err := l.settle(ctx); err != nil {
		return graph.Marker{}, err
	}
	if err := l.finish(ctx, d, changed); err != nil {
		return graph.Marker{}, err
	}
	l.end(ctx)
	return l.db.Marker(ctx)
}

// settle counts the degrees of the nodes whose neighbours may have changed.
func (l *load) settle(ctx context.Context) error {
	for {
		settled := -1 // stays so where this batch turns out to be written already, so that the next one is asked for
		err := l.fenced(ctx, l.batch+1, "", func(tx neo4j.ManagedTransaction) error {
			return each(ctx, tx, "MATCH (n:"+unsettledLabel+") WITH n LIMIT $most REMOVE n:"+unsettledLabel+
				" SET n.degree = COUNT { MATCH (n)--(o:Entity) WHERE o <> n RETURN DISTINCT o } RETURN count(n)",
				map[string]any{"most": settleBatch}, func(v []any) error {
					settled = asInt(v[0])
					return nil
				})
		})
		if err != nil {
			return err
		}
		l.batch++
		if settled == 0 {
			return nil
		}
	}
}

// finish raises the revision, records the dataset and ends the lease, all in one transaction. Asking again after a
// lost answer finds the token among the finished ones.
func (l *load) finish(ctx context.Context, d *graph.Dataset, changed bool) error {
	_, err := l.session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		mine, finished := false, false
		err := each(ctx, tx, fence+"RETURN m.token = $token, m.finished = $token", map[string]any{"token": l.token},
			func(v []any) error {
				mine, _ = v[0].(bool)
				finished, _ = v[1].(bool)
				return nil
			})
		switch {
		case err != nil:
			return nil, err
		case finished:
			return nil, nil
		case !mine:
			return nil, lostLease()
		}
		if d != nil && changed {
			if err := recordDataset(ctx, tx, *d); err != nil {
				return nil, err
			}
		}
		_, err = collect(ctx, tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) SET m.revision = m.revision + 1, "+
			"m.finished = $token, m.unfinished = [x IN coalesce(m.unfinished, []) WHERE NOT x IN $written] "+
			"REMOVE m.token, m.holder, m.until, m.batch, m.lock",
			map[string]any{"token": l.token, "written": slices.Collect(maps.Keys(l.written))})
		return nil, err
	}, l.bounded())
	return l.explain(ctx, err)
}

// recordDataset writes what is known of the dataset, or forgets it where it contains nothing any more.
func recordDataset(ctx context.Context, tx neo4j.ManagedTransaction, d graph.Dataset) error {
	if d.Entities+d.Relationships+d.Sources == 0 {
		_, err := collect(ctx, tx, "MATCH (d:Dataset {name: $name}) DELETE d", map[string]any{"name": d.Name})
		return err
	}
	rows, err := collect(ctx, tx, "RETURN toString(datetime.transaction())", nil)
	if err != nil {
		return err
	}
	d.LoadedAt = asString(rows[0].Values[0])
	info, err := json.Marshal(d)
	if err != nil {
		return damaged("the record of the dataset", d.Name, err)
	}
	_, err = collect(ctx, tx, "MERGE (d:Dataset {name: $name}) SET d = $props", map[string]any{"name": d.Name,
		"props": map[string]any{"name": d.Name, "title": d.Title, "version": d.Version, "licence": d.Licence,
			"loaded_at": d.LoadedAt, "claims": d.Claims, "info": string(info)}})
	return err
}

// recordChanged reports whether the dataset is described differently from what the graph has.
func (l *load) recordChanged(ctx context.Context, d *graph.Dataset) (bool, error) {
	if d == nil {
		return false, nil
	}
	all, err := l.db.Datasets(ctx)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(all, func(known graph.Dataset) bool { return strings.EqualFold(known.Name, d.Name) })
	if i < 0 {
		return d.Entities+d.Relationships+d.Sources > 0, nil
	}
	known, now := all[i], *d
	known.LoadedAt, known.Program, now.LoadedAt, now.Program = "", "", "", ""
	return known != now, nil
}

// Release implements graph.Load.
func (l *load) Release(ctx context.Context) error {
	if l.lost.Load() {
		return l.explain(ctx, lostLease())
	}
	err := l.free(ctx)
	l.end(ctx)
	return l.db.explain(ctx, err)
}

// free ends the lease, if it is still this load's.
func (l *load) free(ctx context.Context) error {
	_, err := l.session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return collect(ctx, tx, fence+"WHERE m.token = $token REMOVE m.token, m.holder, m.until, m.batch, m.lock",
			map[string]any{"token": l.token})
	})
	return err
}
