package loader

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"coopgraph/graph/names"
)

const readBuffer = 64 << 10

// schema says which columns a file may have.
type schema struct {
	required, optional []string
	// family accepts further columns by a rule. For a name that looks like one but is wrong it gives the fix.
	family func(name string) (ok bool, fix string)
	// long lists the columns whose texts may have several lines and up to maxText bytes.
	long []string
}

// column is where a column stands in the rows of a table; -1 where the file does not have it.
type column int

// table reads one CSV file row by row. What is wrong with a row goes to the collector, and the row is passed over.
type table struct {
	*collector
	name   string
	csv    *csv.Reader
	bound  *boundedReader
	header []string
	long   []bool
	// lost is told the id of a row that is passed over, as far as it has one.
	lost func(id string)
	// cut is true once rows were lost whose ids are not known.
	cut bool
}

// row is one row of a table. It is valid until the next one is read; its strings stay valid.
type row struct {
	*table
	fields []string
}

// newTable reads the header of a file. It gives nil where nothing more can be read.
func newTable(c *collector, name string, f io.Reader, s schema) (*table, error) {
	bound := &boundedReader{r: f, limit: maxRecord}
	buffered := bufio.NewReaderSize(bound, readBuffer)
	t := &table{collector: c, name: name, bound: bound}
	start, err := buffered.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, _ = buffered.Discard(3)
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		c.add(Problem{File: name, Line: 1, Column: 1, Message: "the file is UTF-16", Fix: "save it as UTF-8"})
		return nil, nil
	}
	t.csv = csv.NewReader(buffered)
	t.csv.FieldsPerRecord, t.csv.ReuseRecord = -1, true
	header, err := t.csv.Read()
	if err != nil {
		return nil, t.headerFault(err, s)
	}
	t.takeHeader(header, s)
	return t, nil
}

func (t *table) headerFault(err error, s schema) error {
	if errors.Is(err, io.EOF) {
		t.add(Problem{File: t.name, Line: 1, Column: 1, Message: "the file is empty",
			Fix: "write the header " + strings.Join(s.required, ",") + " and the rows below it"})
		return nil
	}
	_, err = t.rowFault(err)
	return err
}

// takeHeader checks the names of the columns and keeps them.
func (t *table) takeHeader(header []string, s schema) {
	known := slices.Concat(s.required, s.optional)
	for i, name := range header {
		name = strings.TrimSpace(name)
		line, col := t.csv.FieldPos(i)
		problem := func(message, fix string) {
			t.add(Problem{File: t.name, Line: line, Column: col, Field: name, Message: message, Fix: fix})
		}
		if textFault(name, false) != "" {
			name = strings.ToValidUTF8(name, "")
		}
		ok, fix := slices.Contains(known, name), ""
		if !ok && s.family != nil {
			ok, fix = s.family(name)
		}
		switch {
		case !ok:
			if fix == "" {
				fix = "remove it; the columns are " + strings.Join(known, ", ")
			}
			if meant := names.Nearest(name, slices.Values(known)); meant != "" {
				fix = "write " + meant + "; the columns are " + strings.Join(known, ", ")
			}
			problem("unknown column "+quote(name), fix)
		case slices.Contains(t.header, name):
			problem("the column is there twice", "remove one of them")
		}
		t.header = append(t.header, strings.Clone(name))
		t.long = append(t.long, slices.Contains(s.long, name))
	}
	for _, name := range s.required {
		if !slices.Contains(t.header, name) {
			t.add(Problem{File: t.name, Line: 1, Column: 1, Field: name, Message: "the header lacks this column",
				Fix: "add it; " + strings.Join(s.required, ", ") + " are required"})
		}
	}
	t.advance()
}

// column finds a column by its name.
func (t *table) column(name string) column { return column(slices.Index(t.header, name)) }

// advance lets one more record be read.
func (t *table) advance() { t.bound.limit = t.csv.InputOffset() + maxRecord + readBuffer }

