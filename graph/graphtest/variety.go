package graphtest

import (
	"slices"

	"coopgraph/graph"
)

// Variety counts what random graphs and questions were like, so that a test can fail where its input was not varied.
// The zero Variety is ready.
type Variety struct{ seen map[string]int }

// kindsOfCase is everything that a varied run has to have met.
var kindsOfCase = []string{
	"graph: loop", "graph: parallel", "graph: opposite", "graph: isolated", "graph: conflict", "graph: several sources",
	"graph: undated", "graph: withdrawn in part", "graph: withdrawn", "paths: none", "paths: one", "paths: several", "paths: same end", "paths: tie",
	"paths: shared period empty", "paths: shared period not empty", "paths: several shared periods",
	"mode: best", "mode: all-shortest", "rank: specific", "rank: hops", "concurrent",
	"none: unconnected", "none: max_hops", "none: filter", "none: filter without relaxation", "none: filter, several",
	"neighbourhood: complete", "neighbourhood: cut", "neighbourhood: unopened", "neighbourhood: later page",
	"neighbourhood: hidden",
	"distances: unreachable", "distances: far", "distances: not symmetric", "distances: repeated id",
	"connect: not joined", "connect: not joined, groups", "connect: exact", "connect: exact, others between",
	"connect: approximated", "connect: approximated, others between", "connect: over a parallel step",
	"connect: through an entity", "connect: through an entity that the filter would hide",
	"common: none", "common: some", "common: of least entities", "common: by several relationships", "common: later page",
	"timeline: one", "timeline: several", "timeline: undated", "timeline: undated cut", "timeline: tie", "timeline: later page",
	"timeline: loop", "timeline: outside the window", "timeline: began", "timeline: happened", "timeline: ended",
	"diff: whole graph", "diff: one", "diff: several", "diff: began", "diff: ended", "diff: unchanged", "diff: undated",
	"diff: undated kept", "diff: later page",
	"ties: none", "ties: out", "ties: in", "ties: any", "ties: both ways", "ties: several kinds",
	"ties: several neighbours", "ties: several relationships to one", "ties: loop",
}

func (v *Variety) note(what string, when bool) {
	if v.seen == nil {
		v.seen = map[string]int{}
	}
	if when {
		v.seen[what]++
	}
}

// Missing lists what was never met: the cases above and every part of a filter, for every kind of question.
func (v *Variety) Missing() []string {
	want := slices.Clone(kindsOfCase)
	for _, part := range allParts {
		for _, question := range []string{"paths", "neighbourhood", "distances", "connect", "common", "timeline", "diff", "ties"} {
			noDirection := question == "connect" && part == graph.PartDirection
			noDates := question == "diff" && part == graph.PartDates
			if !noDirection && !noDates {
				want = append(want, question+": filter "+string(part))
			}
		}
	}
	return slices.DeleteFunc(want, func(what string) bool { return v.seen[what] > 0 })
}

// Questions is how many answers were counted.
func (v *Variety) Questions() int { return v.seen["questions"] }

var allParts = []graph.Part{graph.PartTypes, graph.PartNotTypes, graph.PartKinds, graph.PartViaKinds,
	graph.PartDirection, graph.PartDates, graph.PartConfidence, graph.PartSource, graph.PartDataset, graph.PartAvoid,
	graph.PartMaxDegree}

// Graph counts what a graph is like.
func (v *Variety) Graph(d Data) {
	degree := map[string]int{}
	pairs := map[[2]string]bool{}
	for _, r := range d.Relationships {
		v.note("graph: loop", r.From == r.To)
		v.note("graph: parallel", r.From != r.To && pairs[[2]string{r.From, r.To}])
		v.note("graph: opposite", r.From != r.To && pairs[[2]string{r.To, r.From}])
		v.note("graph: conflict", r.Conflict)
		v.note("graph: several sources", len(r.Sources()) > 1)
		v.note("graph: undated", r.Since.IsZero() && r.Until.IsZero())
		standing := len(graph.Standing(r.Claims))
		corrected := slices.ContainsFunc(r.Claims, func(c graph.Claim) bool { return c.Withdraws != "" })
		v.note("graph: withdrawn in part", corrected && standing > 0 && standing < len(r.Claims)-1)
		v.note("graph: withdrawn", r.Withdrawn())
		pairs[[2]string{r.From, r.To}] = true
		degree[r.From]++
		degree[r.To]++
	}
	for _, e := range d.Entities {
		v.note("graph: isolated", degree[e.ID] == 0)
	}
}

// Paths counts what a question about paths and its answer are like.
func (v *Variety) Paths(q graph.PathQuery, a graph.PathAnswer) {
	v.note("questions", true)
	v.note("paths: none", len(a.Paths) == 0)
	v.note("paths: one", len(a.Paths) == 1)
	v.note("paths: several", len(a.Paths) > 1)
	v.note("paths: same end", q.From == q.To)
	v.note("mode: all-shortest", q.Mode == graph.AllShortest)
	v.note("mode: best", q.Mode != graph.AllShortest)
	v.note("rank: hops", q.Rank == graph.ByHops)
	v.note("rank: specific", q.Rank != graph.ByHops)
	v.note("concurrent", q.Concurrent)
	for i, p := range a.Paths {
		v.note("paths: tie", i > 0 && p.Cost == a.Paths[i-1].Cost && p.Hops() == a.Paths[i-1].Hops())
		v.note("paths: shared period empty", len(p.SharedPeriod) == 0)
		v.note("paths: shared period not empty", len(p.SharedPeriod) > 0)
		v.note("paths: several shared periods", len(p.SharedPeriod) > 1)
	}
	v.parts("paths", q.Filter)
	if a.None != nil {
		v.note("none: "+string(a.None.Reason), true)
		v.note("none: filter without relaxation", a.None.Reason == graph.FilteredOut && len(a.None.Relax) == 0)
		v.note("none: filter, several", len(a.None.Relax) > 1)
	}
}

// Neighbourhood counts what a question about a neighbourhood and its answer are like.
func (v *Variety) Neighbourhood(q graph.NeighbourhoodQuery, a graph.NeighbourhoodAnswer) {
	v.note("questions", true)
	v.note("neighbourhood: complete", a.Complete)
	v.note("neighbourhood: cut", a.Cut.Nodes > 0)
	v.note("neighbourhood: unopened", a.Cut.Unopened > 0)
	v.note("neighbourhood: later page", q.Cursor != "")
	v.note("neighbourhood: hidden", slices.ContainsFunc(a.Graph.Nodes, func(n graph.Node) bool { return n.Hidden > 0 }))
	v.parts("neighbourhood", q.Filter)
}

func (v *Variety) parts(question string, f graph.Filter) {
	parts := f.Parts()
	for i, part := range parts {
		v.note(question+": filter "+string(part), true)
		v.note(question+": filter "+string(part)+" alone", len(parts) == 1)
		for _, other := range parts[i+1:] {
			v.note(question+": filter "+string(part)+" and "+string(other), true)
		}
	}
}

// MissingPairs lists the parts of filters that no question about paths had alone, and the pairs of parts that none had.
// It takes thousands of questions to have them all.
func (v *Variety) MissingPairs() []string {
	var missing []string
	for i, part := range allParts {
		want := []string{"paths: filter " + string(part) + " alone"}
		for _, other := range allParts[i+1:] {
			want = append(want, "paths: filter "+string(part)+" and "+string(other))
		}
		missing = append(missing, slices.DeleteFunc(want, func(what string) bool { return v.seen[what] > 0 })...)
	}
	return missing
}
