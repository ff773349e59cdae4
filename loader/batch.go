package loader

import (
	"iter"

	"coopgraph/graph"
)

// maxBatchBytes bounds the text of a batch, roughly, so that long descriptions do not make a transaction too large for
// the database's memory.
const maxBatchBytes = 8 << 20

// batches cuts the plan into batches in the order in which they must be written. A batch has elements of one sort, and
// relationships of one type, which lets an engine write it with one statement.
func (p *plan) batches(dataset string, size int) iter.Seq[graph.Batch] {
	return func(yield func(graph.Batch) bool) {
		_ = cut(p.sources, size, sourceWeight, func(part []graph.SourceWrite) bool {
			return yield(graph.Batch{Dataset: dataset, Sources: part})
		}) && cut(p.entities, size, entityWeight, func(part []graph.EntityWrite) bool {
			return yield(graph.Batch{Dataset: dataset, Entities: part})
		}) && p.byType(size, func(part []graph.RelationshipWrite) bool {
			return yield(graph.Batch{Dataset: dataset, Relationships: part})
		}) && p.removalsByType(size, func(part []string) bool {
			return yield(graph.Batch{Dataset: dataset, RemoveRelationships: part})
		}) && cut(p.removeEntities, size, nil, func(part []string) bool {
			return yield(graph.Batch{Dataset: dataset, RemoveEntities: part})
		}) && cut(p.removeSources, size, nil, func(part []string) bool {
			return yield(graph.Batch{Dataset: dataset, RemoveSources: part})
		})
	}
}

// byType cuts the relationships, which are sorted by type, so that no batch has two types.
func (p *plan) byType(size int, yield func([]graph.RelationshipWrite) bool) bool {
	return runs(p.relations, func(w graph.RelationshipWrite) graph.Type { return w.Key.Type },
		func(run []graph.RelationshipWrite) bool { return cut(run, size, relationWeight, yield) })
}

func (p *plan) removalsByType(size int, yield func([]string) bool) bool {
	of := func(id string) graph.Type { t, _ := graph.TypeOfRelationshipID(id); return t }
	return runs(p.removeRelations, of, func(run []string) bool { return cut(run, size, nil, yield) })
}

// runs yields the longest stretches of items of one type.
func runs[T any](items []T, of func(T) graph.Type, yield func([]T) bool) bool {
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && of(items[to]) == of(items[from]) {
			to++
		}
		if !yield(items[from:to]) {
			return false
		}
		from = to
	}
	return true
}

// cut yields parts of at most size items and, one item apart, of at most maxBatchBytes by weight.
func cut[T any](items []T, size int, weight func(T) int, yield func([]T) bool) bool {
	for from := 0; from < len(items); {
		to, bytes := from, 0
		for to < len(items) && to-from < size {
			if weight != nil {
				if bytes += weight(items[to]); bytes > maxBatchBytes && to > from {
					break
				}
			}
			to++
		}
		if !yield(items[from:to]) {
			return false
		}
		from = to
	}
	return true
}

func sourceWeight(w graph.SourceWrite) int {
	return 200 + len(w.Record.Title) + len(w.Record.Note) + len(w.Record.URL)
}

func entityWeight(w graph.EntityWrite) int {
	bytes := 300 + len(w.Record.Description) + len(w.Record.URL)
	for _, a := range w.Record.Aliases {
		bytes += len(a)
	}
	for _, n := range w.Record.Names {
		bytes += len(n)
	}
	return bytes
}

func relationWeight(w graph.RelationshipWrite) int {
	bytes := 200
	for _, c := range w.Claims {
		bytes += 200 + len(c.Text) + len(c.Locator)
	}
	return bytes
}
