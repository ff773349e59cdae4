package atop

import (
	"fmt"
	"io"
	"strconv"

	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

// record is one row: what the first state owes the second in a year.
type record struct {
	a, b string // state numbers
	year int
	owed obligations
}

// read reads the file, and gives the number of its rows and of those that are used.
func (c *conversion) read(r io.Reader) (read, used int, err error) {
	columns := []string{"ccode1", "ccode2", "year"}
	for _, o := range kinds {
		columns = append(columns, o.column)
	}
	for row, err := range dataset.ReadCSV(r, columns...) {
		if err != nil {
			return 0, 0, err
		}
		read++
		rec, why := parse(row.Get)
		if why == "" {
			why = c.add(&rec)
		}
		if why != "" {
			c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, dataset.Omission{Unit: unit, File: fileName,
				Place: fmt.Sprintf("line %d", row.Line), Value: fmt.Sprint(row.Fields()), Reason: why})
			continue
		}
		used++
	}
	return read, used, nil
}

// add notes what a row says; why says why it cannot.
func (c *conversion) add(r *record) (why string) {
	a, okA := c.states.InYear("cow", r.a, r.year)
	b, okB := c.states.InYear("cow", r.b, r.year)
	switch {
	case !okA:
		return fmt.Sprintf("number %s stands for no state in %d", r.a, r.year)
	case !okB:
		return fmt.Sprintf("number %s stands for no state in %d", r.b, r.year)
	case a == b:
		return "the two numbers stand for one state"
	}
	p, turned := pair{a, b}, false
	if a.ID > b.ID {
		p, turned = pair{b, a}, true
	}
	if c.years[p] == nil {
		c.years[p] = map[int]*year{}
	}
	y := c.years[p][r.year]
	if y == nil {
		y = &year{year: r.year}
		c.years[p][r.year] = y
	}
	if turned {
		y.owedByB |= r.owed
	} else {
		y.owedByA |= r.owed
	}
	c.note(a, r.a)
	c.note(b, r.b)
	c.last = max(c.last, r.year)
	return ""
}

func (c *conversion) note(s *identity.State, code string) {
	if c.codes[s] == nil {
		c.codes[s] = map[string]bool{}
	}
	c.codes[s][code] = true
}

// parse reads a row; why says what is wrong with one that it cannot read.
func parse(get func(column string) string) (r record, why string) {
	a, errA := strconv.Atoi(get("ccode1"))
	b, errB := strconv.Atoi(get("ccode2"))
	if errA != nil || errB != nil || a <= 0 || b <= 0 {
		return r, "ccode1 and ccode2 are not two state numbers"
	}
	r.a, r.b = strconv.Itoa(a), strconv.Itoa(b)
	n, err := strconv.Atoi(get("year"))
	if err != nil || n < 1000 || n > 9999 {
		return r, "year is not a year"
	}
	r.year = n
	for i, o := range kinds {
		switch get(o.column) {
		case "1":
			r.owed |= 1 << i
		case "0":
		default:
			return r, o.column + " is neither 0 nor 1"
		}
	}
	if r.owed == 0 {
		return r, "no obligation"
	}
	return r, ""
}
