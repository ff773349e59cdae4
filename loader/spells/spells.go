// Package spells gives the spells of a relationship their keys, the same way in all datasets that code them: where a
// relationship held once, its key is empty; where it held several times, the last time has the empty key, so that it
// meets what datasets of today say, and each earlier one has the year in which it began.
package spells

import (
	"cmp"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// Name sets the spell of every row. The rows are of one dataset and each is a spell of its own; their order is kept.
func Name(rows []dataset.Row) {
	groups := map[graph.RelationshipKey][]int{}
	for i := range rows {
		rows[i].RelationshipKey = rows[i].Canonical()
		rows[i].Spell = ""
		groups[rows[i].RelationshipKey] = append(groups[rows[i].RelationshipKey], i)
	}
	for _, group := range groups {
		slices.SortFunc(group, func(a, b int) int {
			return cmp.Or(cmp.Compare(Beginning(&rows[a].Claim).First(), Beginning(&rows[b].Claim).First()),
				cmp.Compare(rows[a].Until.Last(), rows[b].Until.Last()))
		})
		earlier := group[:len(group)-1]
		for _, i := range earlier {
			rows[i].Spell = key(rows, earlier, i)
		}
	}
}

// Beginning is when a claim's spell began, or else when it was first seen.
func Beginning(c *graph.Claim) graph.Date { return cmp.Or(c.Since, c.Observed) }

// key is the year in which spell i began, or as much more of the date as tells it from the others.
func key(rows []dataset.Row, group []int, i int) string {
	whole := Beginning(&rows[i].Claim).String()
	for _, length := range []int{4, 7} {
		short := whole[:min(length, len(whole))]
		same := 0
		for _, j := range group {
			if strings.HasPrefix(Beginning(&rows[j].Claim).String(), short) {
				same++
			}
		}
		if same == 1 {
			return short
		}
	}
	return whole
}
