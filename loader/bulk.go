package loader

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
	"coopgraph/loader/internal/extsort"
)

// Bulk checks datasets as Load does, puts together what they say of each element, and hands it to w: the graph is
// the one that loading them one after another into an empty graph would give. The summaries are those of these
// loads, but for the revision and the time, which are for whoever makes a graph of what w was given.
//
// Problems of the datasets come back together, each with its dataset's name before it; a dataset that is named twice
// is CodeInvalid. Where ctx ends, so does Bulk, at once. For the degrees it takes memory: 8 bytes a relationship and
// some 60 an entity.
func Bulk(ctx context.Context, w graph.BulkWriter, datasets []*Dataset, o Options) ([]Summary, error) {
	if err := checkAll(ctx, datasets); err != nil {
		return nil, err
	}
	b := newBulk(w, datasets)
	all := 0
	summaries := make([]Summary, len(datasets))
	for i, d := range datasets {
		var err error
		if summaries[i], err = d.created(cmp.Or(o.Sample, defaultSample)); err != nil {
			return nil, err
		}
		all += d.Info.Sources + d.Info.Entities + d.Info.Relationships
	}
	b.bar = newProgress(o.Progress, "preparing", all)
	defer b.bar.end()
	for _, part := range []func(context.Context) error{b.indexEntities, b.relationships, b.entities, b.sources} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	return summaries, nil
}

// checkAll checks every dataset, several at once, so that all problems are told together.
func checkAll(ctx context.Context, datasets []*Dataset) error {
	seen := map[string]bool{}
	for _, d := range datasets {
		name := strings.ToLower(d.Info.Name)
		if seen[name] && name != "" {
			return graph.Invalid("DATASET", "the dataset %s is named twice; name each once", d.Info.Name)
		}
		seen[name] = true
	}
	faults := make([]error, len(datasets))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range datasets {
		g.Go(func() error {
			if err := d.Check(ctx); err != nil {
				faults[i] = fmt.Errorf("dataset %s: %w", d.Info.Name, err)
			}
			return nil
		})
	}
	_ = g.Wait() // the errors are in faults, in the order of the datasets
	return errors.Join(faults...)
}

// created is the summary of a load into a graph that has nothing of the dataset.
func (d *Dataset) created(sample int) (Summary, error) {
	s := Summary{Dataset: d.Info.Name, Sources: Count{Created: d.Info.Sources}, Entities: map[graph.Kind]Count{},
		Relationships: map[graph.Type]Count{}, sample: sample, sampled: map[string]int{}}
	for k, n := range d.kinds {
		s.Entities[k] = Count{Created: n}
	}
	for t, n := range d.types {
		s.Relationships[t] = Count{Created: n}
	}
	first := func(e graph.Element, of *extsort.Sorter, id, name func(g *groupReader) string) error {
		var g groupReader
		if err := g.open(of); err != nil {
			return err
		}
		for n := 0; n < sample && g.next(); n++ {
			s.note("create", e, id(&g), func() string { return name(&g) })
		}
		return g.err
	}
	plain := func(g *groupReader) string { return string(g.key) }
	err := errors.Join(
		first(graph.SourceElement, d.content.sources, plain, func(g *groupReader) string { return titleOf(g.values[0]) }),
		first(graph.EntityElement, d.content.entities, plain, func(g *groupReader) string { return nameOf(g.values[0]) }),
		first(graph.RelationshipElement, d.content.claims, func(g *groupReader) string { return relationID(g.key) },
			func(g *groupReader) string {
				k, _ := readClaim(g.key, g.values[0], d.Info.Name)
				return endsText(k)
			}))
	return s, err
}
