package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/internal/generate"
)

// subject is the read model of a generated graph, and the questions it is asked.
type subject struct {
	*generate.Graph
	model *csr.Model
	pairs [][2]int
	ids   [][2]string // of the pairs
}

// newSubject builds the model. The pairs are the same at every run.
func newSubject(ctx context.Context, g *generate.Graph, pairs int) (*subject, error) {
	s := &subject{Graph: g, pairs: g.Pairs(1, pairs)}
	s.ids = s.named(s.pairs)
	var err error
	if s.model, err = csr.Build(ctx, g); err != nil {
		return nil, fmt.Errorf("build the read model of %s: %w", g.Name(), err)
	}
	return s, nil
}

// named gives the ids of pairs.
func (s *subject) named(pairs [][2]int) [][2]string {
	ids := make([][2]string, len(pairs))
	for i, p := range pairs {
		ids[i] = [2]string{s.ID(p[0]), s.ID(p[1])}
	}
	return ids
}

// passes is how often each pair is measured. The rivals measure it once; the median of several does not make a pair
// quicker, but takes less notice of what else the machine does.
const passes = 3

// times measures a question pair by pair on one goroutine, in nanoseconds. It goes through the pairs once before the
// clock starts, as the rivals do. What a question leaves to the garbage collector is collected meanwhile.
func (s *subject) times(ask func(from, to string) error) ([]float64, error) {
	took := make([][]float64, len(s.ids))
	runtime.GC()
	for pass := range 1 + passes {
		for i, p := range s.ids {
			began := time.Now()
			err := ask(p[0], p[1])
			spent := float64(time.Since(began))
			if err != nil {
				return nil, fmt.Errorf("%s to %s: %w", p[0], p[1], err)
			}
			if pass > 0 {
				took[i] = append(took[i], spent)
			}
		}
	}
	out := make([]float64, len(took))
	for i, t := range took {
		out[i] = median(t)
	}
	return out, nil
}

// question is one that both sides are asked in process.
type question struct {
	name   string
	ask    func(ctx context.Context, s *subject, from, to string) (any, error)
	rivals []against
}

// against is a rival of a question, and the ratio that is required by size of the graph (nodes); 0 where none is.
type against struct {
	rival    string
	required map[int]float64
	any      bool // its answers may differ, since it answers something else
}

// paths asks for the k best and gives what a rival's answer is compared with: hops, cost, or the costs of all.
func paths(rank graph.Rank, k int) func(context.Context, *subject, string, string) (any, error) {
	return func(ctx context.Context, s *subject, from, to string) (any, error) {
		q := graph.PathQuery{From: from, To: to, Rank: rank, K: k, MaxHops: graph.MaxMaxHops}
		answer, err := s.model.Paths(ctx, q)
		switch {
		case err != nil:
			return nil, err
		case k > 1:
			costs := make([]int64, len(answer.Paths))
			for i := range answer.Paths {
				costs[i] = answer.Paths[i].Cost
			}
			return costs, nil
		case len(answer.Paths) == 0:
			return -1, nil
		case rank == graph.ByHops:
			return answer.Paths[0].Hops(), nil
		}
		return answer.Paths[0].Cost, nil
	}
}

// compare measures a question and holds it against its rivals, which have been asked. Where a rival answered fewer
// pairs, the medians are those of the pairs that both answered.
func (b *bench) compare(ctx context.Context, s *subject, q question, asked map[string]*rival) error {
	answers := make([]any, 0, len(s.ids))
	times, err := s.times(func(from, to string) error {
		answer, err := q.ask(ctx, s, from, to)
		answers = append(answers, answer)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s, %s: %w", q.name, s.Name(), err)
	}
	answers = answers[len(answers)-len(times):]
	nodes, _ := s.Len()
	for _, against := range q.rivals {
		r := asked[against.rival]
		if r == nil {
			continue
		}
		if !against.any {
			if err := s.agree(q.name, r, answers); err != nil {
				return err
			}
		}
		n := min(len(times), len(r.Times))
		b.lower(result{Case: q.name, Graph: s.Name(), Ours: median(times[:n]) / 1000, Rival: r.name(),
			Theirs: r.microseconds(), Unit: "µs", Required: against.required[nodes]})
	}
	return nil
}

// agree fails where a rival answered otherwise: a measurement of a wrong answer says nothing.
func (s *subject) agree(name string, r *rival, answers []any) error {
	for i, theirs := range r.Answers {
		ours, err := json.Marshal(answers[i])
		if err != nil {
			return err
		}
		if !bytes.Equal(ours, bytes.TrimSpace(theirs)) {
			return fmt.Errorf("%s, %s, %s to %s: the read model answers %s, %s %s", name, s.Name(), s.ids[i][0], s.ids[i][1],
				ours, r.name(), theirs)
		}
	}
	return nil
}

// percentile of what was measured: the least value that at least so many percent are not above.
func percentile(values []float64, percent int) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[max(0, (len(values)*percent+99)/100-1)]
}
