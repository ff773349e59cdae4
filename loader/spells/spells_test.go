package spells

import (
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

func row(to, role, since, until, observed string) dataset.Row {
	return dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.AlliedWith, From: "country:b", To: to, Role: role},
		Claim: graph.Claim{Since: graph.MustDate(since), Until: graph.MustDate(until),
			Observed: graph.MustDate(observed)},
	}
}

func TestTheLastSpellHasNoKey(t *testing.T) {
	rows := []dataset.Row{
		row("country:c", "", "1990", "", "2016"),
		row("country:c", "", "1950-01", "1950-03", ""),
		row("country:c", "", "1950-08-02", "1960", ""),
		row("country:c", "", "1950-08-20", "1960", ""),
		row("country:a", "", "", "1940", "1920"), // seen then, beginning unknown; its ends are the other way round
		row("country:a", "", "1945", "1946", ""),
		row("country:c", "defence", "1930", "1931", ""),
	}
	Name(rows)
	for i, want := range []string{"", "1950-01", "1950-08-02", "1950-08-20", "1920", "", ""} {
		if rows[i].Spell != want {
			t.Errorf("row %d has the spell %q, want %q", i, rows[i].Spell, want)
		}
	}
	if rows[4].From != "country:a" {
		t.Error("the ends are not in the order of their ids")
	}
}
