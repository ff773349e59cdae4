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
// before. Every request of both times has to be answered. Neo4j and the clients run on the same machine. The first time is
// not counted: Neo4j has been started a moment ago, and compiles its own program while it is read. The quick form has no
// other.
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
	ask := func(goOn func() bool) (load, error) {
		return hammer(len(asked), goOn, func() (asker, error) { return dialRaw(connected, addr, asked) })
	}
	var ours, theirs []float64
	first := 1 // that counts
	if b.quick {
		first = 0
	}
	for round := range first + b.rounds() {
		before, err := ask(lasting(b.during()))
		if err != nil {
			return err
		}
		began := time.Now()
		meanwhile, err := d.swapOnce(ctx, s, reader, ask)
		if err != nil {
			return err
		}
		b.note("swap %d, from the write on, took %.1f s; p99 %.2f ms, before %.2f; none of %.0f answers a second failed, before %.0f",
			round, time.Since(began).Seconds(), meanwhile.p99, before.p99, meanwhile.rate, before.rate)
		if round >= first {
			ours, theirs = append(ours, meanwhile.p99), append(theirs, before.p99)
		}
	}
	b.lower(result{Case: "p99 of GET /v1/paths?rank=hops&k=1 during a swap", Graph: s.Name(), Ours: median(ours),
		Rival: "before it", Theirs: median(theirs), Unit: "ms", Required: 1.0 / 3})
	return nil
}

// swapOnce changes the graph, and asks for as long as the reader takes to exchange its model.
func (d *database) swapOnce(ctx context.Context, s *subject, reader *live.Reader, ask func(goOn func() bool) (load, error)) (load, error) {
	old := reader.Status().Marker
	if err := d.addOne(ctx, s, fmt.Sprint("one-more-", old.Revision)); err != nil {
		return load{}, err
	}
	refreshed := make(chan error, 1)
	go func() { refreshed <- reader.Refresh(ctx) }()
	meanwhile, err := ask(func() bool { return len(refreshed) == 0 })
	if err := errors.Join(err, <-refreshed); err != nil {
		return load{}, fmt.Errorf("while the read model was exchanged: %w", err)
	}
	if now := reader.Status().Marker; now == old {
		return load{}, fmt.Errorf("the read model was not exchanged: it is still of revision %d", now.Revision)
	}
	return meanwhile, nil
}

// addOne writes one relationship of a source of its own, which raises the revision.
func (d *database) addOne(ctx context.Context, s *subject, source string) error {
	load, err := d.graph.Begin(ctx, "bench")
	if err != nil {
		return err
	}
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
