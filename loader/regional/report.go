package regional

import (
	"fmt"
	"strings"
)

// report collects what was corrected, for DROPPED.md.
type report struct{ dropped, changed, added []string }

func (r *report) tell(c *correction, matched []row) {
	for _, m := range matched {
		line := fmt.Sprintf("| %s | %s | %s |\n", cell(describe(c.table, m)), cell(describeChange(c, m)), cell(c.reason))
		switch c.action {
		case "drop":
			r.dropped = append(r.dropped, line)
		case "change":
			r.changed = append(r.changed, line)
		case "add":
			r.added = append(r.added, line)
		}
	}
}

// describe names a row so that a person finds it: its line in the pack and what it says.
func describe(table string, r row) string {
	f := r.fields
	text := f["id"]
	if table == "relationships" {
		text = strings.Join(strings.Fields(strings.Join([]string{f["type"], f["from"], f["to"], f["role"], f["title"],
			"[" + f["source"] + "]"}, " ")), " ")
	}
	if r.line == 0 {
		return text
	}
	return fmt.Sprintf("%s line %d: %s", table, r.line, text)
}

func describeChange(c *correction, r row) string {
	var parts []string
	for _, s := range c.set {
		old := r.fields[s.column]
		switch {
		case c.action == "add":
			if s.column == "since" || s.column == "until" || s.column == "claim" {
				parts = append(parts, s.column+" "+s.value)
			}
		case old == s.value:
		default:
			parts = append(parts, fmt.Sprintf("%s: %s → %s", s.column, orNone(old), orNone(s.value)))
		}
	}
	return strings.Join(parts, "; ")
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func (r *report) markdown() string {
	var b strings.Builder
	b.WriteString("# What was dropped, changed and added\n\n" +
		"Written by the importer from loader/regional/corrections.csv. Line numbers are those of the pack as collected.\n")
	for _, section := range []struct {
		title string
		lines []string
	}{{"Dropped", r.dropped}, {"Changed", r.changed}, {"Added, by inference from other rows", r.added}} {
		fmt.Fprintf(&b, "\n## %s (%d)\n\n", section.title, len(section.lines))
		if len(section.lines) > 0 {
			b.WriteString("| row | change | reason |\n| --- | --- | --- |\n")
		}
		for _, line := range section.lines {
			b.WriteString(line)
		}
	}
	return b.String()
}
