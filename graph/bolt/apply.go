package bolt

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// writer writes one batch within one transaction. It reads what other datasets say of the same elements, puts what
// this dataset says in its place, and writes back what that amounts to.
type writer struct {
	ctx   context.Context
	batch *graph.Batch
	tx    neo4j.ManagedTransaction
	// marked are the nodes that the load has marked in earlier batches, marks those of this one.
	marked, marks map[string]bool
	had           map[string]bool // of the load: whether there was any of a type, or anything kept aside, when it began
}

func (w *writer) write(tx neo4j.ManagedTransaction) error {
	w.tx, w.marks = tx, map[string]bool{} // anew where the transaction is tried again
	for _, part := range []func() error{w.sources, w.entities, w.relationships, w.removeRelationships,
		w.removeEntities, w.removeSources} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) run(cypher string, params map[string]any) error {
	_, err := collect(w.ctx, w.tx, cypher, params)
	return err
}

// others gives by id what datasets but this one say, read from the JSON text that the statement returns beside the id.
func others[T any](w *writer, cypher string, ids []string, dataset func(T) string) (map[string][]T, error) {
	out := map[string][]T{}
	err := each(w.ctx, w.tx, cypher, map[string]any{"ids": ids}, func(v []any) error {
		var all []T
		if err := json.Unmarshal([]byte(asString(v[1])), &all); err != nil {
			return damaged("the element", asString(v[0]), err)
		}
		out[asString(v[0])] = slices.DeleteFunc(all, func(t T) bool { return dataset(t) == w.batch.Dataset })
		return nil
	})
	return out, err
}

const (
	readSources  = "UNWIND $ids AS id MATCH (x:Source {id: id}) RETURN x.id, x.records"
	readEntities = "UNWIND $ids AS id MATCH (x:Entity {id: id}) RETURN x.id, x.records"
)

func ofSource(r graph.SourceRecord) string { return r.Dataset }
func ofRecord(r graph.Record) string       { return r.Dataset }

func (w *writer) sources() error {
	if len(w.batch.Sources) == 0 {
		return nil
	}
	var ids []string
	for _, s := range w.batch.Sources {
		ids = append(ids, s.ID)
	}
	said, err := others(w, readSources, ids, ofSource)
	if err != nil {
		return err
	}
	var rows []any
	for _, s := range w.batch.Sources {
		s.Record.Dataset = w.batch.Dataset
		p, err := encodeSource(graph.NewSource(s.ID, append(said[s.ID], s.Record)))
		if err != nil {
			return err
		}
		rows = append(rows, map[string]any(p))
	}
	return w.run("UNWIND $rows AS row MERGE (s:Source {id: row.id}) SET s = row", map[string]any{"rows": rows})
}

func (w *writer) entities() error {
	byKind := map[graph.Kind][]graph.EntityWrite{}
	var ids []string
	for _, e := range w.batch.Entities {
		kind, _ := graph.KindOfID(e.ID)
		byKind[kind] = append(byKind[kind], e)
		ids = append(ids, e.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	said, err := others(w, readEntities, ids, ofRecord)
	if err != nil {
		return err
	}
	for kind, writes := range byKind {
		rows := make([]properties, len(writes))
		for i, e := range writes {
			e.Record.Dataset = w.batch.Dataset
			if rows[i], err = encodeEntity(graph.NewEntity(e.ID, append(said[e.ID], e.Record))); err != nil {
				return err
			}
		}
		if err := w.writeEntities(kind, rows); err != nil {
			return err
		}
	}
	return nil
}

// writeEntities keeps the degree of a node that was there. The kind is a declared one, so it is safe as a label.
func (w *writer) writeEntities(kind graph.Kind, rows []properties) error {
	var plain, renamed []any
	for _, row := range rows {
		if row["former_ids"] == nil {
			plain = append(plain, map[string]any(row))
		} else {
			renamed = append(renamed, map[string]any(row))
		}
	}
	for _, part := range []struct {
		rows []any
		end  string
	}{{plain, " REMOVE n:" + renamedLabel}, {renamed, " SET n:" + renamedLabel}} {
		if len(part.rows) == 0 {
			continue
		}
		err := w.run("UNWIND $rows AS row MERGE (n:Entity {id: row.id}) WITH n, row, coalesce(n.degree, 0) AS degree "+
			"SET n:"+string(kind)+", n = row SET n.degree = degree"+part.end, map[string]any{"rows": part.rows})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) removeEntities() error {
	said, err := others(w, readEntities, w.batch.RemoveEntities, ofRecord)
	if err != nil {
		return err
	}
	var gone []string
	for id, records := range said {
		if len(records) == 0 {
			gone = append(gone, id)
			continue
		}
		p, err := encodeEntity(graph.NewEntity(id, records))
		if err != nil {
			return err
		}
		kind, _ := graph.KindOfID(id)
		if err := w.writeEntities(kind, []properties{p}); err != nil {
			return err
		}
	}
	if err := w.refuseJoined(gone); err != nil {
		return err
	}
	return w.run("UNWIND $ids AS id MATCH (n:Entity {id: id}) DELETE n", map[string]any{"ids": gone})
}

// refuseJoined refuses to delete a node that still has relationships, naming one.
func (w *writer) refuseJoined(ids []string) error {
	return each(w.ctx, w.tx, "UNWIND $ids AS id MATCH (n:Entity {id: id})-[r]-() RETURN id, r.id LIMIT 1",
		map[string]any{"ids": ids}, func(v []any) error {
			return graph.Invalid("batch", "the entity %v cannot be removed, since relationship %v still ends there", v[0], v[1])
		})
}

func (w *writer) removeSources() error {
	said, err := others(w, readSources, w.batch.RemoveSources, ofSource)
	if err != nil {
		return err
	}
	var gone []string
	var rows []any
	for id, records := range said {
		if len(records) == 0 {
			gone = append(gone, id)
			continue
		}
		p, err := encodeSource(graph.NewSource(id, records))
		if err != nil {
			return fmt.Errorf("source %s: %w", id, err)
		}
		rows = append(rows, map[string]any(p))
	}
	if err := w.run("UNWIND $rows AS row MATCH (s:Source {id: row.id}) SET s = row", map[string]any{"rows": rows}); err != nil {
		return err
	}
	return w.run("UNWIND $ids AS id MATCH (s:Source {id: id}) DELETE s", map[string]any{"ids": gone})
}
