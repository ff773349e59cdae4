// Package offline makes the read model of dataset folders, without Neo4j: [Read] gives the graph that loading them one
// after another would give.
//
// Caveats: the datasets are checked and merged on disk by the loader, twice, since a model needs all entities before the
// first relationship; a model of large datasets takes about twice the time of `load --bulk` without Neo4j's part.
package offline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/loader"
)

// Read checks the datasets, as a load does, and makes a model of all of them together. Problems come back as from
// [loader.Bulk]. The epoch of the graph is a digest of what the datasets contain, and its revision is 1, so that the
// same folders are the same graph wherever they are served.
func Read(ctx context.Context, datasets []*loader.Dataset, o loader.Options) (*csr.Model, error) {
	return csr.Build(ctx, &source{datasets: datasets, options: o})
}

// source is a csr.Source over dataset folders.
type source struct {
	datasets []*loader.Dataset
	options  loader.Options
}

// Stats implements csr.Source. It only says how much room will be needed.
func (s *source) Stats(ctx context.Context) (graph.Stats, error) {
	stats := graph.Stats{Entities: map[graph.Kind]int{}, Relationships: map[graph.Type]int{}}
	for _, d := range s.datasets {
		if err := d.Check(ctx); err != nil {
			return graph.Stats{}, s.problems(ctx) // of all of them
		}
		stats.Entities[graph.Country] += d.Info.Entities
		stats.Relationships[graph.Borders] += d.Info.Relationships
		stats.Sources += d.Info.Sources
	}
	return stats, nil
}

// problems gives those of all datasets together.
func (s *source) problems(ctx context.Context) error {
	_, err := loader.Bulk(ctx, &part{}, s.datasets, s.options)
	return err
}

// Datasets implements csr.Source.
func (s *source) Datasets(context.Context) ([]graph.Dataset, error) {
	var out []graph.Dataset
	for _, d := range s.datasets {
		out = append(out, d.Info)
	}
	slices.SortFunc(out, func(a, b graph.Dataset) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Scan implements csr.Source.
func (s *source) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	entities := part{visit: graph.Visitor{Source: v.Source, Entity: v.Entity}}
	if _, err := loader.Bulk(ctx, &entities, s.datasets, s.options); err != nil {
		return graph.Marker{}, err
	}
	relationships := part{visit: graph.Visitor{Relationship: v.Relationship}}
	if _, err := loader.Bulk(ctx, &relationships, s.datasets, s.options); err != nil {
		return graph.Marker{}, err
	}
	for _, r := range relationships.withdrawn {
		if err := v.Withdrawn(r); err != nil {
			return graph.Marker{}, err
		}
	}
	epoch, err := s.epoch(ctx)
	return graph.Marker{Epoch: epoch, Revision: 1}, err
}

// epoch is a digest of what the datasets are and contain, whatever their order.
func (s *source) epoch(ctx context.Context) (string, error) {
	infos, err := s.Datasets(ctx)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(infos)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), err
}

// part is a graph.BulkWriter that hands some of the elements on.
type part struct {
	visit     graph.Visitor
	withdrawn []graph.Relationship
}

// Encode implements graph.BulkWriter.
func (p *part) Encode(b *graph.BulkPart) (graph.BulkForm, error) { return b, nil }

// Append implements graph.BulkWriter.
func (p *part) Append(f graph.BulkForm) error {
	b, _ := f.(*graph.BulkPart) // as Encode made it
	if p.visit.Source != nil {
		for i := range b.Sources {
			if err := p.visit.Source(b.Sources[i]); err != nil {
				return err
			}
		}
	}
	if p.visit.Entity != nil {
		for i := range b.Entities {
			if err := p.visit.Entity(b.Entities[i]); err != nil {
				return err
			}
		}
	}
	if p.visit.Relationship == nil {
		return nil
	}
	for i := range b.Relationships {
		r := &b.Relationships[i].Relationship
		if r.Withdrawn() {
			p.withdrawn = append(p.withdrawn, *r)
		} else if err := p.visit.Relationship(*r); err != nil {
			return err
		}
	}
	return nil
}
