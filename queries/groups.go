package queries

import (
	"cmp"
	"slices"
	"strings"
)

// groups are those of the built-in queries, in the order in which they are listed.
var groups = []string{"Membership", "Officials", "Projects and shares", "Agreements and alliances", "Events", "Connections",
	"States and borders", "Sources", "Graphs"}

// Order sorts queries by group, and within one by name: first the groups of the built-in queries, then others by name,
// then those without.
func Order(qs []Query) {
	place := func(group string) int {
		switch i := slices.Index(groups, group); {
		case group == "":
			return len(groups) + 1
		case i < 0:
			return len(groups)
		default:
			return i
		}
	}
	slices.SortStableFunc(qs, func(a, b Query) int {
		return cmp.Or(cmp.Compare(place(a.Group), place(b.Group)), strings.Compare(a.Group, b.Group), strings.Compare(a.Name, b.Name))
	})
}
