package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"coopgraph/graph"
	"coopgraph/internal/generate"
)

// The sizes of the generated graphs, in nodes; each has ten times as many relationships.
const (
	small  = 10_000
	middle = 100_000
	large  = 1_000_000
)

// pairsAsked is how many pairs every question is asked of, as far as the rival's time goes.
const pairsAsked = 2000

// The questions in process. What is required is of the sizes in the full form alone. Of NetworKit's BidirectionalBFS that is
// as it comes, with paths; without them it only knows distances and is faster, which the table shows beside it.
var (
	distance = question{"distance by hops", distanceOf, []against{
		{rival: networkitHops, required: map[int]float64{middle: 2, large: 2}}, {rival: networkitDistance},
		{rival: igraphHops}}}
	firstByHops = question{"first path by hops", paths(graph.ByHops, 1), []against{
		{rival: networkitHops, required: map[int]float64{middle: 0.7, large: 0.7}},
		{rival: igraphHops, required: map[int]float64{middle: 50, large: 50}},
		{rival: "rustworkx-hops"}, {rival: "networkx-hops"}}}
	firstSpecific = question{"first path by specific", paths(graph.Specific, 1), []against{
		{rival: networkitSpecific, required: map[int]float64{middle: 15, large: 40}},
		{rival: igraphSpecific, required: map[int]float64{middle: 2000, large: 2000}},
		{rival: "rustworkx-specific"}, {rival: "networkx-specific"}}}
	fiveSpecific = question{"five best by specific", paths(graph.Specific, 5), []against{
		{rival: igraphFive, required: map[int]float64{middle: 500}, any: true}}}
)

func distanceOf(ctx context.Context, s *subject, from, to string) (any, error) {
	answer, err := s.model.Distances(ctx, graph.DistancesQuery{IDs: []string{from, to}})
	if err != nil {
		return nil, err
	}
	return answer.Hops[0][1], nil
}

// paths measures the read model: searches against other libraries, the whole API against gin and Neo4j, and what it
// takes to make one.
func (b *bench) paths(ctx context.Context, dir string) error {
	libraries, err := setUpRivals(ctx, b)
	if err != nil {
		return err
	}
	for _, nodes := range []int{small, middle, large} {
		if err := b.atSize(ctx, filepath.Join(dir, fmt.Sprint(nodes)), libraries, nodes); err != nil {
			return err
		}
	}
	return nil
}

// atSize measures all that is asked of one graph. In the quick form the graphs are a tenth as large.
func (b *bench) atSize(ctx context.Context, dir string, libraries *rivals, nodes int) error {
	n := b.size(nodes)
	g := generate.New(6, n, 10*n)
	var s *subject
	took, err := seconds(func() (err error) {
		s, err = newSubject(ctx, g, pairsAsked)
		return err
	})
	if err != nil {
		return err
	}
	b.note("%s: read model built from generated rows in %.1f s", g.Name(), took)
	b.memoryOf(s)
	if err := b.questions(ctx, dir, libraries, s, nodes); err != nil {
		return err
	}
	if nodes == small {
		return b.againstNeo4j(ctx, dir, s)
	}
	if err := errors.Join(b.filter(ctx, s), b.neighbourhood(ctx, s)); err != nil {
		return err
	}
	if nodes == large {
		return b.restart(ctx, dir, s)
	}
	if err := errors.Join(b.serving(ctx, s), b.streaming(ctx, dir, s)); err != nil || b.quick {
		return err
	}
	return b.fromNeo4j(ctx, dir, g)
}

// questions asks the libraries and the model.
func (b *bench) questions(ctx context.Context, dir string, libraries *rivals, s *subject, nodes int) error {
	limit := 5 * time.Second
	if b.quick {
		limit = time.Second
	}
	asked, all := []string{}, []question{distance, firstByHops, firstSpecific, fiveSpecific}
	for _, q := range all {
		for _, a := range q.rivals {
			// Nothing is required of the first two, and on the largest graph they take too long to say anything new.
			aside := strings.HasPrefix(a.rival, "networkx") || strings.HasPrefix(a.rival, "rustworkx")
			if skip := aside && b.quick || nodes == large && (aside || a.rival == igraphFive); !skip {
				asked = append(asked, a.rival)
			}
		}
	}
	answers, err := libraries.ask(ctx, dir, s.Graph, s.pairs, limit, asked...)
	if err != nil {
		return err
	}
	for _, q := range all {
		if err := b.compare(ctx, s, q, answers); err != nil {
			return err
		}
	}
	return nil
}
