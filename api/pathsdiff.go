package api

import (
	"context"
	"slices"
	"strings"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// pathsDiffParams are the parameters of /v1/paths/diff: those of /v1/paths, with from_date and to_date as the two dates
// that are compared.
type pathsDiffParams struct {
	graph.PathQuery
	before, after graph.Date
}

func parsePathsDiff(p *params) pathsDiffParams {
	q := pathsDiffParams{PathQuery: pathQuery(p)}
	q.Filter, q.before, q.after = parseFilterBetween(p)
	p.check(graph.CheckTwoDates(q.before, q.after, &q.Filter))
	p.check(q.Complete())
	return q
}

// pathsDiff asks for the paths on either date, from one state of the graph.
func (s *server) pathsDiff(ctx context.Context, q pathsDiffParams) (reply, graph.Marker, error) {
	answer := &pathsDiffReply{question: q}
	refs := []named{{"from", q.From}, {"to", q.To}}
	var err error
	answer.marker, err = s.bracket(ctx, func() error {
		return s.asked(ctx, refs, &q.Filter, func(ids []string) (err error) {
			on := q.PathQuery
			on.From, on.To = ids[0], ids[1]
			answer.question.PathQuery = on
			on.Filter.AsOf = q.before
			if answer.before, err = s.Reader.Paths(ctx, on); err != nil {
				return err
			}
			on.Filter.AsOf = q.after
			answer.after, err = s.Reader.Paths(ctx, on)
			return err
		})
	})
	return answer, answer.marker, err
}

// pathsDiffReply writes a PathsDiffAnswer.
type pathsDiffReply struct {
	question      pathsDiffParams
	marker        graph.Marker
	before, after graph.PathAnswer
}

// union is what either date's paths have in them. A relationship of both looks the same in both: the filters differ in
// nothing but the date.
func (a *pathsDiffReply) union() graph.Subgraph {
	var g graph.Subgraph
	for _, answer := range []*graph.PathAnswer{&a.before, &a.after} {
		g.Nodes = append(g.Nodes, answer.Graph.Nodes...)
		g.Relationships = append(g.Relationships, answer.Graph.Relationships...)
	}
	slices.SortStableFunc(g.Nodes, func(a, b graph.Node) int { return strings.Compare(a.ID, b.ID) })
	g.Nodes = slices.CompactFunc(g.Nodes, func(a, b graph.Node) bool { return a.ID == b.ID })
	graph.SortRelationships(g.Relationships)
	g.Relationships = slices.CompactFunc(g.Relationships, func(a, b graph.Relationship) bool {
		return a.RelationshipKey == b.RelationshipKey
	})
	return g
}

// changeNames are the words for what two dates make of a relationship.
var changeNames = map[graph.Change]string{
	graph.HasBegun: "began", graph.HasEnded: "ended", graph.HasLasted: "unchanged", graph.ChangeUnknown: "undated",
}

func (a *pathsDiffReply) writeTo(w *jsontext.Buffer) {
	g := a.union()
	ids := idsOf(g.Relationships)
	q := &a.question
	writeHead(w, a.marker)
	a.writeWorld(w, `,"after":`, &a.after)
	a.writeWorld(w, `,"before":`, &a.before)
	w.Raw(`,"changes":[`)
	for i := range g.Relationships {
		w.Next(i)
		change := g.Relationships[i].Change(q.before, q.after, q.Filter.KeepUndated)
		w.StringOrNull(`{"change":`, changeNames[change])
		w.String(`,"relationship":`, ids[i])
		w.Raw(`}`)
	}
	w.Bool(`],"complete":`, a.before.Complete && a.after.Complete)
	w.String(`,"from":`, q.From)
	writeDate(w, `,"from_date":`, q.before)
	writeGraphWith(w, &g, ids)
	a.writePairs(w, g.Relationships, ids)
	w.String(`,"to":`, q.To)
	writeDate(w, `,"to_date":`, q.after)
	w.Raw(`}`)
}

// writeWorld writes what is to be said of one date's answer beside its paths.
func (a *pathsDiffReply) writeWorld(w *jsontext.Buffer, before string, answer *graph.PathAnswer) {
	w.Raw(before)
	w.Bool(`{"complete":`, answer.Complete)
	w.Int(`,"examined":`, int64(answer.Examined))
	writeNone(w, answer.None, a.question.PathQuery)
	w.Raw(`}`)
}

// pair is a path on two dates: by the same nodes, if not by the same relationships. One of the two may be missing.
type pair struct{ before, after *graph.Path }

// pairs lists the paths of the earlier date in their order, then those of the later date alone in theirs.
func (a *pathsDiffReply) pairs() []pair {
	var out []pair
	at := map[string]int{}
	for i := range a.before.Paths {
		p := &a.before.Paths[i]
		at[strings.Join(p.Nodes, " ")] = len(out)
		out = append(out, pair{before: p})
	}
	for i := range a.after.Paths {
		p := &a.after.Paths[i]
		if j, both := at[strings.Join(p.Nodes, " ")]; both {
			out[j].after = p
			continue
		}
		out = append(out, pair{after: p})
	}
	return out
}

func (a *pathsDiffReply) writePairs(w *jsontext.Buffer, rels []graph.Relationship, ids []string) {
	w.Raw(`,"paths":[`)
	for i, p := range a.pairs() {
		w.Next(i)
		at := "both"
		switch {
		case p.before == nil:
			at = "to_date"
		case p.after == nil:
			at = "from_date"
		}
		writeSide(w, `{"after":`, p.after, rels, ids)
		w.String(`,"at":`, at)
		writeSide(w, `,"before":`, p.before, rels, ids)
		w.Raw(`}`)
	}
	w.Raw(`]`)
}

func writeSide(w *jsontext.Buffer, before string, p *graph.Path, rels []graph.Relationship, ids []string) {
	if p == nil {
		w.Null(before)
		return
	}
	w.Raw(before)
	writePath(w, p, rels, ids)
}
