package csvmap

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

// maxRecord is the greatest length of a row in bytes.
const maxRecord = 4 << 20

// record is one row of a CSV file.
type record struct {
	line    int
	header  []string
	fields  []string
	missing []string
}

// cell is the trimmed text of a column, "" where nothing is known.
func (r *record) cell(i int) string {
	s := strings.TrimSpace(r.fields[i])
	if slices.Contains(r.missing, s) {
		return ""
	}
	return s
}

// fault is what keeps a row from being imported.
type fault struct{ column, value, reason string }

// openFile opens a file of the mapping's folder, plain, .gz or .zst. No name leads out of the folder, by a symbolic link
// either, and nothing is opened but regular files, since a FIFO would never end.
func openFile(files fs.FS, name string) (io.ReadCloser, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("%q does not lie in the folder of the mapping", name)
	}
	for _, suffix := range []string{"", ".gz", ".zst"} {
		found := name + suffix
		info, err := fs.Lstat(files, found)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = regular(files, found, info)
		}
		if err != nil {
			return nil, err
		}
		f, err := files.Open(found)
		if err != nil {
			return nil, err
		}
		return dataset.Decompress(f, found)
	}
	return nil, fmt.Errorf("there is no file %q beside the mapping, nor one with .gz or .zst: %w", name, fs.ErrNotExist)
}

func regular(files fs.FS, name string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%q is not a regular file; put the file itself in its place", name)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		info, err := fs.Lstat(files, dir)
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%q in %q is not a folder itself; put the files in its place", dir, name)
		}
	}
	return nil
}

// table reads one CSV file row by row.
type table struct {
	spec   *fileSpec
	csv    *csv.Reader
	bound  *boundedReader
	header []string
	close  func() error
}

// openTable opens a file and reads its header.
func openTable(files fs.FS, spec *fileSpec) (*table, error) {
	f, err := openFile(files, spec.name)
	if err != nil {
		return nil, err
	}
	bound := &boundedReader{r: f, limit: maxRecord}
	buffered := bufio.NewReader(bound)
	t := &table{spec: spec, bound: bound, close: f.Close}
	start, _ := buffered.Peek(3)
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, _ = buffered.Discard(3)
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		_ = f.Close()
		return nil, fmt.Errorf("%s is UTF-16; save it as CSV in UTF-8", spec.name)
	}
	t.csv = csv.NewReader(buffered)
	t.csv.Comma, t.csv.FieldsPerRecord = spec.delimiter, -1
	header, err := t.csv.Read()
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("%s has no header row: %w", spec.name, err)
	}
	for _, name := range header {
		if what := fit.Text(name, true); what != "" {
			_ = f.Close()
			return nil, fmt.Errorf("the column name %q of %s %s; save the file as CSV in UTF-8", name, spec.name, what)
		}
		t.header = append(t.header, strings.TrimSpace(name))
	}
	return t, nil
}

// bind finds the columns of the mapping in the header, and tells what is not there.
func (t *table) bind(f *faults) {
	for _, text := range t.spec.texts {
		text.template.columns(func(p *part) {
			p.index = max(0, slices.Index(t.header, p.column))
			switch n := count(t.header, p.column); {
			case n == 0:
				f.add(text.at, text.path, "%s has no column %q%s; its columns are %s", t.spec.name, p.column,
					fit.Meant(p.column, t.header), strings.Join(t.header, ", "))
			case n > 1:
				f.add(text.at, text.path, "the column %q stands %d times in %s; rename all but one", p.column, n, t.spec.name)
			}
		})
		if c, fixed := text.template.constant(); fixed && !text.ours && text.values == nil && slices.Contains(t.header, c) {
			f.add(text.at, text.path, "%q is a column of %s; write \"{%s}\" for what stands in it", c, t.spec.name, c)
		}
	}
}

func count(list []string, s string) (n int) {
	for _, other := range list {
		if other == s {
			n++
		}
	}
	return n
}

// rows calls back with each row, or with what is wrong with it as a whole. It gives the number of rows.
func (t *table) rows(ctx context.Context, fn func(*record, *fault)) (int, error) {
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return n, ctx.Err()
		}
		t.bound.limit = t.csv.InputOffset() + maxRecord
		fields, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		r := &record{header: t.header, fields: fields, missing: t.spec.missing}
		if e, ok := errors.AsType[*csv.ParseError](err); ok {
			r.line = e.StartLine
			fn(r, &fault{reason: fmt.Sprintf("line %d is not CSV: %v; a quote is perhaps not closed or not doubled", e.Line, e.Err)})
			continue
		}
		if err != nil {
			return n, fmt.Errorf("%s, after row %d: %w", t.spec.name, n, err)
		}
		r.line, _ = t.csv.FieldPos(0)
		if len(fields) != len(t.header) {
			fn(r, &fault{reason: fmt.Sprintf("the row has %d fields and the header %d", len(fields), len(t.header))})
			continue
		}
		fn(r, nil)
	}
}

// boundedReader fails once more than limit bytes were read, so that a row without end takes no memory without end.
type boundedReader struct {
	r           io.Reader
	read, limit int64
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.read >= b.limit {
		return 0, fmt.Errorf("a row is longer than %d bytes; a quote is perhaps not closed", maxRecord)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.limit-b.read)])
	b.read += int64(n)
	return n, err
}

// get gives a text for a row, "" where nothing is known.
func (t *text) get(r *record) (string, *fault) {
	if t == nil {
		return "", nil
	}
	s := t.template.expand(r.cell)
	if t.values == nil {
		return s, nil
	}
	if meant, ok := t.values[s]; ok {
		return meant, nil
	}
	switch {
	case s == "":
		return "", nil
	case t.otherwise != nil:
		return *t.otherwise, nil
	}
	return "", t.fault(s, "is not among the values of "+t.path+" in the mapping")
}

// fault tells where a value of this text comes from.
func (t *text) fault(value, reason string) *fault {
	var columns []string
	t.template.columns(func(p *part) {
		if !slices.Contains(columns, p.column) {
			columns = append(columns, p.column)
		}
	})
	return &fault{strings.Join(columns, ", "), value, reason}
}

// empties names the columns outside of optional parts whose cells are empty.
func (t *text) empties(r *record) string {
	var columns []string
	for _, p := range t.template {
		if p.column != "" && r.cell(p.index) == "" {
			columns = append(columns, p.column)
		}
	}
	return strings.Join(columns, ", ")
}

// date gives a date for a row.
func (t *text) date(r *record, layouts []layout) (graph.Date, *fault) {
	s, fault := t.get(r)
	if fault != nil || s == "" {
		return graph.Date{}, fault
	}
	d, what := parseDate(s, layouts)
	if what != "" {
		return d, t.fault(s, what)
	}
	return d, nil
}

// number gives a number for a row, nil for none. A percent sign may stand after it.
func (t *text) number(r *record, comma bool) (*float64, *fault) {
	s, fault := t.get(r)
	if fault != nil || s == "" {
		return nil, fault
	}
	text := strings.TrimSpace(strings.TrimSuffix(s, "%"))
	if comma {
		text = strings.Replace(text, ",", ".", 1)
	}
	n, ok := fit.Number(text)
	if !ok {
		return nil, t.fault(s, "is not a plain number such as 28.8")
	}
	return &n, nil
}

// lists gives the parts of all lists.
func lists(texts []*text, r *record) ([]string, *fault) {
	var out []string
	for _, t := range texts {
		s, fault := t.get(r)
		if fault != nil {
			return nil, fault
		}
		for p := range strings.SplitSeq(s, t.separator) {
			if p = strings.TrimSpace(p); p != "" && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out, nil
}
