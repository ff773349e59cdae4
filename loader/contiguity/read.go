package contiguity

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// spell is one sort of contiguity between two numbers, told by the rows of both directions.
type spell struct {
	a, b     string // state numbers, the lesser first
	sort     string // conttype, a key of sorts
	from, to graph.Date
	lines    []int // of the file
}

func (s *spell) locator() string {
	return fmt.Sprintf("ccode1 %s, ccode2 %s, conttype %s, stdate %s-01", s.a, s.b, s.sort, s.from)
}

// read reads the file, and gives the number of its rows. What is no spell of contiguity is left out.
func (c *conversion) read(r io.Reader) (int, error) {
	read := 0
	found := map[string]int{}
	for row, err := range dataset.ReadCSV(r, "ccode1", "ccode2", "conttype", "stdate", "enddate") {
		if err != nil {
			return 0, err
		}
		read++
		s, why := parse(row.Get)
		if why != "" {
			c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, dataset.Omission{Unit: unit, File: fileName,
				Place: fmt.Sprintf("line %d", row.Line), Value: fmt.Sprint(row.Fields()), Reason: why})
			continue
		}
		s.lines = []int{row.Line}
		if s.from.First() < c.start.First() || c.start.IsZero() {
			c.start = s.from
		}
		if s.to.First() > c.last.First() {
			c.last = s.to
		}
		key := s.locator() + s.to.String()
		if i, ok := found[key]; ok {
			c.spells[i].lines = append(c.spells[i].lines, row.Line)
			continue
		}
		found[key] = len(c.spells)
		c.spells = append(c.spells, s)
	}
	c.dropSorts()
	c.count()
	return read, nil
}

// count notes the days in which the project counts each state, which are those of its spells. The rows of states that
// are not contiguous are no guide to that: they run on through the years in which a state was occupied.
func (c *conversion) count() {
	days := map[string][]graph.Interval{}
	for _, s := range c.spells {
		for _, code := range []string{s.a, s.b} {
			for _, span := range c.states.Spans("cow", code, graph.Interval{From: s.from.First(), To: s.to.Last()}) {
				days[span.State.ID] = append(days[span.State.ID], span.Days)
			}
		}
	}
	c.counted = map[string]graph.Days{}
	for id, intervals := range days {
		c.counted[id] = graph.Union(intervals...)
	}
}

// dropSorts leaves out the spells in which two states are not contiguous.
func (c *conversion) dropSorts() {
	var kept []spell
	for _, s := range c.spells {
		if s.sort == "0" {
			c.leaveOut(&s, "not contiguous (conttype 0)")
			continue
		}
		kept = append(kept, s)
	}
	c.spells = kept
}

// parse reads a row; why says what is wrong with one that it cannot read.
func parse(get func(column string) string) (s spell, why string) {
	a, errA := strconv.Atoi(get("ccode1"))
	b, errB := strconv.Atoi(get("ccode2"))
	if errA != nil || errB != nil || a <= 0 || b <= 0 || a == b {
		return s, "ccode1 and ccode2 are not two state numbers"
	}
	s.a, s.b, s.sort = strconv.Itoa(min(a, b)), strconv.Itoa(max(a, b)), get("conttype")
	if _, known := sorts[s.sort]; !known && s.sort != "0" {
		return s, "conttype is not one of 0 to 5"
	}
	from, errFrom := month(get("stdate"))
	to, errTo := month(get("enddate"))
	if errFrom != nil || errTo != nil {
		return s, "stdate and enddate are not two days"
	}
	if from.First() > to.First() {
		return s, "it ends before it begins"
	}
	s.from, s.to = from, to
	return s, ""
}

// month reads a date whose day only stands for the month.
func month(text string) (graph.Date, error) {
	d, err := graph.ParseDate(text)
	if err == nil && d.Day == 0 {
		err = errors.New("not a day")
	}
	d.Day = 0
	return d, err
}