// rows calls back with every row that has as many fields as the header, its texts trimmed and checked. It ends with an
// error where the file cannot be read on or ctx is done.
func (t *table) rows(ctx context.Context, fn func(row)) error {
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		fields, err := t.csv.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			goOn, err := t.rowFault(err)
			if err != nil || !goOn {
				t.cut = true
				return err
			}
			t.pass(fields)
		case len(fields) != len(t.header):
			line, col := t.csv.FieldPos(min(len(fields)-1, len(t.header)))
			t.add(Problem{File: t.name, Line: line, Column: col,
				Message: fmt.Sprintf("the row has %d fields and the header %d", len(fields), len(t.header)),
				Fix:     "put a text with a comma into double quotes, and leave a field empty where nothing is known"})
			t.pass(fields)
		default:
			if r := (row{t, fields}); r.clean() {
				before := len(t.list)
				fn(r)
				sortByPlace(t.list[before:])
			} else {
				t.pass(fields)
			}
		}
		t.advance()
	}
}

func sortByPlace(list Problems) {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// pass says which row is passed over.
func (t *table) pass(fields []string) {
	if id := t.column("id"); t.lost != nil && id >= 0 && int(id) < len(fields) {
		t.lost(strings.TrimSpace(fields[id]))
	}
}

// rowFault turns an error of the CSV reader into a problem, and reports whether the rows after it can be read. Errors
// of the file system come back.
func (t *table) rowFault(err error) (bool, error) {
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		p := Problem{File: t.name, Line: e.Line, Column: e.Column, Message: "a double quote stands where none may",
			Fix: "put the whole field into double quotes and write each quote inside as two"}
		if e.StartLine != e.Line {
			p.Message = fmt.Sprintf("%s; the row begins on line %d, so the quote that opens a field there is perhaps "+
				"not closed", p.Message, e.StartLine)
			t.cut = true
		}
		t.add(p)
		return true, nil
	}
	if errors.Is(err, errTooLong) {
		line, col := t.csv.FieldPos(0)
		t.add(Problem{File: t.name, Line: line, Column: col,
			Message: fmt.Sprintf("the row is longer than %d bytes; nothing after it was read", maxRecord),
			Fix:     "shorten it, or close the double quote that a field of it opens"})
		return false, nil
	}
	return false, fmt.Errorf("reading %s: %w", t.name, err)
}

// clean trims the fields and checks that they are text of a length that is kept.
func (r row) clean() bool {
	sound := true
	for i, s := range r.fields {
		s = strings.TrimSpace(s)
		r.fields[i] = s
		limit := maxName
		if r.long[i] {
			limit = maxText
		}
		if len(s) > limit {
			r.problem(column(i), "shorten it", "the text of %d bytes is longer than the %d that are kept", len(s), limit)
			sound = false
		} else if what := textFault(s, r.long[i]); what != "" {
			r.problem(column(i), "remove it, and save the file as UTF-8", "%s", what)
			sound = false
		}
	}
	return sound
}

// get is the text of a column, "" where the file does not have it.
func (r row) get(c column) string {
	if c < 0 {
		return ""
	}
	return r.fields[c]
}

// place is where a field of the row stands.
func (r row) place(c column) place {
	line, col := r.csv.FieldPos(max(int(c), 0))
	return place{line, col}
}

// problem adds what is wrong with one field of the row.
func (r row) problem(c column, fix, format string, args ...any) {
	line, col := r.csv.FieldPos(max(int(c), 0))
	p := Problem{File: r.name, Line: line, Column: col, Message: fmt.Sprintf(format, args...), Fix: fix}
	if c >= 0 {
		p.Field = r.header[c]
	}
	r.add(p)
}

// errTooLong is what a boundedReader returns at its limit.
var errTooLong = errors.New("the record is too long")

// boundedReader fails once more than limit bytes were read, so that a line without end takes no memory without end.
type boundedReader struct {
	r           io.Reader
	read, limit int64
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.read >= b.limit {
		return 0, errTooLong
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.limit-b.read)])
	b.read += int64(n)
	return n, err
}
