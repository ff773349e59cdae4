package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Interval is a span of days, both ends included. It is empty where From is after To.
type Interval struct{ From, To Day }

// Always is the interval of all days.
var Always = Interval{MinDay, MaxDay}

// Never is an empty interval.
var Never = Interval{MaxDay, MinDay}

// Empty reports whether no day is in i.
func (i Interval) Empty() bool { return i.From > i.To }

// Overlaps reports whether some day is in both.
func (i Interval) Overlaps(other Interval) bool {
	return max(i.From, other.From) <= min(i.To, other.To)
}

// Intersect is the interval of the days that are in both.
func (i Interval) Intersect(other Interval) Interval {
	return Interval{max(i.From, other.From), min(i.To, other.To)}
}

// Days is a set of days: intervals in order, none empty, none touching the next.
type Days []Interval

// Union is the set of the days that are in at least one of the intervals, in any order and number.
func Union(intervals ...Interval) Days {
	sorted := make(Days, 0, len(intervals))
	for _, i := range intervals {
		if !i.Empty() {
			sorted = append(sorted, i)
		}
	}
	slices.SortFunc(sorted, func(a, b Interval) int { return cmp.Compare(a.From, b.From) })
	var out Days
	for _, i := range sorted {
		if n := len(out); n > 0 && (out[n-1].To == MaxDay || i.From <= out[n-1].To+1) {
			out[n-1].To = max(out[n-1].To, i.To)
			continue
		}
		out = append(out, i)
	}
	return out
}

// Intersect is the set of the days that are in both sets.
func (d Days) Intersect(other Days) Days {
	var out Days
	for a, b := 0, 0; a < len(d) && b < len(other); {
		if both := d[a].Intersect(other[b]); !both.Empty() {
			out = append(out, both)
		}
		if d[a].To < other[b].To {
			a++
		} else {
			b++
		}
	}
	return out
}

// Clip is the set of the days of d that are in i.
func (d Days) Clip(i Interval) Days { return d.Intersect(Days{i}) }

// Words says which days these are for a sentence: "from 4 May 2001 to 2 June 2001; since 1 March 2020", "at all times",
// "on no day" for none.
func (d Days) Words() string {
	if len(d) == 0 {
		return "on no day"
	}
	parts := make([]string, len(d))
	for n, i := range d {
		switch from, to := i.From.Date(), i.To.Date(); {
		case from.IsZero() && to.IsZero():
			parts[n] = "at all times"
		case from.IsZero():
			parts[n] = "until " + to.Words()
		case to.IsZero():
			parts[n] = "since " + from.Words()
		case from == to:
			parts[n] = "on " + from.Words()
		default:
			parts[n] = "from " + from.Words() + " to " + to.Words()
		}
	}
	return strings.Join(parts, "; ")
}
