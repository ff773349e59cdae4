package graphtest

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// storeBatch is how many elements [Store] gives to one batch.
const storeBatch = 2000

// Store writes the data through a writer, dataset by dataset, as loads of their own.
func Store(ctx context.Context, w graph.Writer, d Data) error {
	for _, dataset := range datasetsOf(d) {
		load, err := w.Begin(ctx, "graphtest")
		if err != nil {
			return err
		}
		for _, b := range batches(dataset, d) {
			if err := load.Apply(ctx, b); err != nil {
				return err
			}
		}
		if _, err := load.Commit(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

func datasetsOf(d Data) []string {
	seen := map[string]bool{}
	for _, e := range d.Entities {
		for _, name := range e.Datasets() {
			seen[name] = true
		}
	}
	for _, r := range d.Relationships {
		for _, name := range r.Datasets() {
			seen[name] = true
		}
	}
	return sortedKeys(seen)
}

func batches(dataset string, d Data) []graph.Batch {
	var all graph.Batch
	for _, s := range d.Sources {
		for _, r := range s.Records {
			if r.Dataset == dataset {
				all.Sources = append(all.Sources, graph.SourceWrite{ID: s.ID, Record: r})
			}
		}
	}
	for _, e := range d.Entities {
		for _, r := range e.Records {
			if r.Dataset == dataset {
				all.Entities = append(all.Entities, graph.EntityWrite{ID: e.ID, Record: r})
			}
		}
	}
	for _, r := range d.Relationships {
		claims := slices.DeleteFunc(slices.Clone(r.Claims), func(c graph.Claim) bool { return c.Dataset != dataset })
		if len(claims) > 0 {
			all.Relationships = append(all.Relationships, graph.RelationshipWrite{Key: r.RelationshipKey, Claims: claims})
		}
	}
	out := []graph.Batch{{Dataset: dataset, Sources: all.Sources, Entities: all.Entities}}
	for rels := range slices.Chunk(all.Relationships, storeBatch) {
		out = append(out, graph.Batch{Dataset: dataset, Relationships: rels})
	}
	return out
}
