package graph

// DiffQuery asks which relationships began or ended between two dates: without an id those of the whole graph, with
// one those that the entity is an end of, with several those that join two of them.
type DiffQuery struct {
	From, To Date     // partial ones count as Filter.AsOf does; From lies wholly before To
	IDs      []string // ids of entities, at most MaxTimelineIDs different ones
	// Filter has no date of its own. A direction, seen from the entity, is for a single one alone.
	Filter Filter
	Limit  int // changes shown; 0 is DefaultLimit
	// Cursor continues where an earlier answer was cut; from Next of the same question.
	Cursor string
}

// Complete fills in the defaults, drops ids that are given again, and reports what is wrong, naming the parameter.
func (q *DiffQuery) Complete() error {
	var err error
	if q.IDs, err = differentIDs(q.IDs, 0, MaxTimelineIDs); err != nil {
		return err
	}
	if err := CheckTwoDates(q.From, q.To, &q.Filter); err != nil {
		return err
	}
	if err := q.Filter.directed(q.IDs); err != nil {
		return err
	}
	if err := within("limit", &q.Limit, DefaultLimit, MaxLimit); err != nil {
		return err
	}
	return q.Filter.Check()
}

// CheckTwoDates reports what is wrong with two dates that are to be compared, and with a filter beside them, which has no
// date of its own.
func CheckTwoDates(from, to Date, f *Filter) error {
	switch {
	case from.IsZero():
		return Invalid("from_date", "the earlier of the two dates is missing; write 2024, 2024-06 or 2024-06-27")
	case to.IsZero():
		return Invalid("to_date", "the later of the two dates is missing; write 2024, 2024-06 or 2024-06-27")
	case from.Last() >= to.First():
		return Invalid("to_date", "to_date %s does not lie after from_date %s; two dates are compared, so they must not overlap",
			to, from)
	case f.Dated():
		return Invalid("as_of", "the two dates compared are the only ones; leave as_of out")
	}
	return nil
}

// DiffAnswer answers a DiffQuery.
type DiffAnswer struct {
	Marker
	Changes []TimelineEvent // Began and Ended, by day, then by kind, then by the relationship's id
	Graph   Subgraph        // the entities asked for, and the relationships of the changes with their ends
	// Began, Ended and Unchanged count all relationships that hold at To alone, at From alone, and at both; Undated those
	// of which it is not known, see [Facts.Change].
	Began, Ended, Unchanged, Undated int

	Complete bool   // true where nothing is left beyond this page
	Next     string // cursor of the next page; "" where there is none
}

// Change is what two dates make of a relationship.
type Change int

// The changes.
const (
	HeldNever     Change = iota // at neither date
	HasBegun                    // at the later date alone
	HasEnded                    // at the earlier date alone
	HasLasted                   // at both dates, whatever was between them
	ChangeUnknown               // no beginning is known, and it depends on it
)

// Change compares two dates, the first wholly before the second. A relationship without a known beginning that was
// first seen after the first date would seem to have begun between them, which nobody says: unless keepUndated lets
// it hold before its first observation, what depends on that is ChangeUnknown.
func (f *Facts) Change(from, to Date, keepUndated bool) Change {
	return ChangeOf(f.Holds(true), f.Holds(keepUndated), Interval{from.First(), from.Last()}, Interval{to.First(), to.Last()})
}

// ChangeOf is [Facts.Change] of what is known to hold on the days held, and counts as holding on the days kept where
// what was before the first observation counts; where that is what was asked for, the two are the same.
func ChangeOf(kept, held, from, to Interval) Change {
	change := changeOf(kept, from, to)
	if change != changeOf(held, from, to) {
		return ChangeUnknown
	}
	return change
}

func changeOf(holds, from, to Interval) Change {
	before, after := holds.Overlaps(from), holds.Overlaps(to)
	switch {
	case before && after:
		return HasLasted
	case before:
		return HasEnded
	case after:
		return HasBegun
	}
	return HeldNever
}
