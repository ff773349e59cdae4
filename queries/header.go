package queries

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// flaw is what is wrong with a file, and where.
type flaw struct {
	line   int // 0 where it is the whole file
	reason string
}

func (f *flaw) Error() string { return fmt.Sprintf("line %d: %s", f.line, f.reason) }

func flawAt(line int, format string, args ...any) *flaw {
	return &flaw{line, fmt.Sprintf(format, args...)}
}

var (
	queryName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	valueName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`) // of parameters and columns
)

const maxNameLength = 60

// parse reads a file: the header, and the statement with its first lock.
func parse(text string) (*Query, *flaw) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	end := slices.IndexFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "//") })
	if end < 0 {
		end = len(lines)
	}
	if end == 0 {
		return nil, flawAt(1, "there is no header; begin the file with // name: %s", "...")
	}
	entries, fault := headerEntries(lines[:end])
	if fault != nil {
		return nil, fault
	}
	q := &Query{RowLimit: DefaultRows, TimeLimit: DefaultTime}
	if fault := q.readHeader(entries); fault != nil {
		return q, fault
	}
	statement := strings.Join(lines[end:], "\n")
	q.Cypher = strings.TrimSpace(statement)
	q.text = strings.Repeat("\n", end) + strings.TrimRight(statement, " \t\n")
	return q, q.checkWords()
}

var headerKeys = []string{"name", "title", "description", "group", "parameters", "columns", "graph", "rows", "time", "tags",
	"example"}

// The names that the fronts have taken: the first for commands beside queries, the others for what every run has.
var (
	takenNames  = []string{"check", "docs", "help", "new"}
	takenParams = []string{"epoch", "format", "help", "param", "queries", "revision"}
)

func (q *Query) readHeader(entries []entry) *flaw {
	seen := map[string]bool{}
	for _, e := range entries {
		if !slices.Contains(headerKeys, e.key) {
			return flawAt(e.line, "%q is not a field of a header; allowed: %s", e.key, strings.Join(headerKeys, ", "))
		}
		if seen[e.key] {
			return flawAt(e.line, "%s is given twice", e.key)
		}
		seen[e.key] = true
		if fault := q.set(e); fault != nil {
			return fault
		}
	}
	for _, key := range []string{"name", "title", "description", "columns"} {
		if !seen[key] {
			return flawAt(1, "the header has no %s", key)
		}
	}
	if i := slices.IndexFunc(entries, func(e entry) bool { return e.key == "example" }); i >= 0 {
		return q.checkExample(entries[i].line)
	}
	return nil
}

func (q *Query) set(e entry) *flaw {
	if !slices.Contains([]string{"parameters", "columns", "example"}, e.key) && e.value == "" {
		return flawAt(e.line, "%s is empty", e.key)
	}
	switch e.key {
	case "name":
		return q.setName(e)
	case "title":
		q.Title = e.value
	case "description":
		q.Description = e.value
	case "group":
		q.Group = e.value
	case "parameters":
		return q.setParams(e)
	case "columns":
		return q.setColumns(e)
	case "graph":
		return parseBool(e, &q.Graph)
	case "rows":
		return q.setRows(e)
	case "time":
		return q.setTime(e)
	case "tags":
		q.Tags = splitList(e.value)
	case "example":
		return q.setExample(e)
	}
	return nil
}

func (q *Query) setName(e entry) *flaw {
	if !queryName.MatchString(e.value) || len(e.value) > maxNameLength {
		return flawAt(e.line, "%q is not a name; use lower-case letters, digits and single hyphens, at most %d",
			e.value, maxNameLength)
	}
	if slices.Contains(takenNames, e.value) {
		return flawAt(e.line, "%q is the name of a command; give the file and its query another", e.value)
	}
	q.Name = e.value
	return nil
}

func (q *Query) setRows(e entry) *flaw {
	n, err := strconv.Atoi(e.value)
	if err != nil || n < 1 || n > MaxRows {
		return flawAt(e.line, "rows is %q; give a number from 1 to %d", e.value, MaxRows)
	}
	q.RowLimit = n
	return nil
}

func (q *Query) setTime(e entry) *flaw {
	d, err := time.ParseDuration(e.value)
	if err != nil || d <= 0 || d > MaxTime {
		return flawAt(e.line, "time is %q; give a duration such as 5s, at most %s", e.value, MaxTime)
	}
	q.TimeLimit = d
	return nil
}

func (q *Query) setColumns(e entry) *flaw {
	for _, c := range e.children {
		if !valueName.MatchString(c.key) {
			return flawAt(c.line, "%q is not a name for a column; use lower-case letters, digits and _", c.key)
		}
		kind, sentence, found := strings.Cut(c.value, ",")
		if !found || strings.TrimSpace(sentence) == "" || len(c.children) > 0 {
			return flawAt(c.line, "column %s: write its type, a comma and a sentence", c.key)
		}
		if !slices.Contains(columnTypes, kind) {
			return flawAt(c.line, "column %s: %q is not a type; allowed: %s", c.key, kind, strings.Join(columnTypes, ", "))
		}
		if slices.ContainsFunc(q.Columns, func(o Column) bool { return o.Name == c.key }) {
			return flawAt(c.line, "column %s is given twice", c.key)
		}
		q.Columns = append(q.Columns, Column{c.key, Type(kind), strings.TrimSpace(sentence)})
	}
	if len(q.Columns) == 0 || e.value != "" {
		return flawAt(e.line, "columns has to list each column on a line of its own, two spaces further in")
	}
	return nil
}

func (q *Query) setParams(e entry) *flaw {
	for _, c := range e.children {
		p := Param{Name: c.key, Required: true}
		if !valueName.MatchString(c.key) || len(c.key) > maxNameLength {
			return flawAt(c.line, "%q is not a name for a parameter; begin with a lower-case letter and use only such, "+
				"digits and _", c.key)
		}
		if slices.Contains(takenParams, c.key) {
			return flawAt(c.line, "the name %q is taken; give the parameter another", c.key)
		}
		if slices.ContainsFunc(q.Params, func(o Param) bool { return o.Name == c.key }) {
			return flawAt(c.line, "parameter %s is given twice", c.key)
		}
		if fault := p.read(c); fault != nil {
			return fault
		}
		q.Params = append(q.Params, p)
	}
	if len(q.Params) == 0 || e.value != "" {
		return flawAt(e.line, "parameters has to list each parameter on a line of its own, two spaces further in")
	}
	return q.checkDateNames(e.line)
}

// checkDateNames keeps what a date brings along apart from the other parameters.
func (q *Query) checkDateNames(line int) *flaw {
	for _, p := range q.Params {
		for _, o := range q.Params {
			if p.Type == Date && (o.Name == p.Name+firstSuffix || o.Name == p.Name+lastSuffix) {
				return flawAt(line, "the date %s brings %s along by itself; give the parameter another name", p.Name, o.Name)
			}
		}
	}
	return nil
}

func parseBool(e entry, into *bool) *flaw {
	if e.value != "true" && e.value != "false" {
		return flawAt(e.line, "%s is %q; give true or false", e.key, e.value)
	}
	*into = e.value == "true"
	return nil
}
