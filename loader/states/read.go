package states

import (
	"fmt"
	"io"
	"strconv"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// entry is a row of the state list: the days in which the project counts a number as a state.
type entry struct {
	line       int
	code, abbr string
	name       string
	days       graph.Interval
}

// String names the row as the report and the locators do.
func (e *entry) String() string {
	return fmt.Sprintf("cow:%s (%s, %s, %s to %s)", e.code, e.abbr, e.name, e.days.From.Date(), e.days.To.Date())
}

// read reads the list, and gives the number of its rows.
func (c *conversion) read(r io.Reader) (int, error) {
	read := 0
	for row, err := range dataset.ReadCSV(r, "stateabb", "ccode", "statenme", "styear", "stmonth", "stday", "endyear",
		"endmonth", "endday") {
		if err != nil {
			return 0, err
		}
		read++
		e, why := parse(row.Get)
		e.line = row.Line
		l := listing{entry: e}
		if why == "" {
			l.spans = c.table.Spans("cow", e.code, e.days)
			if len(l.spans) == 0 {
				why = "the number stands for no state in these days"
			}
		}
		if why != "" {
			c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, dataset.Omission{Unit: unitRow, File: fileName,
				Place: fmt.Sprintf("line %d", row.Line), Value: fmt.Sprint(row.Fields()), Reason: why})
			continue
		}
		c.listed = append(c.listed, l)
	}
	return read, nil
}

// parse reads a row; why says what is wrong with one that it cannot read.
func parse(get func(column string) string) (e entry, why string) {
	code, err := strconv.Atoi(get("ccode"))
	if err != nil || code <= 0 {
		return e, "ccode is not a state number"
	}
	e.code, e.abbr, e.name = strconv.Itoa(code), get("stateabb"), get("statenme")
	from, errFrom := day(get("styear"), get("stmonth"), get("stday"))
	to, errTo := day(get("endyear"), get("endmonth"), get("endday"))
	if errFrom != nil || errTo != nil {
		return e, "its days are not two days"
	}
	e.days = graph.Interval{From: from.First(), To: to.Last()}
	if e.days.Empty() {
		return e, "it ends before it begins"
	}
	return e, ""
}

// day puts a date together from its parts.
func day(year, month, day string) (graph.Date, error) {
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	return graph.ParseDate(year + "-" + pad(month) + "-" + pad(day))
}
