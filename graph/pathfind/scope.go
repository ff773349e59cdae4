package pathfind

import (
	"slices"

	"coopgraph/graph"
)

// Scope is the entities whose relationships a question is about, sorted: with none those of the whole graph, with one
// those that it is an end of, loops among them, with several those that join two of them or one with itself.
type Scope []string

// Covers reports whether a relationship is in the scope and its ends and direction pass the filter. The entities of
// the scope are the question's ends, which are never filtered away; any other end has to be one that may be shown,
// and a direction is seen from a single entity. An engine that finds ties by other means gives those of which this is
// true.
func (s Scope) Covers(f *graph.Filter, t graph.Type, from, to End) bool {
	switch len(s) {
	case 0:
		return f.PassShown(from.ID, from.Kind) && f.PassShown(to.ID, to.Kind)
	case 1:
		switch s[0] {
		case from.ID:
			return to.ID == s[0] || f.PassDirection(t, true) && f.PassShown(to.ID, to.Kind)
		case to.ID:
			return f.PassDirection(t, false) && f.PassShown(from.ID, from.Kind)
		}
		return false
	}
	return slices.Contains(s, from.ID) && slices.Contains(s, to.ID)
}

// End is an end of a relationship.
type End struct {
	ID   string
	Kind graph.Kind
}

// Tie is a relationship without its claims: what it takes to put it into the order of events. Of a filter that is
// about claims, the dates are those that the passing claims amount to.
type Tie struct {
	graph.RelationshipKey
	Since, Until, Observed graph.Date
}

// Facts are the tie's dates.
func (t *Tie) Facts() graph.Facts {
	return graph.Facts{Since: t.Since, Until: t.Until, Observed: t.Observed}
}

// Changes counts what became of the ties of a scope between two dates.
type Changes struct{ Unchanged, Undated int }

// Count puts a tie that passes the filter into its class: counts it, or calls visit where it began or ended.
func (c *Changes) Count(t Tie, f *graph.Filter, from, to graph.Date, visit func(Tie, graph.Change) error) error {
	facts := t.Facts()
	change := facts.Change(from, to, f.KeepUndated)
	switch change {
	case graph.HeldNever:
	case graph.HasLasted:
		c.Unchanged++
	case graph.ChangeUnknown:
		c.Undated++
	case graph.HasBegun, graph.HasEnded:
		return visit(t, change)
	}
	return nil
}
