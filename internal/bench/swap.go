package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"coopgraph/api"
	"coopgraph/graph"
	"coopgraph/graph/live"
)

// swap measures how long answers take while the read model is built anew from Neo4j, checked and exchanged, against
// before. Every request of both times has to be answered. Neo4j and the clients run on the same machine.
func (b *bench) swap(ctx context.Context, d *database, s *subject) (err error) {
	quiet := slog.New(slog.DiscardHandler)
	reader := live.Open(d.graph, live.Config{Log: quiet})
	if err := reader.Refresh(ctx); err != nil {
		return fmt.Errorf("build the read model from Neo4j: %w", err)
	}
	h, err := api.New(api.Config{Reader: reader, Log: quiet})
	if err != nil {
		return err
	}
	addr, stop, err := serve(h)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	connected, cancel := context.WithCancel(ctx)
	defer cancel()
	asked := targets(s.ids, graph.ByHops)
	connect := func() (asker, error) { return dialRaw(connected, addr, asked) }
	before, err := hammer(len(asked), lasting(b.during()), connect)
	if err != nil {
		return err
	}
	old := reader.Status().Marker
	if err := d.addOne(ctx, s); err != nil {
		return err
	}
	refreshed := make(chan error, 1)
	began := time.Now()
	go func() { refreshed <- reader.Refresh(ctx) }()
	meanwhile, err := hammer(len(asked), func() bool { return len(refreshed) == 0 }, connect)
	took := time.Since(began)
	if err := errors.Join(err, <-refreshed); err != nil {
		return fmt.Errorf("while the read model was exchanged: %w", err)
	}
	if now := reader.Status().Marker; now == old {
		return fmt.Errorf("the read model was not exchanged: it is still of revision %d", now.Revision)
	}
	b.lower(result{Case: "p99 of GET /v1/paths?rank=hops&k=1 during a swap", Graph: s.Name(), Ours: meanwhile.p99,
		Rival: "before it", Theirs: before.p99, Unit: "ms", Required: 1.0 / 3})
	b.note("the swap took %.1f s, none of %.0f answers a second failed (before: %.0f)", took.Seconds(), meanwhile.rate,
		before.rate)
	return nil
}

// addOne writes one relationship, which raises the revision.
func (d *database) addOne(ctx context.Context, s *subject) error {
	load, err := d.graph.Begin(ctx, "bench")
	if err != nil {
		return err
	}
	const source = "one-more"
	claim := graph.Claim{Dataset: source, Source: source, Text: "Added while the graph was asked.", Confidence: graph.Reported}
	nodes, _ := s.Len()
	err = load.Apply(ctx, graph.Batch{Dataset: source,
		Sources: []graph.SourceWrite{{ID: source, Record: graph.SourceRecord{Dataset: source, Title: "One more"}}},
		Relationships: []graph.RelationshipWrite{{Claims: []graph.Claim{claim},
			Key: graph.RelationshipKey{Type: graph.MemberOf, From: s.ID(0), To: s.ID(nodes - 1), Spell: source}}}})
	if err == nil {
		_, err = load.Commit(ctx, nil)
	}
	return err
}
