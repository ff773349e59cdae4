package graph

// Limits of a CommonQuery.
const (
	MaxCommonIDs = 20
	MaxCommon    = 1000 // neighbours a page: each comes with its relationships to all of the entities
)

// CommonQuery asks which neighbours the entities share.
type CommonQuery struct {
	IDs    []string // ids of entities, 2 to MaxCommonIDs different ones
	Filter Filter   // a direction is seen from the entities
	// Min is how many of the entities a neighbour has to be tied to; 0 is all of them.
	Min   int
	Limit int // neighbours shown; 0 is DefaultLimit, at most MaxCommon
	// Cursor continues where an earlier answer was cut; from Next of the same question.
	Cursor string
}

// Complete fills in the defaults, drops ids that are given again, and reports what is wrong, naming the parameter.
func (q *CommonQuery) Complete() error {
	var err error
	if q.IDs, err = differentIDs(q.IDs, 2, MaxCommonIDs); err != nil {
		return err
	}
	if q.Min == 0 {
		q.Min = len(q.IDs)
	}
	if q.Min < 2 || q.Min > len(q.IDs) {
		return Invalid("min", "%d is out of range; give 2 to %d, the number of different ids (default all)", q.Min, len(q.IDs))
	}
	if err := within("limit", &q.Limit, DefaultLimit, MaxCommon); err != nil {
		return err
	}
	return q.Filter.Check()
}

// Tied is one entity and the relationships by which a neighbour is tied to it.
type Tied struct {
	ID            string
	Relationships []string // ids, sorted
}

// Shared is a neighbour of several entities.
type Shared struct {
	ID     string
	Degree int
	Ties   []Tied // one for each of the entities that it is tied to, sorted by id
}

// CommonAnswer answers a CommonQuery.
type CommonAnswer struct {
	Marker
	Shared   []Shared // tied to most entities first, then of least degree, then by id
	Graph    Subgraph // the entities, the neighbours shown, and their ties
	Count    int      // neighbours shared in all, shown or not
	Complete bool     // true where nothing is left beyond this page
	Next     string   // cursor of the next page; "" where there is none
	Examined int      // nodes examined
}
