package queries

import (
	"fmt"
	"strings"

	"coopgraph/graph"
)

// warnings names the operators of a plan that read more than a question should have to: all nodes or all relationships,
// or every pair of two lists. Scans of one kind, such as all countries, are no fault.
func warnings(root *graph.Operator) []string {
	if root == nil {
		return nil
	}
	var out []string
	if w := warning(root); w != "" {
		out = append(out, w)
	}
	for _, child := range root.Children {
		out = append(out, warnings(child)...)
	}
	return out
}

func warning(o *graph.Operator) string {
	name := strings.TrimPrefix(o.Name, "Partitioned")
	_, label, _ := strings.Cut(o.Details, ":")
	switch {
	case name == "AllNodesScan":
		return fmt.Sprintf("AllNodesScan (%s) reads every node there is; begin with an id or a kind", o.Details)
	case name == "NodeByLabelScan" && label == "Entity":
		return fmt.Sprintf("NodeByLabelScan (%s) reads every entity there is; begin with an id or a kind", o.Details)
	case strings.HasSuffix(name, "AllRelationshipsScan"):
		return fmt.Sprintf("%s (%s) reads every relationship there is; begin with an id or a kind, or name the type", o.Name, o.Details)
	case name == "CartesianProduct" && manyByMany(o):
		return "CartesianProduct makes every pair of two lists; connect the two patterns, or put a WITH between them"
	}
	return ""
}

// manyByMany reports whether both lists that a product is made of are expected to be longer than a row or two, as they
// are not where each is an entity that was asked for.
func manyByMany(o *graph.Operator) bool {
	const few = 2
	for _, child := range o.Children {
		if child.Rows >= 0 && child.Rows <= few {
			return false
		}
	}
	return true
}

// CheckText writes what a check found of a query, for people: one line ok, or broken with file, line and reason; then the
// plan as a tree with the rows that the database expects of each step, and the warnings.
func (q Query) CheckText() string {
	if q.Broken != "" {
		return "broken  " + q.Broken + "\n"
	}
	var b strings.Builder
	if !q.checked {
		fmt.Fprintf(&b, "header  %s: header and words are in order; no Neo4j has planned it\n", q.File)
		return b.String()
	}
	fmt.Fprintf(&b, "ok      %s\n", q.File)
	writePlan(&b, q.Plan)
	for _, w := range q.Warnings {
		fmt.Fprintf(&b, "warning %s:%d: %s\n", q.File, q.firstLine(), w)
	}
	return b.String()
}

// writePlan lists the operators in the order in which rows flow through them, from the last to the first, as Neo4j's own
// plans do; what feeds an operator stands below it, and further in where there are several.
func writePlan(b *strings.Builder, root *graph.Operator) {
	if root == nil {
		return
	}
	type line struct{ name, rows, details string }
	var lines []line
	widest := 0
	var walk func(o *graph.Operator, depth int)
	walk = func(o *graph.Operator, depth int) {
		rows := "?"
		if o.Rows >= 0 {
			rows = fmt.Sprintf("%.0f", o.Rows)
		}
		l := line{strings.Repeat("  ", depth) + o.Name, rows, shorten(o.Details)}
		widest = max(widest, len(l.name))
		lines = append(lines, l)
		for i, child := range o.Children {
			walk(child, depth+min(i, 1))
		}
	}
	walk(root, 0)
	fmt.Fprintf(b, "        %-*s  %9s  %s\n", widest, "step", "est. rows", "what")
	for _, l := range lines {
		fmt.Fprintln(b, strings.TrimRight(fmt.Sprintf("        %-*s  %9s  %s", widest, l.name, l.rows, l.details), " "))
	}
}

func shorten(s string) string {
	const most = 100
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
