package graphtest

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
)

// some gives a few different entities, at most as many as there are.
func some(rng *rand.Rand, d Data, count int) []string {
	var ids []string
	for _, i := range rng.Perm(len(d.Entities)) {
		if len(ids) < count {
			ids = append(ids, d.Entities[i].ID)
		}
	}
	return ids
}

// RandomDistancesQuery makes a question about some of the data's nodes, now and then with one given twice.
func RandomDistancesQuery(rng *rand.Rand, d Data, prefix string) graph.DistancesQuery {
	q := graph.DistancesQuery{IDs: some(rng, d, 2+rng.IntN(8)), Filter: RandomFilter(rng, d, prefix)}
	if rng.IntN(4) == 0 {
		q.IDs = append(q.IDs, q.IDs[0])
	}
	return q
}

// RandomConnectQuery makes a question about three to seven of the data's nodes, which has to have as many as three.
// Half of the questions have no filter, so that most ends can be joined.
func RandomConnectQuery(rng *rand.Rand, d Data, prefix string) graph.ConnectQuery {
	q := graph.ConnectQuery{IDs: some(rng, d, 3+rng.IntN(5))}
	if rng.IntN(2) == 0 {
		q.Filter = RandomFilter(rng, d, prefix)
		q.Filter.Direction = graph.AnyDirection
	}
	return q
}

// RandomCommonQuery makes a question about two to five of the data's nodes.
func RandomCommonQuery(rng *rand.Rand, d Data, prefix string) graph.CommonQuery {
	q := graph.CommonQuery{IDs: some(rng, d, 2+rng.IntN(4)), Limit: pick(rng, []int{0, 1, 2})}
	switch rng.IntN(4) {
	case 0: // what is common to two of many, so that there is more than one
		q.IDs, q.Limit, q.Min = some(rng, d, 5), 1, 2
	case 1, 2:
		q.Filter = RandomFilter(rng, d, prefix)
	}
	if rng.IntN(2) == 0 {
		q.Min = 2
	}
	return q
}

// RandomTimelineQuery makes a question about one of the data's nodes, or among several.
func RandomTimelineQuery(rng *rand.Rand, d Data, prefix string) graph.TimelineQuery {
	q := graph.TimelineQuery{IDs: someOrOne(rng, d), Limit: pick(rng, []int{0, 1, 2, 3})}
	switch rng.IntN(6) {
	case 0: // of what many graphs have little of, so much that it is cut
		q.IDs, q.Limit = some(rng, d, graph.MaxTimelineIDs), 1
	case 1: // so much that something lies outside of a window
		q.IDs, q.Limit = some(rng, d, graph.MaxTimelineIDs), 0
		q.Filter = graph.Filter{FromDate: graph.MustDate("2001"), ToDate: graph.MustDate("2005"), KeepUndated: true}
	case 2:
	default:
		q.Filter = RandomFilter(rng, d, prefix)
	}
	if len(q.IDs) > 1 {
		q.Filter.Direction = ""
	}
	return q
}

// RandomDiffQuery makes a question about the whole graph, one of the data's nodes, or among several.
func RandomDiffQuery(rng *rand.Rand, d Data, prefix string) graph.DiffQuery {
	dates := []string{"1998", "2000", "2001-03", "2004-02-29", "2004-02", "2005", "2010", "2011"}
	from := rng.IntN(len(dates) - 1)
	q := graph.DiffQuery{From: graph.MustDate(dates[from]), To: graph.MustDate(dates[from+1+rng.IntN(len(dates)-1-from)]),
		Filter: RandomFilter(rng, d, prefix), Limit: pick(rng, []int{0, 1, 2})}
	if rng.IntN(3) > 0 {
		q.IDs = someOrOne(rng, d)
	}
	if q.From.Last() >= q.To.First() {
		q.To = graph.MustDate("2012")
	}
	q.Filter.AsOf, q.Filter.FromDate, q.Filter.ToDate = graph.Date{}, graph.Date{}, graph.Date{}
	if len(q.IDs) != 1 {
		q.Filter.Direction = ""
	}
	return q
}

func someOrOne(rng *rand.Rand, d Data) []string {
	if rng.IntN(2) == 0 {
		return some(rng, d, 1)
	}
	return some(rng, d, 2+rng.IntN(5))
}

// tieAsker is the part of a Reader that CompareTies asks.
type tieAsker interface {
	Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error)
	Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error)
	Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error)
	Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error)
	Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error)
	Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error)
	neighbourhooder
}

// CompareTies asks both a random question of each kind about distances and ties, follows cursors to the end, and
// fails where an answer differs. The prefix is that of the data's ids. The engine may have other data beside:
// everything, which questions about the whole graph are compared with, has it all.
func CompareTies(t *testing.T, rng *rand.Rand, got tieAsker, want, everything *Reference, d Data, prefix string, seen *Variety) {
	t.Helper()
	distances := RandomDistancesQuery(rng, d, prefix)
	answer := compare(t, d, distances, got.Distances, want.Distances)
	seen.distances(distances, answer)
	if len(d.Entities) >= graph.MinConnectIDs {
		connect := RandomConnectQuery(rng, d, prefix)
		seen.connect(connect, compare(t, d, connect, got.Connect, want.Connect))
	}
	common := RandomCommonQuery(rng, d, prefix)
	followed(t, func(cursor string) string {
		common.Cursor = cursor
		answer := compare(t, d, common, got.Common, want.Common)
		seen.common(common, answer)
		return answer.Next
	})
	timeline := RandomTimelineQuery(rng, d, prefix)
	followed(t, func(cursor string) string {
		timeline.Cursor = cursor
		answer := compare(t, d, timeline, got.Timeline, want.Timeline)
		seen.timeline(timeline, answer)
		return answer.Next
	})
	compareTieCounts(t, rng, got, want, d, prefix, seen)
	diff := RandomDiffQuery(rng, d, prefix)
	if len(diff.IDs) == 0 {
		want, diff.Limit = everything, min(1+len(everything.rels)/5, graph.MaxLimit)
	}
	followed(t, func(cursor string) string {
		diff.Cursor = cursor
		answer := compare(t, d, diff, got.Diff, want.Diff)
		seen.diff(diff, answer)
		return answer.Next
	})
}

