package atop

import (
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

// obligations is a set of kinds, a bit for each.
type obligations uint8

// kinds are the obligations, in the order in which a role names them.
var kinds = []struct{ column, name string }{
	{"atop_defense", "defence"},
	{"atop_offense", "offence"},
	{"atop_neutral", "neutrality"},
	{"atop_nonagg", "non-aggression"},
	{"atop_consul", "consultation"},
}

// military are the obligations to fight: defence and offence.
const military = obligations(1<<0 | 1<<1)

func (o obligations) names() []string {
	var names []string
	for i, kind := range kinds {
		if o&(1<<i) != 0 {
			names = append(names, kind.name)
		}
	}
	return names
}

// row is the relationship that a spell makes.
func (c *conversion) row(p pair, spell []*year) dataset.Row {
	first, last := spell[0].year, spell[len(spell)-1].year
	row := dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.AlliedWith, From: p.a.ID, To: p.b.ID,
			Role: strings.Join(spell[0].either().names(), ", ")},
		Claim: graph.Claim{Source: sourceID, Confidence: graph.Documented, Since: graph.Year(first),
			Until: graph.Year(last)},
	}
	text := fmt.Sprintf("ATOP codes these obligations between them %s", period(first, last))
	if last == c.last {
		row.Until, row.Observed = graph.Date{}, graph.Year(last)
		text = fmt.Sprintf("ATOP codes these obligations between them from %d to %d, the last year of its data", first, last)
	}
	text += "."
	if spell[0].either()&military == 0 {
		text += " It counts pacts without a promise to fight as alliances too."
	}
	row.Text = text + oneSided(p, spell)
	row.Locator = fmt.Sprintf("%s: ccode1 %s, ccode2 %s, and the reverse, year %s", fileName, c.numbers(p.a, spell),
		c.numbers(p.b, spell), years(first, last))
	return row
}

// oneSided tells which obligations only one of the two has, and when.
func oneSided(p pair, spell []*year) string {
	var text strings.Builder
	for i, kind := range kinds {
		for _, side := range []struct {
			state *identity.State
			alone func(y *year) bool
		}{
			{p.a, func(y *year) bool { return (y.owedByA&^y.owedByB)&(1<<i) != 0 }},
			{p.b, func(y *year) bool { return (y.owedByB&^y.owedByA)&(1<<i) != 0 }},
		} {
			if stretches := stretches(spell, side.alone); len(stretches) > 0 {
				fmt.Fprintf(&text, " Only “%s” owes %s %s.", side.state.Name, kind.name, strings.Join(stretches, " and "))
			}
		}
	}
	return text.String()
}

// stretches says for which years of a spell something holds.
func stretches(spell []*year, holds func(*year) bool) []string {
	var out []string
	for i := 0; i < len(spell); i++ {
		if !holds(spell[i]) {
			continue
		}
		first := spell[i].year
		for i+1 < len(spell) && holds(spell[i+1]) {
			i++
		}
		out = append(out, period(first, spell[i].year))
	}
	return out
}

func period(first, last int) string {
	if first == last {
		return fmt.Sprintf("in %d", first)
	}
	return fmt.Sprintf("from %d to %d", first, last)
}

func years(first, last int) string {
	if first == last {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d to %d", first, last)
}

// numbers gives the numbers under which a state may stand in the file in the years of a spell.
func (c *conversion) numbers(s *identity.State, spell []*year) string {
	var numbers []string
	for code := range c.codes[s] {
		within := func(y *year) bool {
			state, ok := c.states.InYear("cow", code, y.year)
			return ok && state == s
		}
		if slices.ContainsFunc(spell, within) {
			numbers = append(numbers, code)
		}
	}
	slices.Sort(numbers)
	return strings.Join(numbers, " or ")
}
