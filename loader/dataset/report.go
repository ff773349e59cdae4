package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The folder in which a dataset tells how it was made, and the files in it. The loader does not read them.
const reportFolder = "report"

// Report tells how an importer came from what it read to what it wrote: what it took to be one and why, what it left
// out and why, and that the numbers add up. It is written into the folder report of the dataset, as CSV for people and
// for tests.
type Report struct {
	Merged  []Merge
	SameAs  []Candidate
	LeftOut []Omission
	Read    []Tally
}

// Merge says that something of the source was taken to be an entity that it does not name by id, and why.
type Merge struct {
	Entity string // id
	As     string // what the source calls it, with its scheme where that is a code: "cow:365", "Bayramov"
	Reason string
}

// Candidate is a pair that may be one but was kept apart.
type Candidate struct {
	Entity, Other string // ids
	Reason        string // what agrees and what does not
}

// Omission is something that was read and not written.
type Omission struct {
	Unit   string // what is counted, as in [Tally]: "membership"
	File   string // as the source names it
	Place  string // line, row key or field
	Value  string // what stands there
	Reason string
	Count  int // how many units the line stands for; 0 means 1
}

// Tally adds up the units of one sort: all that were read are in the graph or left out.
type Tally struct {
	Unit    string // what is counted: "membership", "state-year"
	Read    int
	InGraph int
	LeftOut int
}

// Tally notes that of the units that were read so many went into the graph. What was left out is counted from
// LeftOut, to which everything must have been added before.
func (r *Report) Tally(unit string, read, inGraph int) {
	t := Tally{Unit: unit, Read: read, InGraph: inGraph}
	for _, o := range r.LeftOut {
		if o.Unit == unit {
			t.LeftOut += max(o.Count, 1)
		}
	}
	r.Read = append(r.Read, t)
}

// Summary tells in a few lines what an import came to.
func (f *Folder) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d entities, %d claims, %d sources\n", f.Info.Name, len(f.Entities), len(f.Rows), len(f.Sources))
	for _, t := range f.Report.Read {
		fmt.Fprintf(&b, "  %s: %d read, %d in the graph, %d left out\n", t.Unit, t.Read, t.InGraph, t.LeftOut)
	}
	if merged, same := len(f.Report.Merged), len(f.Report.SameAs); merged+same > 0 {
		fmt.Fprintf(&b, "  %d merged by name or code, %d that may be the same kept apart\n", merged, same)
	}
	return b.String()
}

// tables gives the report's files by name, empty ones for what has no lines.
func (r *Report) tables() map[string]table {
	merged := table{columns: []string{"entity", "as", "reason"}}
	for _, m := range r.Merged {
		merged.rows = append(merged.rows, map[string]string{"entity": m.Entity, "as": m.As, "reason": m.Reason})
	}
	same := table{columns: []string{"entity", "other", "reason"}}
	for _, c := range r.SameAs {
		same.rows = append(same.rows, map[string]string{"entity": c.Entity, "other": c.Other, "reason": c.Reason})
	}
	left := table{columns: []string{"unit", "file", "place", "value", "reason", "count"}}
	for _, o := range r.LeftOut {
		left.rows = append(left.rows, map[string]string{"unit": o.Unit, "file": o.File, "place": o.Place,
			"value": o.Value, "reason": o.Reason, "count": strconv.Itoa(max(o.Count, 1))})
	}
	read := table{columns: []string{"unit", "read", "in_graph", "left_out"}}
	for _, t := range r.Read {
		read.rows = append(read.rows, map[string]string{"unit": t.Unit, "read": strconv.Itoa(t.Read),
			"in_graph": strconv.Itoa(t.InGraph), "left_out": strconv.Itoa(t.LeftOut)})
	}
	tables := map[string]table{"merged.csv": merged, "same-as.csv": same, "left-out.csv": left, "read.csv": read}
	for _, t := range tables {
		t.sort()
	}
	return tables
}

// sort puts the rows into the order of their texts, column by column.
func (t *table) sort() {
	slices.SortFunc(t.rows, func(a, b map[string]string) int {
		for _, column := range t.columns {
			if c := cmp.Compare(a[column], b[column]); c != 0 {
				return c
			}
		}
		return 0
	})
}
