package audit

import (
	"fmt"
	"io"
	"strings"
)

// WriteTo writes the report for people.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	n := r.Checked
	fmt.Fprintf(&b, "The graph at revision %d: %s, %s with %s, %s, %s.\n", r.Revision,
		count(n.Entities, "entity", "entities"), count(n.Relationships, "relationship", "relationships"),
		count(n.Claims, "claim", "claims"),
		count(n.Sources, "source", "sources"), count(n.Datasets, "dataset", "datasets"))
	fmt.Fprintf(&b, "%s, %s, %s.\n", count(r.Errors, "error", "errors"), count(r.Warnings, "warning", "warnings"),
		count(r.Notes, "note", "notes"))
	for _, g := range r.Groups {
		fmt.Fprintf(&b, "\n%s: %s (%d) [%s]\n  What to do: %s.\n", g.Severity, g.What, g.Count, g.Code, g.Fix)
		for _, f := range g.Findings {
			fmt.Fprintf(&b, "  - %s\n", plain(f.Text))
		}
		if more := g.Count - len(g.Findings); more > 0 {
			fmt.Fprintf(&b, "  and %d more\n", more)
		}
	}
	written, err := io.WriteString(w, b.String())
	return int64(written), err
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// plain keeps a text from outside on one line, and from giving orders to a terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}
