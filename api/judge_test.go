package api

import (
	"encoding/json"
	"slices"

	"coopgraph/graph"
)

// What an answer is, the types say that are generated from openapi.yaml. The program writes answers straight from the
// domain's types. Here is the judge of that: they are put into the generated types, field by field, for encoding/json.

// encodeSubgraph encodes nodes and relationships in their order.
func encodeSubgraph(g graph.Subgraph) Graph {
	return Graph{Nodes: each(g.Nodes, encodeNode), Relationships: each(g.Relationships, encodeRelationship)}
}

// encodeNode encodes a node of an answer; distance and hidden only where it has them.
func encodeNode(n graph.Node) Node {
	out := encodeEntity(n.Entity)
	if n.Distance >= 0 {
		out.Distance, out.Hidden = &n.Distance, &n.Hidden
	}
	return out
}

// encodeEntity encodes an entity as a node.
func encodeEntity(e graph.Entity) Node {
	return Node{
		Id: e.ID, Kind: string(e.Kind), Type: orNull(e.Type), Name: e.Name, Description: orNull(e.Description),
		Since: dateOrNull(e.Since), Until: dateOrNull(e.Until), Latitude: e.Latitude, Longitude: e.Longitude,
		Codes: dict(e.Codes), Datasets: notNil(e.Datasets()), Degree: e.Degree,
	}
}

func encodeRelationship(r graph.Relationship) Relationship {
	return Relationship{
		Id: r.ID(), Type: string(r.Type), From: r.From, To: r.To,
		Since: dateOrNull(r.Since), Until: dateOrNull(r.Until), Observed: dateOrNull(r.Observed),
		Status: orNull(r.Status), Role: orNull(r.Role), Title: orNull(r.Title), Spell: orNull(r.Spell),
		Share: r.Share, Confidence: string(r.Confidence), Conflict: r.Conflict,
		Claims: each(r.Claims, func(c graph.Claim) Claim { return encodeClaim(c, r.Claims) }),
	}
}

// encodeClaim writes a claim that stands among these of its relationship.
func encodeClaim(c graph.Claim, among []graph.Claim) Claim {
	return Claim{
		Dataset: c.Dataset, Source: c.Source, Locator: orNull(c.Locator), Claim: c.Text,
		Since: dateOrNull(c.Since), Until: dateOrNull(c.Until), Observed: dateOrNull(c.Observed),
		Status: orNull(c.Status), Share: c.Share, Confidence: string(c.Confidence), SaidBy: orNull(c.SaidBy),
		Withdraws: orNull(c.Withdraws), Withdrawn: c.WithdrawnAmong(among),
	}
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

// judged gives a reply as one of the generated types.
func judged(r reply) any {
	switch a := r.(type) {
	case *pathsReply:
		answer := PathsAnswer{
			Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, From: a.question.From, To: a.question.To,
			Paths: encodePaths(a.PathAnswer), Graph: encodeSubgraph(a.Graph), Complete: a.Complete, Examined: a.Examined,
			None: encodeNone(a.None, a.question),
		}
		if !a.Complete {
			answer.Cut = &PathsCut{More: a.More, Budget: !a.More}
		}
		return answer
	case *neighbourhoodReply:
		return NeighbourhoodAnswer{
			Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading, Starts: a.starts,
			Graph: encodeSubgraph(a.Graph), Complete: a.Complete, Examined: a.Examined,
			Cut: NeighbourhoodCut{Nodes: a.Cut.Nodes, Relationships: a.Cut.Relationships,
				Unopened: orNull(a.Cut.Unopened), Next: orNull(a.Cut.Next), Budget: a.Cut.Budget},
		}
	case *searchReply:
		return SearchAnswer{Revision: a.marker.Revision, Epoch: orNull(a.marker.Epoch), Loading: a.marker.Loading,
			Results: each(a.hits, func(h graph.Hit) Hit {
				return Hit{Id: h.ID, Kind: string(h.Kind), Name: h.Name, Matched: h.Matched, Score: h.Score, Degree: h.Degree}
			})}
	case *entitiesReply:
		return EntityList{Revision: a.marker.Revision, Epoch: orNull(a.marker.Epoch), Loading: a.marker.Loading,
			Entities: each(a.found, encodeEntity), Missing: notNil(a.missing), Next: orNull(a.next)}
	case *relationshipReply:
		return RelationshipAnswer{Revision: a.marker.Revision, Epoch: orNull(a.marker.Epoch), Loading: a.marker.Loading,
			Relationship: encodeRelationship(a.relationship), Nodes: each(a.ends, encodeEntity), Sources: each(a.sources, encodeSource)}
	case resultReply:
		out := QueryAnswer{Revision: a.Marker.Revision, Epoch: orNull(a.Marker.Epoch), Loading: a.Marker.Loading,
			Query: a.Query, Columns: notNil(a.Columns), Complete: a.Complete,
			Rows: each(a.Rows, func(row []any) []any { return each(row, encodeValue) })}
		if a.Graph != nil {
			g := encodeSubgraph(*a.Graph)
			out.Graph = &g
		}
		return out
	}
	return judgedTies(r)
}

// encodeValue gives a value of a row the shape that it has everywhere else.
func encodeValue(value any) any {
	switch v := value.(type) {
	case []any:
		return each(v, encodeValue)
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, item := range v {
			out[k] = encodeValue(item)
		}
		return out
	case graph.Date:
		return dateOrNull(v)
	case graph.Entity:
		return encodeEntity(v)
	case graph.Relationship:
		return encodeRelationship(v)
	case graph.Source:
		return encodeSource(v)
	}
	return value
}
