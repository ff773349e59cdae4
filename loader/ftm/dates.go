package ftm

import (
	"cmp"
	"slices"
	"strings"

	"coopgraph/graph"
)

// historic is what FollowTheMoney writes for "long ago".
const historic = "1001-01-01"

// day reads a date with or without a time after it; the zero Date for none.
func day(s string) graph.Date {
	d, _ := readDate(s)
	return d
}

// readDate reads "2024", "2024-06", "2024-06-27" or the last with a time after it, and reports false for anything else.
func readDate(s string) (graph.Date, bool) {
	if text, _, timed := strings.Cut(s, "T"); timed && len(text) == len(historic) {
		s = text
	}
	d, err := graph.ParseDate(s)
	return d, err == nil && s != ""
}

// parseDates reads the dates of one property: the most precise ones, each once, in order. Two that are left contradict
// each other. It also gives the first text that is no date.
func parseDates(values []string) (list []graph.Date, bad string) {
	for _, v := range values {
		d, ok := readDate(v)
		switch {
		case !ok:
			return nil, v
		case d.String() != historic:
			list = append(list, d)
		}
	}
	precise := slices.DeleteFunc(slices.Clone(list), func(d graph.Date) bool {
		return slices.ContainsFunc(list, func(o graph.Date) bool { return o != d && d.Contains(o) })
	})
	slices.SortFunc(precise, func(a, b graph.Date) int {
		return cmp.Or(cmp.Compare(a.First(), b.First()), cmp.Compare(a.Last(), b.Last()))
	})
	return slices.Compact(precise), ""
}

// dates is parseDates where a text that is no date counts as none.
func dates(values []string) []graph.Date {
	list, _ := parseDates(values)
	return list
}

// at is one of a list, zero beyond its end.
func at(list []graph.Date, i int) graph.Date {
	if i < len(list) {
		return list[i]
	}
	return graph.Date{}
}

// period is the days of one claim.
type period struct{ since, until graph.Date }

// periods pairs beginnings and ends. Where one of them is told in several ways that contradict each other, each way is a
// claim of its own, so that the contradiction shows.
func periods(since, until []graph.Date) []period {
	out := []period{}
	for i := range max(len(since), len(until), 1) {
		p := period{at(since, min(i, max(0, len(since)-1))), at(until, min(i, max(0, len(until)-1)))}
		if !p.since.IsZero() && !p.until.IsZero() && p.until.Last() < p.since.First() {
			out = append(out, period{since: p.since}, period{until: p.until})
			continue
		}
		out = append(out, p)
	}
	return out
}
