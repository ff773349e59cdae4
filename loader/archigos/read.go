package archigos

import (
	"errors"
	"fmt"
	"strconv"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// columns are the columns that the table must have.
var columns = []string{"obsid", "gwcode", "leadid", "leader", "yrborn", "gender", "startdate", "enddate", "exit"}

// stint is one row: a stretch of days in which somebody effectively led a state.
type stint struct {
	line   int
	obsid  string
	gw     string
	leadid string
	leader string
	name   leaderName
	born   int // 0 where it is not known
	gender string
	from   graph.Date
	to     graph.Date
	// inOffice is true where the leader was still in office on the last day.
	inOffice bool
}

// days is the days of the stint.
func (s *stint) days() graph.Interval { return graph.Interval{From: s.from.First(), To: s.to.Last()} }

// errNoPerson says that what led was no person.
var errNoPerson = errors.New("a body of several people, or no name")

// readStint reads a row. lastDay is the last day that the table covers.
func readStint(r dataset.CSVRow) (stint, error) {
	s := stint{line: r.Line, obsid: r.Get("obsid"), gw: r.Get("gwcode"), leadid: r.Get("leadid"), leader: r.Get("leader"),
		gender: r.Get("gender"), inOffice: r.Get("exit") == "Still in Office" || r.Get("enddate") == lastDay}
	if s.obsid == "" || s.gw == "" {
		return s, errors.New("no obsid or no gwcode")
	}
	var faults [3]error
	s.from, faults[0] = day(r.Get("startdate"))
	s.to, faults[1] = day(r.Get("enddate"))
	if born := r.Get("yrborn"); born != "" {
		var err error
		if s.born, err = strconv.Atoi(born); err != nil || s.born < 1 || s.born > 9999 {
			faults[2] = fmt.Errorf("yrborn %q is not a year", born)
		}
	}
	if err := errors.Join(faults[:]...); err != nil {
		return s, err
	}
	if s.to.First() < s.from.First() {
		return s, errors.New("enddate is before startdate")
	}
	var ok bool
	if s.name, ok = readName(s.leader); !ok {
		return s, errNoPerson
	}
	return s, nil
}

// day reads a date that must be a day.
func day(text string) (graph.Date, error) {
	d, err := graph.ParseDate(text)
	if err == nil && d.Day == 0 {
		err = fmt.Errorf("%q is not a day", text)
	}
	return d, err
}
