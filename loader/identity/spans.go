package identity

import (
	"fmt"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// Span is a stretch of days in which a code stands for one state.
type Span struct {
	State *State
	Days  graph.Interval
}

// Spans lists the states that a code stands for within days, in the order of time, each with its part of the days.
// Days in which the code stands for none are left out.
func (t *StateTable) Spans(scheme, code string, days graph.Interval) []Span {
	var out []Span
	for _, span := range t.byCode[scheme+":"+code] {
		if part := span.Days.Intersect(days); !part.Empty() {
			out = append(out, Span{span.State, part})
		}
	}
	return out
}

// InYear finds the state that a code stands for in the greater part of a year, for data that have years and no days.
// Of equal parts the earlier counts.
func (t *StateTable) InYear(scheme, code string, year int) (*State, bool) {
	date := graph.Year(year)
	var state *State
	var most graph.Day
	for _, span := range t.Spans(scheme, code, graph.Interval{From: date.First(), To: date.Last()}) {
		if n := span.Days.To - span.Days.From + 1; n > most {
			state, most = span.State, n
		}
	}
	return state, state != nil
}

// Reason tells for a report why a code stands for a state, where that is more than a look at the table: the code was
// several states' in turn, or is not the one that the state has now. It is false where there is nothing to tell.
func (t *StateTable) Reason(s *State, scheme, code string) (dataset.Merge, bool) {
	spans := t.Spans(scheme, code, graph.Always)
	if len(spans) == 1 && s.Codes[scheme] == code {
		return dataset.Merge{}, false
	}
	for _, span := range spans {
		if span.State == s {
			return dataset.Merge{Entity: s.ID, As: scheme + ":" + code,
				Reason: "the code stands for it " + during(span.Days) + ", in the table of states"}, true
		}
	}
	return dataset.Merge{}, false
}

// during says days in words.
func during(days graph.Interval) string {
	from, to := days.From.Date(), days.To.Date()
	switch {
	case from.IsZero() && to.IsZero():
		return "throughout"
	case from.IsZero():
		return "to " + to.Words()
	case to.IsZero():
		return "from " + from.Words()
	}
	return fmt.Sprintf("from %s to %s", from.Words(), to.Words())
}
