package api

import (
	"slices"
	"strings"

	"coopgraph/graph"
)

// judgedTies gives the replies about several entities as generated types.
func judgedTies(r reply) any {
	switch a := r.(type) {
	case *distancesReply:
		return DistancesAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Ids: notNil(a.IDs),
			Hops: each(a.Hops, notNil[int]), Complete: a.Complete, Examined: a.Examined}
	case *connectReply:
		return ConnectAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Ids: notNil(a.ids), Joined: a.Joined,
			Method: orNull(string(a.Method)), Bound: a.Bound, Hops: len(a.Steps), Cost: nats(a.Cost),
			Steps: each(a.Steps, func(s graph.Step) ConnectStep {
				return ConnectStep{From: s.From, To: s.To, Relationships: notNil(s.Relationships), Text: s.Text}
			}),
			Groups: each(a.Groups, notNil[string]), Graph: encodeSubgraph(a.Graph), Complete: a.Complete, Examined: a.Examined}
	case *commonReply:
		return CommonAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Ids: notNil(a.ids), Count: a.Count,
			Shared: each(a.Shared, func(s graph.Shared) SharedNeighbour {
				return SharedNeighbour{Id: s.ID, Degree: s.Degree, Ties: each(s.Ties, func(t graph.Tied) Tied {
					return Tied{Id: t.ID, Relationships: notNil(t.Relationships)}
				})}
			}),
			Graph: encodeSubgraph(a.Graph), Complete: a.Complete, Cut: pageCut(a.Complete, a.Next), Examined: a.Examined}
	case *timelineReply:
		return TimelineAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Ids: notNil(a.ids), Count: a.Count,
			Events: each(a.Events, encodeEvent), Undated: notNil(a.Undated), UndatedCount: a.UndatedCount,
			Graph: encodeSubgraph(a.Graph), Complete: a.Complete, Cut: pageCut(a.Complete, a.Next)}
	case *diffReply:
		return DiffAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Ids: notNil(a.ids),
			FromDate: a.from.String(), ToDate: a.to.String(), Began: a.Began, Ended: a.Ended, Unchanged: a.Unchanged,
			Undated: a.Undated, Changes: each(a.Changes, encodeEvent), Graph: encodeSubgraph(a.Graph), Complete: a.Complete,
			Cut: pageCut(a.Complete, a.Next)}
	case *tiesReply:
		return TiesAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Id: a.ID, Degree: a.Degree,
			Ties: each(a.Ties, func(t graph.TieCount) TieCount {
				return TieCount{Type: string(t.Type), Direction: string(t.Direction), Kind: string(t.Kind), Neighbours: t.Neighbours,
					Relationships: t.Relationships}
			})}
	case *sourceReply:
		return SourceAnswer{Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Source: encodeSource(a.Source),
			Records: each(a.Source.Records, encodeSourceRecord), Entities: each(a.Entities, encodeEntity),
			Relationships: each(a.Relationships, encodeRelationship), Complete: a.Complete, Cut: pageCut(a.Complete, a.Next),
			Counts: SupportCounts{Claims: a.ClaimCount, Entities: a.EntityCount, Relationships: a.RelationshipCount}}
	case *pathsDiffReply:
		return judgedPathsDiff(a)
	}
	panic("a reply that nobody judges")
}

func pageCut(complete bool, next string) *PageCut {
	if complete {
		return nil
	}
	return &PageCut{Next: orNull(next)}
}

func encodeEvent(e graph.TimelineEvent) TimelineEvent {
	return TimelineEvent{Kind: string(e.Kind), Date: e.Date.String(), Relationship: e.Relationship}
}

func judgedPathsDiff(a *pathsDiffReply) PathsDiffAnswer {
	q := a.question
	world := func(p graph.PathAnswer) PathsWorld {
		return PathsWorld{Complete: p.Complete, Examined: p.Examined, None: encodeNone(p.None, q.PathQuery)}
	}
	g := a.union()
	out := PathsDiffAnswer{Revision: a.marker.Revision, Epoch: orNull(a.marker.Epoch), Loading: a.marker.Loading, From: q.From, To: q.To,
		FromDate: q.before.String(), ToDate: q.after.String(), Before: world(a.before), After: world(a.after),
		Complete: a.before.Complete && a.after.Complete, Graph: encodeSubgraph(g), Paths: []PathPair{},
		Changes: each(g.Relationships, func(r graph.Relationship) PathChange {
			return PathChange{Relationship: r.ID(), Change: orNull(changeNames[r.Change(q.before, q.after, q.Filter.KeepUndated)])}
		})}
	whole := func(p graph.PathAnswer) []Path {
		p.Graph = g
		return encodePaths(p)
	}
	before, after := whole(a.before), whole(a.after)
	var afterIsTaken []int
	for i := range before {
		row := PathPair{At: "from_date", Before: &before[i]}
		for j := range after {
			if strings.Join(before[i].Nodes, " ") == strings.Join(after[j].Nodes, " ") {
				row.At, row.After = "both", &after[j]
				afterIsTaken = append(afterIsTaken, j)
			}
		}
		out.Paths = append(out.Paths, row)
	}
	for j := range after {
		if !slices.Contains(afterIsTaken, j) {
			out.Paths = append(out.Paths, PathPair{At: "to_date", After: &after[j]})
		}
	}
	return out
}

