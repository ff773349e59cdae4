package ftm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"coopgraph/loader/dataset"
)

// maxListed bounds how many omissions are listed one by one; further ones are counted by reason.
const maxListed = 10_000

// report collects what is left out.
type report struct {
	file   string
	listed []dataset.Omission
	counts map[reasoned]counted
	merged []dataset.Merge
	same   []dataset.Candidate
}

type reasoned struct{ unit, reason string }

// counted is how many were left out for one reason, and the first line of them.
type counted struct{ line, count int }

func newReport(file string) *report { return &report{file: file, counts: map[reasoned]counted{}} }

// leaveOut lists an omission, or counts it where many are listed.
func (r *report) leaveOut(unit, place, value, reason string, count int) {
	if len(r.listed) >= maxListed {
		c := r.counts[reasoned{unit, reason}]
		c.count += count
		r.counts[reasoned{unit, reason}] = c
		return
	}
	r.listed = append(r.listed, dataset.Omission{Unit: unit, File: r.file, Place: place, Value: shown(value),
		Reason: reason, Count: count})
}

// count counts an omission of a sort of which there are many.
func (r *report) count(unit string, line int, reason string) {
	c := r.counts[reasoned{unit, reason}]
	if c.line == 0 || line < c.line {
		c.line = line
	}
	c.count++
	r.counts[reasoned{unit, reason}] = c
}

// shown is a value as it may stand in a report.
func shown(s string) string {
	const most = 200
	if len(s) > most {
		s = s[:most] + "..."
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// finish gives the report of the folder.
func (r *report) finish() dataset.Report {
	out := dataset.Report{Merged: r.merged, SameAs: r.same, LeftOut: r.listed}
	keys := slices.SortedFunc(maps.Keys(r.counts), func(a, b reasoned) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.reason, b.reason))
	})
	for _, k := range keys {
		c := r.counts[k]
		place := ""
		if c.line > 0 {
			place = fmt.Sprintf("from line %d on", c.line)
		}
		out.LeftOut = append(out.LeftOut, dataset.Omission{Unit: k.unit, File: r.file, Place: place, Reason: k.reason,
			Count: c.count})
	}
	return out
}
