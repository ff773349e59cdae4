package csr

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// tieSort counts the neighbours of one kind by one type in one direction.
type tieSort struct {
	neighbours, relationships int
	last                      uint32 // the neighbour counted last, and one more
}

// Sorts of ties are numbered by type, then by direction, then by kind.
var tieDirections = [...]graph.Direction{graph.AnyDirection, graph.Outgoing, graph.Incoming}

const (
	anyTie = iota
	outgoingTie
	incomingTie
)

// Ties implements graph.Reader. It costs one scan of the entity's arcs, whose order has each neighbour in one place.
func (m *Model) Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.TiesAnswer{}, err
	}
	n, err := m.node(ctx, "id", q.ID)
	if err != nil {
		return graph.TiesAnswer{}, err
	}
	sorts := make([]tieSort, len(typeNames)*len(tieDirections)*len(kindInfos))
	c := m.ready(&q.Filter)
	for i := m.first[n]; i < m.first[n+1]; i++ {
		if i%patience == patience-1 && ctx.Err() != nil {
			return graph.TiesAnswer{}, ended(ctx, 0)
		}
		other := m.arcs.to[i]
		if other == n || !c.passShown(other) || !c.passArc(i, 0) {
			continue
		}
		s := &sorts[m.tieSortOf(i, other)]
		s.relationships++
		if s.last != other+1 {
			s.last = other + 1
			s.neighbours++
		}
	}
	answer := graph.TiesAnswer{Marker: m.marker, ID: q.ID, Degree: int(m.degrees[n])}
	for number, s := range sorts {
		if s.relationships > 0 {
			kinds := len(kindInfos)
			answer.Ties = append(answer.Ties, graph.TieCount{
				Type:      graph.Type(typeNames[number/kinds/len(tieDirections)]),
				Direction: tieDirections[number/kinds%len(tieDirections)], Kind: kindInfos[number%kinds].Kind,
				Neighbours: s.neighbours, Relationships: s.relationships})
		}
	}
	slices.SortFunc(answer.Ties, graph.TieCount.Compare)
	return answer, nil
}

// tieSortOf is the number of the sort of ties that an arc to this node is one of.
func (m *Model) tieSortOf(i, other uint32) int {
	of, direction := m.arcs.tag[i]&typeBits, anyTie
	switch {
	case undirected>>of&1 != 0:
	case m.arcs.rel[i]&incoming == 0:
		direction = outgoingTie
	default:
		direction = incomingTie
	}
	return (int(of)*len(tieDirections)+direction)*len(kindInfos) + int(m.kinds[other])
}
