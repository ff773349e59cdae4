package fit

import (
	"cmp"
	"slices"
	"strconv"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// Spells gives the rows of one dataset their spell keys, in place: rows of one key whose days do not go together are told
// apart, by the rule that all datasets keep. The last spell has an empty key; each earlier one has the year in which it
// began or was first seen, with the month or the day where years collide. Rows that have a key already, and those of
// one occasion, are left alone.
//
// Two rows are of one spell where they say the same days, or where both must have held on some day whatever their dates
// mean: 1999 to 2003 and 2003 to 2007 are two, 1999 to 2003 and 2001 to 2003 are one on which sources disagree. Rows
// without any date belong to the last spell. It costs O(n log n).
func Spells(rows []dataset.Row) {
	groups := map[graph.RelationshipKey][]*dataset.Row{}
	for i := range rows {
		r := &rows[i]
		if r.Spell != "" || r.Type.Info().Momentary {
			continue
		}
		groups[r.Canonical()] = append(groups[r.Canonical()], r)
	}
	for _, group := range groups {
		if len(group) > 1 {
			separate(group)
		}
	}
}

// began is the date from which a row is known to hold, zero where it has none.
func began(r *dataset.Row) graph.Date {
	return cmp.Or(r.Since, r.Observed, r.Until)
}

func separate(group []*dataset.Row) {
	group = slices.DeleteFunc(group, func(r *dataset.Row) bool { return began(r).IsZero() })
	slices.SortFunc(group, func(a, b *dataset.Row) int {
		return cmp.Or(cmp.Compare(began(a).First(), began(b).First()), cmp.Compare(began(a).Last(), began(b).Last()),
			cmp.Compare(a.Until.Last(), b.Until.Last()))
	})
	var spells [][]*dataset.Row
	var end graph.Day // the latest of the days on which a row of the last spell may have ended first
	for _, r := range group {
		until := graph.MaxDay
		if !r.Until.IsZero() {
			until = r.Until.First()
		}
		last := len(spells) - 1
		if last >= 0 && (began(r).Last() < end || sameDays(spells[last][len(spells[last])-1], r)) {
			spells[last] = append(spells[last], r)
			end = max(end, until)
			continue
		}
		spells = append(spells, []*dataset.Row{r})
		end = until
	}
	name(spells)
}

// sameDays reports whether two rows may say the same of beginning and end. Where no end is known it takes the same
// beginning.
func sameDays(a, b *dataset.Row) bool {
	if a.Until.IsZero() || b.Until.IsZero() {
		return began(a) == began(b)
	}
	return agree(a.Since, b.Since) && agree(a.Until, b.Until)
}

func agree(a, b graph.Date) bool { return a.IsZero() || b.IsZero() || a.Contains(b) || b.Contains(a) }

// name gives all but the last spell a key.
func name(spells [][]*dataset.Row) {
	if len(spells) < 2 {
		return
	}
	earlier := spells[:len(spells)-1]
	keys := make([]string, len(earlier))
	for _, length := range []int{len("2006"), len("2006-01"), len("2006-01-02")} {
		count := map[string]int{}
		for _, k := range keys {
			count[k]++
		}
		for i, s := range earlier {
			if count[keys[i]] > 1 || keys[i] == "" {
				text := began(s[0]).String()
				keys[i] = text[:min(length, len(text))]
			}
		}
	}
	taken := map[string]int{}
	for i, s := range earlier {
		k := keys[i]
		if taken[k]++; taken[k] > 1 {
			k += "." + strconv.Itoa(taken[k]) // the dates are too coarse to tell them apart
		}
		for _, r := range s {
			r.Spell = k
		}
	}
}
