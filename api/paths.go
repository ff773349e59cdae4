package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// pathParams are the parameters of /v1/paths. From and To are references until they are resolved.
type pathParams struct{ graph.PathQuery }

func parsePaths(p *params) pathParams {
	q := pathParams{graph.PathQuery{
		From:       p.required("from", "country:aze"),
		To:         p.required("to", "country:geo"),
		Mode:       graph.Mode(p.choice("mode", graph.Modes()...)),
		Rank:       graph.Rank(p.choice("rank", graph.Ranks()...)),
		K:          p.number("k", graph.DefaultK, graph.MaxK),
		MaxHops:    p.number("max_hops", graph.DefaultMaxHops, graph.MaxMaxHops),
		Concurrent: p.flag("concurrent"),
		Filter:     parseFilter(p),
	}}
	p.check(q.Complete())
	return q
}

func (s *server) paths(ctx context.Context, q pathParams) (any, graph.Marker, error) {
	var err error
	if q.From, err = s.resolve(ctx, "from", q.From); err != nil {
		return nil, graph.Marker{}, err
	}
	if q.To, err = s.resolve(ctx, "to", q.To); err != nil {
		return nil, graph.Marker{}, err
	}
	if err := s.resolveFilter(ctx, &q.Filter); err != nil {
		return nil, graph.Marker{}, err
	}
	a, err := s.Reader.Paths(ctx, q.PathQuery)
	if err != nil {
		return nil, graph.Marker{}, err
	}
	answer := PathsAnswer{
		Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading,
		From: q.From, To: q.To,
		Paths:    encodePaths(a),
		Graph:    encodeSubgraph(a.Graph),
		Complete: a.Complete,
		Examined: a.Examined,
		None:     encodeNone(a.None, q.PathQuery),
	}
	if !a.Complete {
		answer.Cut = &PathsCut{More: a.More, Budget: !a.More}
	}
	return answer, a.Marker, nil
}

func encodePaths(a graph.PathAnswer) []Path {
	sources := map[string][]string{}
	for _, r := range a.Graph.Relationships {
		sources[r.ID()] = r.Sources()
	}
	return each(a.Paths, func(p graph.Path) Path {
		var cited []string
		for _, step := range p.Steps {
			for _, id := range step {
				cited = append(cited, sources[id]...)
			}
		}
		slices.Sort(cited)
		return Path{
			Hops: p.Hops(),
			Cost: nats(p.Cost),
			CostParts: each(p.Parts, func(part graph.CostPart) CostPart {
				return CostPart{Id: part.ID, Degree: part.Degree, Cost: nats(part.Cost)}
			}),
			Nodes:        notNil(p.Nodes),
			Steps:        notNil(p.Steps),
			SharedPeriod: each(p.SharedPeriod, encodePeriod),
			Text:         notNil(p.Text),
			Sources:      notNil(slices.Compact(cited)),
		}
	})
}

// nats writes a cost as a JSON number with six decimals.
func nats(cost int64) json.Number { return json.Number(graph.CostText(cost)) }

func encodePeriod(i graph.Interval) Period {
	return Period{From: orNull(i.From.Date().String()), To: orNull(i.To.Date().String())}
}

func encodeNone(n *graph.NoPath, q graph.PathQuery) *NoPath {
	if n == nil {
		return nil
	}
	out := &NoPath{Reason: string(n.Reason), Relax: each(n.Relax, func(r graph.Relaxation) Relaxation {
		return Relaxation{Parameter: string(r.Part), Hops: r.Hops}
	})}
	if n.Reason == graph.BeyondMaxHops {
		out.Hops = &n.Hops
	}
	out.Text = noneText(n, q)
	return out
}

func noneText(n *graph.NoPath, q graph.PathQuery) string {
	switch n.Reason {
	case graph.Unconnected:
		return fmt.Sprintf("%s and %s are not connected at all.", q.From, q.To)
	case graph.BeyondMaxHops:
		return fmt.Sprintf("They are %d steps apart; max_hops is %d.", n.Hops, q.MaxHops)
	case graph.OverBudget:
		return fmt.Sprintf("None was found among the %d nodes that may be examined; narrow the question.", q.Budget)
	case graph.FilteredOut:
		var parts []string
		for _, r := range n.Relax {
			parts = append(parts, string(r.Part))
		}
		if len(parts) == 0 {
			return "They are connected, but not where the filter reaches; no single part of it is alone to blame."
		}
		return "They are connected, but not where the filter reaches; leaving out one of these would connect them: " +
			strings.Join(parts, ", ") + "."
	}
	return string(n.Reason)
}
