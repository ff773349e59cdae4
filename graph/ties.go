package graph

import (
	"cmp"
	"strings"
)

// TiesQuery asks how many neighbours of which sort an entity has: what an expansion would bring, before it is made.
type TiesQuery struct {
	ID string // id of the entity
	// Filter decides which relationships and neighbours are counted. What it says of nodes passed through has no
	// meaning here.
	Filter Filter
}

// Complete fills in the defaults and reports what is wrong, naming the parameter.
func (q *TiesQuery) Complete() error { return q.Filter.Check() }

// TieCount counts the neighbours of one kind by relationships of one type in one direction.
type TieCount struct {
	Type Type
	// Direction is Outgoing or Incoming, as seen from the entity, and AnyDirection for a type that is undirected in
	// meaning.
	Direction     Direction
	Kind          Kind // of the neighbours
	Neighbours    int  // distinct other entities
	Relationships int  // to them, of this type and direction
}

// Compare orders counts: fewest neighbours first, then by type, direction and kind as text.
func (t TieCount) Compare(other TieCount) int {
	return cmp.Or(cmp.Compare(t.Neighbours, other.Neighbours), strings.Compare(string(t.Type), string(other.Type)),
		strings.Compare(string(t.Direction), string(other.Direction)), strings.Compare(string(t.Kind), string(other.Kind)))
}

// Narrowed is the filter of the question narrowed to what was counted here: a [NeighbourhoodQuery] of depth 1 with it
// finds exactly these neighbours.
func (t TieCount) Narrowed(f Filter) Filter {
	f.Types, f.Direction, f.Kinds = []Type{t.Type}, t.Direction, []Kind{t.Kind}
	return f
}

// TieDirection is the direction under which a relationship of type t is counted that is seen from its start, if
// outgoing, or else from its end.
func TieDirection(t Type, outgoing bool) Direction {
	switch {
	case t.Undirected():
		return AnyDirection
	case outgoing:
		return Outgoing
	}
	return Incoming
}

// TiesAnswer answers a TiesQuery. Loops are not counted. A neighbour that is tied in several ways is counted in each.
type TiesAnswer struct {
	Marker
	ID     string
	Degree int        // distinct other neighbours in the whole graph, whatever the filter
	Ties   []TieCount // in the order of Compare; none where there is nothing to count
}