func (g randomAnswers) distances() *distancesReply {
	return &distancesReply{graph.DistancesAnswer{Marker: g.marker(), IDs: list(g, g.text), Complete: g.yes(), Examined: g.IntN(1e6),
		Hops: list(g, func() []int { return list(g, func() int { return g.IntN(9) - 2 }) })}}
}

func (g randomAnswers) connect() *connectReply {
	return &connectReply{list(g, g.text), graph.ConnectAnswer{Marker: g.marker(), Joined: g.yes(), Method: graph.Method(g.text()),
		Bound: g.float(), Cost: g.Int64N(1e9), Graph: g.subgraph(), Complete: g.yes(), Examined: g.IntN(1e6),
		Groups: list(g, func() []string { return list(g, g.text) }),
		Steps: list(g, func() graph.Step {
			return graph.Step{From: g.text(), To: g.text(), Relationships: list(g, g.text), Text: g.text()}
		})}}
}

func (g randomAnswers) common() *commonReply {
	return &commonReply{list(g, g.text), graph.CommonAnswer{Marker: g.marker(), Count: g.IntN(1e6), Graph: g.subgraph(),
		Complete: g.yes(), Next: g.text(), Examined: g.IntN(1e6),
		Shared: list(g, func() graph.Shared {
			return graph.Shared{ID: g.text(), Degree: g.IntN(1e6), Ties: list(g, func() graph.Tied {
				return graph.Tied{ID: g.text(), Relationships: list(g, g.text)}
			})}
		})}}
}

// someDate is a date that there is: events have one.
func (g randomAnswers) someDate() graph.Date {
	for {
		if d := g.date(); !d.IsZero() {
			return d
		}
	}
}

func (g randomAnswers) events() []graph.TimelineEvent {
	return list(g, func() graph.TimelineEvent {
		return graph.TimelineEvent{Kind: graph.EventKind(g.text()), Date: g.someDate(), Relationship: g.text()}
	})
}

func (g randomAnswers) timeline() *timelineReply {
	return &timelineReply{list(g, g.text), graph.TimelineAnswer{Marker: g.marker(), Events: g.events(), Undated: list(g, g.text),
		Count: g.IntN(1e6), UndatedCount: g.IntN(1e6), Graph: g.subgraph(), Complete: g.yes(), Next: g.text()}}
}

func (g randomAnswers) diff() *diffReply {
	return &diffReply{list(g, g.text), g.someDate(), g.someDate(), graph.DiffAnswer{Marker: g.marker(), Changes: g.events(),
		Graph: g.subgraph(), Began: g.IntN(1e6), Ended: g.IntN(1e6), Unchanged: g.IntN(1e6), Undated: g.IntN(1e6),
		Complete: g.yes(), Next: g.text()}}
}

func (g randomAnswers) pathsDiff() *pathsDiffReply {
	before, after := g.paths(), g.paths()
	if n := len(before.Paths); n > 0 && g.yes() {
		again := before.Paths[g.IntN(n)]
		after.Paths = append(after.Paths, again)
		after.Graph.Relationships = append(after.Graph.Relationships, before.Graph.Relationships...)
		graph.SortRelationships(after.Graph.Relationships)
	}
	// A path is listed once for each date.
	for _, p := range []*pathsReply{before, after} {
		seen := map[string]bool{}
		p.Paths = slices.DeleteFunc(p.Paths, func(path graph.Path) bool {
			key := strings.Join(path.Nodes, " ")
			defer func() { seen[key] = true }()
			return seen[key]
		})
	}
	return &pathsDiffReply{marker: g.marker(), before: before.PathAnswer, after: after.PathAnswer,
		question: pathsDiffParams{before.question, g.someDate(), g.someDate()}}
}

func (g randomAnswers) ties() *tiesReply {
	return &tiesReply{graph.TiesAnswer{Marker: g.marker(), ID: g.text(), Degree: g.IntN(1e6), Ties: list(g, func() graph.TieCount {
		return graph.TieCount{Type: graph.Type(g.text()), Direction: graph.Direction(g.text()), Kind: graph.Kind(g.text()),
			Neighbours: g.IntN(1e6), Relationships: g.IntN(1e6)}
	})}}
}

func (g randomAnswers) supports() *sourceReply {
	return &sourceReply{graph.SupportsAnswer{Marker: g.marker(), Source: g.source(), Entities: list(g, g.entity),
		Relationships: list(g, g.relation), EntityCount: g.IntN(1e6), RelationshipCount: g.IntN(1e6), ClaimCount: g.IntN(1e6),
		Complete: g.yes(), Next: g.text()}}
}
