package graph

import "time"

// Defaults and maxima of questions.
const (
	DefaultK           = 3
	MaxK               = 50
	DefaultMaxHops     = 6
	MaxMaxHops         = 12
	DefaultDepth       = 1
	MaxDepth           = 4
	DefaultLimit       = 100
	MaxLimit           = 5000
	DefaultSearchLimit = 10
	MaxSearch          = 100
	MaxRelationships   = 20000 // in a neighbourhood
	MaxAllShortest     = 1000  // paths of mode=all-shortest
	MaxStarts          = 20    // starts of a neighbourhood
	MaxQueryLength     = 200   // bytes of a search text
	DefaultBudget      = 200000
	DefaultDeadline    = 5 * time.Second
	MaxDeadline        = 60 * time.Second
)

// Mode says which paths are asked for.
type Mode string

// The modes.
const (
	Best        Mode = "best"         // the K best up to MaxHops
	AllShortest Mode = "all-shortest" // every one of least hops, MaxAllShortest at most
)

// Modes lists the modes.
func Modes() []string { return []string{string(Best), string(AllShortest)} }

// Rank says which path is better. What is still level is ordered by the sequence of node ids compared as text.
type Rank string

// The ranks.
const (
	Specific Rank = "specific" // least cost, then fewest steps
	ByHops   Rank = "hops"     // fewest steps, then least cost
)

// Ranks lists the ranks.
func Ranks() []string { return []string{string(Specific), string(ByHops)} }

// PathQuery asks how From and To are connected.
type PathQuery struct {
	From, To string // ids of entities
	Filter   Filter
	Mode     Mode // "" is Best
	Rank     Rank // "" is Specific
	K        int  // 0 is DefaultK
	MaxHops  int  // 0 is DefaultMaxHops
	// Concurrent keeps only paths whose shared period is not empty.
	Concurrent bool
	// Budget bounds the nodes that are examined; 0 is DefaultBudget.
	Budget int
	// Memory is where the answer may be made; nil where it shall have memory of its own.
	Memory *Memory `json:"-"`
}

// Complete fills in the defaults and reports what is wrong, naming the parameter.
func (q *PathQuery) Complete() error {
	if q.Mode == "" {
		q.Mode = Best
	}
	if q.Rank == "" {
		q.Rank = Specific
	}
	if q.Mode != Best && q.Mode != AllShortest {
		return Invalid("mode", "%q is not a mode", q.Mode).WithAllowed(Modes()...)
	}
	if q.Rank != Specific && q.Rank != ByHops {
		return Invalid("rank", "%q is not a rank", q.Rank).WithAllowed(Ranks()...)
	}
	if err := within("k", &q.K, DefaultK, MaxK); err != nil {
		return err
	}
	if err := within("max_hops", &q.MaxHops, DefaultMaxHops, MaxMaxHops); err != nil {
		return err
	}
	if q.Budget <= 0 {
		q.Budget = DefaultBudget
	}
	return q.Filter.Check()
}

func within(param string, value *int, byDefault, most int) error {
	if *value == 0 {
		*value = byDefault
	}
	if *value < 1 || *value > most {
		return Invalid(param, "%d is out of range; give 1 to %d (default %d)", *value, most, byDefault)
	}
	return nil
}

// NeighbourhoodQuery asks what is around the starts.
type NeighbourhoodQuery struct {
	Starts []string // ids of entities
	Filter Filter
	Depth  int // 0 is DefaultDepth
	Limit  int // nodes beside the starts; 0 is DefaultLimit
	// Cursor continues where an earlier answer was cut; from Cut.Next of the same question.
	Cursor string
	Budget int // nodes examined at most; 0 is DefaultBudget
	// Memory is where the answer may be made; nil where it shall have memory of its own.
	Memory *Memory `json:"-"`
}

// Complete fills in the defaults and reports what is wrong, naming the parameter.
func (q *NeighbourhoodQuery) Complete() error {
	if len(q.Starts) == 0 || len(q.Starts) > MaxStarts {
		return Invalid("ids", "%d ids; give 1 to %d", len(q.Starts), MaxStarts)
	}
	if err := within("depth", &q.Depth, DefaultDepth, MaxDepth); err != nil {
		return err
	}
	if err := within("limit", &q.Limit, DefaultLimit, MaxLimit); err != nil {
		return err
	}
	if q.Budget <= 0 {
		q.Budget = DefaultBudget
	}
	return q.Filter.Check()
}

// EntitiesQuery lists entities in the order of their ids.
type EntitiesQuery struct {
	Kind  Kind // "" for all
	Limit int  // 0 is DefaultLimit
	After string
	IDs   []string // only these, of which unknown ones are left out; empty for all; at most MaxListLength
}

// Complete fills in the defaults and reports what is wrong, naming the parameter.
func (q *EntitiesQuery) Complete() error {
	if q.Kind != "" && !q.Kind.Valid() {
		return Invalid("kind", "%q is not a kind", q.Kind).WithAllowed(KindNames()...)
	}
	if len(q.IDs) > MaxListLength {
		return Invalid("ids", "%d ids; at most %d are allowed", len(q.IDs), MaxListLength)
	}
	return within("limit", &q.Limit, DefaultLimit, MaxLimit)
}

// SearchQuery looks entities up by name.
type SearchQuery struct {
	Text  string
	Kinds []Kind // empty for all
	Limit int    // 0 is DefaultSearchLimit
}

// Complete fills in the defaults and reports what is wrong, naming the parameter.
func (q *SearchQuery) Complete() error {
	switch {
	case q.Text == "":
		return Invalid("q", "the text to search for is empty; give at least one letter of a name")
	case len(q.Text) > MaxQueryLength:
		return Invalid("q", "the text is %d bytes long; %d are allowed", len(q.Text), MaxQueryLength)
	}
	for _, k := range q.Kinds {
		if !k.Valid() {
			return Invalid("kinds", "%q is not a kind", k).WithAllowed(KindNames()...)
		}
	}
	return within("limit", &q.Limit, DefaultSearchLimit, MaxSearch)
}
