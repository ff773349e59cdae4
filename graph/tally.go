package graph

import "maps"

// Tally sums a whole graph up, whatever the order of its elements: what a scan gives has to sum up to what the database
// itself says. Degrees are those that the database keeps. Only elements that a scan gives are counted, which are those
// with an id.
type Tally struct {
	Sources, Withdrawn int
	Entities           map[Kind]int
	Relationships      map[Type]int
	Degrees, Squares   int64 // sums of all entities' degrees and of their squares
	IDs                int64 // bytes of the ids of all sources and entities
}

// Equal reports whether two tallies are the same. A kind or type of which there is nothing may be missing.
func (d Tally) Equal(other Tally) bool {
	return d.Sources == other.Sources && d.Withdrawn == other.Withdrawn && d.Degrees == other.Degrees &&
		d.Squares == other.Squares && d.IDs == other.IDs && sameCounts(d.Entities, other.Entities) &&
		sameCounts(d.Relationships, other.Relationships)
}

func sameCounts[K comparable](a, b map[K]int) bool {
	zero := func(_ K, n int) bool { return n == 0 }
	a, b = maps.Clone(a), maps.Clone(b)
	maps.DeleteFunc(a, zero)
	maps.DeleteFunc(b, zero)
	return maps.Equal(a, b)
}

// Counting gives a visitor that hands everything on to v and adds it to d.
func (d *Tally) Counting(v Visitor) Visitor {
	d.Entities, d.Relationships = map[Kind]int{}, map[Type]int{}
	return Visitor{
		Yield: v.Yield,
		Source: func(s Source) error {
			d.Sources++
			d.IDs += int64(len(s.ID))
			return pass(v.Source, s)
		},
		Entity: func(e Entity) error {
			d.Entities[e.Kind]++
			d.IDs += int64(len(e.ID))
			d.Degrees += int64(e.Degree)
			d.Squares += int64(e.Degree) * int64(e.Degree)
			return pass(v.Entity, e)
		},
		Relationship: func(r Relationship) error {
			d.Relationships[r.Type]++
			return pass(v.Relationship, r)
		},
		Withdrawn: func(r Relationship) error {
			d.Withdrawn++
			return pass(v.Withdrawn, r)
		},
	}
}

func pass[T any](to func(T) error, item T) error {
	if to == nil {
		return nil
	}
	return to(item)
}
