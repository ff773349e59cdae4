package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"coopgraph/api"
	"coopgraph/graph"
)

// pairsServed is how many different pairs are asked over HTTP.
const pairsServed = 50_000

// during is for how long each side is under load in a round.
func (b *bench) during() time.Duration {
	if b.quick {
		return time.Second
	}
	return 2 * time.Second
}

// targets are requests for the first path between each pair.
func targets(ids [][2]string, rank graph.Rank) []string {
	out := make([]string, len(ids))
	for i, p := range ids {
		out[i] = "/v1/paths?from=" + p[0] + "&to=" + p[1] + "&rank=" + string(rank) + "&k=1"
	}
	return out
}

// serving measures the whole API over the read model against a gin handler that writes as many bytes from memory. Both
// run in this process in turn, beside the same model, behind the same kind of server, asked by the same clients.
func (b *bench) serving(ctx context.Context, s *subject) error {
	ids := s.named(s.Pairs(2, pairsServed))
	for _, row := range []struct {
		rank     graph.Rank
		required float64
	}{{graph.ByHops, 0.6}, {graph.Specific, 0.5}} {
		asked := targets(ids, row.rank)
		var ours, theirs, p99 []float64
		first, err := b.underLoad(ctx, apiOf(s), asked)
		if err != nil {
			return err
		}
		// In many short turns both sides meet the same of what else goes on in this machine and beside it.
		for range 4 * b.rounds() {
			bare, err := b.underLoad(ctx, func() (http.Handler, error) { return bareGin(first.size), nil }, asked)
			if err != nil {
				return err
			}
			whole, err := b.underLoad(ctx, apiOf(s), asked)
			if err != nil {
				return err
			}
			ours, theirs, p99 = append(ours, whole.rate), append(theirs, bare.rate), append(p99, whole.p99)
		}
		b.higher(result{Case: "GET /v1/paths?rank=" + string(row.rank) + "&k=1", Graph: s.Name(), Ours: median(ours),
			Rival: "gin, as many bytes from memory", Theirs: median(theirs), Unit: "answers/s", Required: row.required})
		b.note("p99 of these answers: %.2f ms, %d bytes on average", median(p99), first.size)
	}
	return nil
}

func apiOf(s *subject) func() (http.Handler, error) {
	return func() (http.Handler, error) {
		return api.New(api.Config{Reader: s.model, Log: slog.New(slog.DiscardHandler)})
	}
}

// underLoad serves a handler and asks it.
func (b *bench) underLoad(ctx context.Context, handler func() (http.Handler, error), targets []string) (l load, err error) {
	h, err := handler()
	if err != nil {
		return l, err
	}
	addr, stop, err := serve(h)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return hammer(len(targets), lasting(b.during()), func() (asker, error) { return dialRaw(ctx, addr, targets) })
}