// compare asks both, and gives the answer that is wanted.
func compare[Q, A any](t *testing.T, d Data, q Q, got, want func(context.Context, Q) (A, error)) A {
	t.Helper()
	w, err := want(t.Context(), q)
	if err != nil {
		t.Fatalf("%v\n%s", err, Describe(d, q))
	}
	g, err := got(t.Context(), q)
	if diff := Difference(g, w); err != nil || diff != "" {
		t.Fatalf("%T: %v %s\n%s", q, err, diff, Describe(d, q))
	}
	return w
}

// followed asks for one page after the other.
func followed(t *testing.T, ask func(cursor string) string) {
	t.Helper()
	cursor := ""
	for range 100 {
		if cursor = ask(cursor); cursor == "" {
			return
		}
	}
	t.Fatal("more than 100 pages")
}

func (v *Variety) distances(q graph.DistancesQuery, a graph.DistancesAnswer) {
	v.note("questions", true)
	v.note("distances: repeated id", len(q.IDs) > len(a.IDs))
	for i, row := range a.Hops {
		for j, h := range row {
			v.note("distances: unreachable", h == graph.Unreachable)
			v.note("distances: far", h > 3)
			v.note("distances: not symmetric", h != a.Hops[j][i])
		}
	}
	v.parts("distances", q.Filter)
}

func (v *Variety) connect(q graph.ConnectQuery, a graph.ConnectAnswer) {
	v.note("questions", true)
	v.note("connect: not joined", !a.Joined)
	v.note("connect: not joined, groups", !a.Joined && len(a.Groups) < len(q.IDs))
	between := len(a.Graph.Nodes) > len(q.IDs)
	v.note("connect: exact", a.Method == graph.Exact)
	v.note("connect: exact, others between", a.Method == graph.Exact && between)
	v.note("connect: approximated", a.Method == graph.DistanceNetwork)
	v.note("connect: approximated, others between", a.Method == graph.DistanceNetwork && between)
	steps := map[string]int{}
	for _, s := range a.Steps {
		v.note("connect: over a parallel step", len(s.Relationships) > 1)
		steps[s.From]++
		steps[s.To]++
	}
	for _, id := range q.IDs {
		kind, _ := graph.KindOfID(id)
		v.note("connect: through an entity", steps[id] > 1)
		v.note("connect: through an entity that the filter would hide", steps[id] > 1 && !q.Filter.PassShown(id, kind))
	}
	v.parts("connect", q.Filter)
}

func (v *Variety) common(q graph.CommonQuery, a graph.CommonAnswer) {
	v.note("questions", true)
	v.note("common: none", a.Count == 0)
	v.note("common: some", a.Count > 0)
	v.note("common: later page", q.Cursor != "")
	for _, s := range a.Shared {
		v.note("common: of least entities", q.Min == 2 && len(s.Ties) < len(q.IDs))
		v.note("common: by several relationships", slices.ContainsFunc(s.Ties, func(t graph.Tied) bool {
			return len(t.Relationships) > 1
		}))
	}
	v.parts("common", q.Filter)
}

func (v *Variety) timeline(q graph.TimelineQuery, a graph.TimelineAnswer) {
	v.note("questions", true)
	v.note("timeline: one", len(q.IDs) == 1)
	v.note("timeline: several", len(q.IDs) > 1)
	v.note("timeline: undated", a.UndatedCount > 0)
	v.note("timeline: undated cut", q.Cursor == "" && a.UndatedCount > len(a.Undated))
	v.note("timeline: later page", q.Cursor != "")
	for i, e := range a.Events {
		v.note("timeline: tie", i > 0 && e.Day() == a.Events[i-1].Day())
		v.note("timeline: "+string(e.Kind), true)
	}
	for _, r := range a.Graph.Relationships {
		v.note("timeline: loop", r.From == r.To)
		events := slices.DeleteFunc(slices.Clone(a.Events), func(e graph.TimelineEvent) bool { return e.Relationship != r.ID() })
		v.note("timeline: outside the window", a.Complete && q.Cursor == "" && len(events) < len(r.Events(r.Type)))
	}
	v.parts("timeline", q.Filter)
}

func (v *Variety) diff(q graph.DiffQuery, a graph.DiffAnswer) {
	v.note("questions", true)
	v.note("diff: whole graph", len(q.IDs) == 0)
	v.note("diff: one", len(q.IDs) == 1)
	v.note("diff: several", len(q.IDs) > 1)
	v.note("diff: began", a.Began > 0)
	v.note("diff: ended", a.Ended > 0)
	v.note("diff: unchanged", a.Unchanged > 0)
	v.note("diff: undated", a.Undated > 0)
	v.note("diff: later page", q.Cursor != "")
	v.note("diff: undated kept", q.Filter.KeepUndated && a.Unchanged+a.Ended > 0)
	v.parts("diff", q.Filter)
}
