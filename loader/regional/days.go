package regional

import (
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// firstDays gives the first known day of each event and agreement.
func firstDays(rows []dataset.Row) map[string]graph.Date {
	days := map[string]graph.Date{}
	for _, kind := range []graph.Type{graph.TookPlaceIn, graph.Attended, graph.Concerns} {
		for event, day := range daysOf(kind, rows) {
			if days[event].IsZero() {
				days[event] = day
			}
		}
	}
	for _, r := range rows {
		// A text that was only initialled is not made yet.
		if r.Type != graph.PartyTo || r.Role == "initialled" || r.Since.IsZero() {
			continue
		}
		if known := days[r.To]; known.IsZero() || r.Since.First() < known.First() {
			days[r.To] = r.Since
		}
	}
	return days
}

// daysOf gives the day of each event as relationships of one type have it. A date within an earlier one is more precise
// and replaces it.
func daysOf(kind graph.Type, rows []dataset.Row) map[string]graph.Date {
	days := map[string]graph.Date{}
	for _, r := range rows {
		event := r.From
		if kind == graph.Attended {
			event = r.To
		}
		if r.Type != kind || r.Since.IsZero() || !strings.HasPrefix(event, graph.Event.Prefix()+":") {
			continue
		}
		if known := days[event]; known.IsZero() || known.Contains(r.Since) {
			days[event] = r.Since
		}
	}
	return days
}
