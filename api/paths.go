package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// pathParams are the parameters of /v1/paths. From and To are references until they are resolved.
type pathParams struct{ graph.PathQuery }

var modes, ranks = graph.Modes(), graph.Ranks()

func parsePaths(p *params) pathParams {
	q := pathParams{pathQuery(p)}
	q.Filter = parseFilter(p)
	p.check(q.Complete())
	return q
}

// pathQuery reads all of a question for paths but its filter.
func pathQuery(p *params) graph.PathQuery {
	return graph.PathQuery{
		From:       p.required("from", "country:aze"),
		To:         p.required("to", "country:geo"),
		Mode:       graph.Mode(p.choice("mode", modes...)),
		Rank:       graph.Rank(p.choice("rank", ranks...)),
		K:          p.number("k", graph.DefaultK, graph.MaxK),
		MaxHops:    p.number("max_hops", graph.DefaultMaxHops, graph.MaxMaxHops),
		Concurrent: p.flag("concurrent"),
	}
}

func (s *server) paths(ctx context.Context, q pathParams) (reply, graph.Marker, error) {
	answer := &pathsReply{question: q.PathQuery, memory: takeMemory()}
	answer.question.Memory = answer.Memory
	err := s.asked(ctx, []named{{"from", q.From}, {"to", q.To}}, &q.Filter, func(ids []string) (err error) {
		answer.question.From, answer.question.To, answer.question.Filter = ids[0], ids[1], q.Filter
		answer.PathAnswer, err = s.Reader.Paths(ctx, answer.question)
		return err
	})
	return answer, answer.Marker, err
}

// pathsReply writes a PathsAnswer.
type pathsReply struct {
	question graph.PathQuery
	memory
	graph.PathAnswer
}

func (a *pathsReply) writeTo(w *jsontext.Buffer) {
	ids := a.relationshipIDs()
	writeHead(w, a.Marker)
	w.Bool(`,"complete":`, a.Complete)
	if a.Complete {
		w.Null(`,"cut":`)
	} else {
		w.Bool(`,"cut":{"budget":`, !a.More)
		w.Bool(`,"more":`, a.More)
		w.Raw(`}`)
	}
	w.Int(`,"examined":`, int64(a.Examined))
	w.String(`,"from":`, a.question.From)
	writeGraphWith(w, &a.Graph, ids)
	writeNone(w, a.None, a.question)
	w.Raw(`,"paths":[`)
	for i := range a.Paths {
		w.Next(i)
		writePath(w, &a.Paths[i], a.Graph.Relationships, ids)
	}
	w.String(`],"to":`, a.question.To)
	w.Raw(`}`)
}

// relationshipIDs gives the ids of the relationships in their order. The graph of an answer is that of its paths, so the
// ids stand in the steps, and need not be made once more of a digest each. Where the steps do not name as many, they are.
func (a *pathsReply) relationshipIDs() []string {
	rels := a.Graph.Relationships
	ids := make([]string, 0, len(rels))
	for _, p := range a.Paths {
		for _, step := range p.Steps {
			ids = append(ids, step...)
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) != len(rels) {
		return idsOf(rels)
	}
	return ids
}

func writePath(w *jsontext.Buffer, p *graph.Path, rels []graph.Relationship, ids []string) {
	writeNats(w, `{"cost":`, p.Cost)
	w.Raw(`,"cost_parts":[`)
	for i, part := range p.Parts {
		w.Next(i)
		writeNats(w, `{"cost":`, part.Cost)
		w.Int(`,"degree":`, int64(part.Degree))
		w.String(`,"id":`, part.ID)
		w.Raw(`}`)
	}
	w.Int(`],"hops":`, int64(p.Hops()))
	w.Strings(`,"nodes":`, p.Nodes)
	w.Raw(`,"shared_period":[`)
	for i, period := range p.SharedPeriod {
		w.Next(i)
		writeDate(w, `{"from":`, period.From.Date())
		writeDate(w, `,"to":`, period.To.Date())
		w.Raw(`}`)
	}
	var few [16]string
	w.Strings(`],"sources":`, citedSources(few[:0], p, rels, ids))
	w.Raw(`,"steps":[`)
	for i, step := range p.Steps {
		w.Next(i)
		w.Strings("", step)
	}
	w.Strings(`],"text":`, p.Text)
	w.Raw(`}`)
}

// citedSources appends the ids of the sources of all steps, sorted, each once. The relationships stand in the order of
// their ids.
func citedSources(cited []string, p *graph.Path, rels []graph.Relationship, ids []string) []string {
	for _, step := range p.Steps {
		for _, id := range step {
			at, found := slices.BinarySearch(ids, id)
			if !found {
				continue
			}
			standing := graph.Standing(rels[at].Claims)
			for i := range standing {
				if source := standing[i].Source; source != "" && !slices.Contains(cited, source) {
					cited = append(cited, source)
				}
			}
		}
	}
	slices.Sort(cited)
	return cited
}

// writeNats writes a cost as a number with six decimals.
func writeNats(w *jsontext.Buffer, before string, cost int64) {
	w.Raw(before)
	w.Appended(func(b []byte) []byte { return graph.AppendCost(b, cost) })
}

// writeNone writes why there is no path; null where there is one.
func writeNone(w *jsontext.Buffer, none *graph.NoPath, q graph.PathQuery) {
	if none == nil {
		w.Null(`,"none":`)
		return
	}
	w.Raw(`,"none":`)
	if none.Reason == graph.BeyondMaxHops {
		w.Int(`{"hops":`, int64(none.Hops))
	} else {
		w.Null(`{"hops":`)
	}
	w.String(`,"reason":`, string(none.Reason))
	w.Raw(`,"relax":[`)
	for i, r := range none.Relax {
		w.Next(i)
		w.Int(`{"hops":`, int64(r.Hops))
		w.String(`,"parameter":`, string(r.Part))
		w.Raw(`}`)
	}
	w.String(`],"text":`, noneText(none, q))
	w.Raw(`}`)
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
