package audit

import (
	"fmt"

	"coopgraph/graph"
)

// bounded says of which ends of a type the existence bounds the relationship. Not of those that may tell of what is to
// come or what was (CONCERNS, SUCCEEDS, LINKS), nor of projects and agreements, which people take part in before they
// are there. People's dates are not kept.
var bounded = map[graph.Type]struct{ from, to bool }{
	graph.MemberOf:       {true, true},
	graph.PartOf:         {true, true},
	graph.HoldsOffice:    {false, true},
	graph.PartOfEvent:    {true, true},
	graph.PartyTo:        {true, false},
	graph.Attended:       {true, true},
	graph.TookPlaceIn:    {true, true},
	graph.Chairs:         {true, true},
	graph.CooperatesWith: {true, true},
	graph.DisputesWith:   {true, true},
	graph.Borders:        {true, true},
	graph.NearBySea:      {true, true},
	graph.RelationsWith:  {true, true},
	graph.AlliedWith:     {true, true},
	graph.TakesPartIn:    {true, false},
	graph.Owns:           {true, true},
	graph.Directs:        {false, true},
}

// existence holds a relationship against the days on which its ends were there.
func (c *checker) existence(r *graph.Relationship, id string) {
	ends := bounded[r.Type]
	if ends.from && hasDates(r.From) {
		c.within(r, id, r.From)
	}
	// Who chairs an event does so long before it.
	if kind, _ := graph.KindOfID(r.To); r.Type == graph.Chairs && kind == graph.Event {
		return
	}
	if ends.to && hasDates(r.To) {
		c.within(r, id, r.To)
	}
}

// hasDates reports whether the dates of an entity bound its existence, or are an event's days.
func hasDates(id string) bool {
	kind, _ := graph.KindOfID(id)
	return kind == graph.Country || kind == graph.Organisation || kind == graph.Event
}

func (c *checker) within(r *graph.Relationship, id, end string) {
	e := c.entities[end]
	code := Outside
	if r.Type == graph.MemberOf {
		code = MemberOutside
	}
	say := func(code Code, format string, args ...any) {
		c.found(Finding{code, []string{id, end}, describe(r) + ": " + fmt.Sprintf(format, args...)})
	}
	begin, began := r.Since, "it began in "
	if begin.IsZero() {
		begin, began = r.Observed, "it was seen to hold in "
	}
	if !begin.IsZero() && begin.Last() < e.first {
		say(code, "%s%s, and %s begins on %s", began, begin, end, e.first.Date())
	}
	if e.last == graph.MaxDay {
		return
	}
	last := e.last.Date()
	seen := lastSeen(r)
	switch {
	case !begin.IsZero() && begin.First() > e.last:
		say(code, "%s%s, and %s ends on %s", began, begin, end, last)
	case !r.Until.IsZero():
		if r.Until.First() > e.last {
			say(code, "it lasted until %s, and %s ends on %s", r.Until, end, last)
		}
	case !seen.IsZero() && seen.First() > e.last:
		say(code, "it was seen to hold in %s, and %s ends on %s", seen, end, last)
	default:
		say(Outlives, "it has no end, and %s ends on %s", end, last)
	}
}

// lastSeen is the latest observation of a claim that knows no end.
func lastSeen(r *graph.Relationship) graph.Date {
	var latest graph.Date
	for _, c := range graph.Standing(r.Claims) {
		if c.Until.IsZero() && !c.Observed.IsZero() && (latest.IsZero() || c.Observed.First() > latest.First()) {
			latest = c.Observed
		}
	}
	return latest
}

// surely is the days on which a relationship holds whatever its partial dates mean: from the last day that since may
// mean to the first that until may mean. Without until it goes to the last day on which a source saw it hold; without
// since it begins with the first.
func surely(r *graph.Relationship) graph.Interval {
	begin := r.Since
	if begin.IsZero() {
		begin = r.Observed
	}
	end := r.Until
	if end.IsZero() {
		end = lastSeen(r)
	}
	if begin.IsZero() || end.IsZero() {
		return graph.Never
	}
	return graph.Interval{From: begin.Last(), To: end.First()}
}
