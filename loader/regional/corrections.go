package regional

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// correction is one line of corrections.csv. Its columns:
//
//   - action: drop, change or add.
//   - table: nodes, relationships or sources.
//   - match: which rows, as column=value, separated by semicolons; all have to fit. Empty for add.
//   - rows: how many rows have to match. Another number is an error, so that a correction cannot go stale unnoticed.
//   - set: for change and add the new values, as column=value, separated by semicolons.
//   - reason: why, for people.
type correction struct {
	line          int
	action, table string
	match, set    []assignment
	rows, reason  string
}

type assignment struct{ column, value string }

func readCorrections(r io.Reader) ([]correction, error) {
	rows, err := readRows(r)
	if err != nil {
		return nil, fmt.Errorf("the table of corrections: %w", err)
	}
	list := make([]correction, 0, len(rows))
	for _, row := range rows {
		c := correction{line: row.line, action: row.fields["action"], table: row.fields["table"],
			rows: row.fields["rows"], reason: row.fields["reason"]}
		for column, into := range map[string]*[]assignment{"match": &c.match, "set": &c.set} {
			if *into, err = assignments(row.fields[column]); err != nil {
				return nil, fmt.Errorf("corrections, line %d, %s: %w", row.line, column, err)
			}
		}
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("corrections, line %d: %w", row.line, err)
		}
		list = append(list, c)
	}
	return list, nil
}

func (c *correction) check() error {
	switch {
	case !slices.Contains([]string{"drop", "change", "add"}, c.action):
		return fmt.Errorf("%q is not an action; write drop, change or add", c.action)
	case (c.action == "add") != (len(c.match) == 0):
		return fmt.Errorf("%s takes %d matches; only add takes none", c.action, len(c.match))
	case (c.action == "drop") != (len(c.set) == 0):
		return fmt.Errorf("%s sets %d values; only drop sets none", c.action, len(c.set))
	case c.reason == "":
		return fmt.Errorf("no reason; say why, since it is told to the reader")
	}
	return nil
}

func assignments(text string) ([]assignment, error) {
	var list []assignment
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		column, value, found := strings.Cut(part, "=")
		if !found {
			return nil, fmt.Errorf("%q is not column=value", part)
		}
		list = append(list, assignment{strings.TrimSpace(column), strings.TrimSpace(value)})
	}
	return list, nil
}

// apply corrects the tables in the order of the corrections and tells what it did as Markdown.
func apply(list []correction, tables map[string]*table) (told string, err error) {
	var report report
	for _, c := range list {
		t := tables[c.table]
		if t == nil {
			return "", fmt.Errorf("corrections, line %d: %q is not a table; write nodes, relationships or sources",
				c.line, c.table)
		}
		matched := c.applyTo(t)
		if c.action != "add" && c.rows != fmt.Sprint(len(matched)) {
			return "", fmt.Errorf("corrections, line %d: %d rows of %s match where %s should; look what changed in the pack",
				c.line, len(matched), t.name, c.rows)
		}
		report.tell(&c, matched)
	}
	return report.markdown(), nil
}

// applyTo corrects one table and gives the rows that matched, as they were.
func (c *correction) applyTo(t *table) (matched []row) {
	if c.action == "add" {
		added := row{fields: map[string]string{}}
		added.set(c.set)
		t.rows = append(t.rows, added)
		return []row{added}
	}
	t.rows = slices.DeleteFunc(t.rows, func(r row) bool {
		if !c.matches(r) {
			return false
		}
		matched = append(matched, r.clone())
		r.set(c.set)
		return c.action == "drop"
	})
	return matched
}

func (c *correction) matches(r row) bool {
	for _, m := range c.match {
		if r.fields[m.column] != m.value {
			return false
		}
	}
	return true
}

func (r row) set(values []assignment) {
	for _, v := range values {
		r.fields[v.column] = v.value
	}
}

func (r row) clone() row {
	fields := make(map[string]string, len(r.fields))
	for column, value := range r.fields {
		fields[column] = value
	}
	return row{line: r.line, fields: fields}
}
