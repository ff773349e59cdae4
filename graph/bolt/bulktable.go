package bolt

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"coopgraph/graph"
)

// tableKey says what stands in a table.
type tableKey struct {
	labels  string // of nodes, with colons between them
	relType string // of relationships
	end     bool   // relationships end at these nodes
	lines   bool   // some cell of every row has a line break
}

// fileName is a plain word, whatever the label.
func (k tableKey) fileName() string {
	name := strings.ToLower(strings.ReplaceAll(k.labels, ":", "-")) + strings.ToLower(k.relType)
	if k.lines {
		name += "-lines"
	}
	return name + ".txt"
}

// rank puts entities first, so that their labels are made in the order in which a load makes them.
func (k tableKey) rank() int {
	switch {
	case k.end:
		return 0
	case k.relType == "":
		return 1
	}
	return 2
}

// bulkTable is a file of rows with the same columns, or the first of these. A column is added when a property is met
// that the table has not yet: the importer takes a row that ends early for one whose other cells are empty.
type bulkTable struct {
	key     tableKey
	file    *os.File
	mu      sync.Mutex // of adding a column
	columns atomic.Pointer[bulkColumns]
}

// bulkColumns is never changed, but replaced.
type bulkColumns struct {
	at    map[string]int
	heads []string
}

// The columns of a relationship's ends, under names that no property has.
const (
	startColumn = ":START_ID"
	endColumn   = ":END_ID"
)

func newBulkTable(key tableKey) *bulkTable {
	t := &bulkTable{key: key}
	t.columns.Store(&bulkColumns{at: map[string]int{}})
	return t
}

// column finds the place of a property, which gets one where it has none.
func (t *bulkTable) column(key, kind string) int {
	if at, ok := t.columns.Load().at[key]; ok {
		return at
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	old := t.columns.Load()
	if at, ok := old.at[key]; ok {
		return at
	}
	head := key + ":" + kind
	switch {
	case kind == "":
		head = key
	case key == "id" && t.key.end:
		head = "id:ID"
	}
	next := &bulkColumns{at: maps.Clone(old.at), heads: append(old.heads[:len(old.heads):len(old.heads)], head)}
	next.at[key] = len(old.heads)
	t.columns.Store(next)
	return next.at[key]
}

func (t *bulkTable) header() string {
	return strings.Join(t.columns.Load().heads, string(cellEnd)) + "\n"
}

// bulkRow is a sink that makes one row.
type bulkRow struct {
	table *bulkTable
	buf   []byte // all cells, in the order in which they came
	cells []bulkCell
	lines bool
	fault error
	// route is the columns of this table in the order in which properties came so far, which is nearly always the same:
	// the next is looked for there, from step on, before the table is asked.
	route  []bulkStep
	step   int
	routes map[*bulkTable][]bulkStep
}

type bulkStep struct {
	key string
	at  int
}

// bulkCell is where a cell's text lies. It is empty where there is none.
type bulkCell struct {
	key, kind string
	from, to  int
}

func (r *bulkRow) begin(t *bulkTable) {
	if r.table != t {
		if r.table != nil {
			r.routes[r.table] = r.route
		}
		r.table, r.route = t, r.routes[t]
	}
	r.lines, r.fault, r.step = false, nil, 0
	r.buf = r.buf[:0]
	clear(r.cells)
	r.cells = r.cells[:0]
}

// column finds the place of a property.
func (r *bulkRow) column(key, kind string) int {
	for i := r.step; i < len(r.route); i++ {
		if r.route[i].key == key {
			r.step = i + 1
			return r.route[i].at
		}
	}
	at := r.table.column(key, kind)
	if !slices.Contains(r.route, bulkStep{key, at}) {
		r.route = slices.Insert(r.route, r.step, bulkStep{key, at})
		r.step++
	}
	return at
}

// open begins a cell; what is appended to buf before shut is called is in it.
func (r *bulkRow) open(key, kind string) int {
	at := r.column(key, kind)
	for len(r.cells) <= at {
		r.cells = append(r.cells, bulkCell{})
	}
	r.cells[at] = bulkCell{key: key, kind: kind, from: len(r.buf)}
	return at
}

func (r *bulkRow) shut(at int) { r.cells[at].to = len(r.buf) }

// cell writes a text, quoted where it has to be.
func (r *bulkRow) cell(key, value string) { r.write(key, "", value) }

func (r *bulkRow) write(key, kind, value string) {
	at := r.open(key, kind)
	r.quoted(value)
	r.shut(at)
}

// quoted appends a text. What is below the space is rare, so most are looked through once and copied.
func (r *bulkRow) quoted(value string) {
	special, lines := value == "", false
	for i := range len(value) {
		if c := value[i]; c < ' ' {
			lines = lines || c == '\n' || c == '\r'
			special = special || lines || c == cellEnd || c == cellQuote
		}
	}
	if !special {
		r.buf = append(r.buf, value...)
		return
	}
	r.lines = r.lines || lines
	r.buf = append(r.buf, cellQuote)
	r.buf = append(r.buf, strings.ReplaceAll(value, string(cellQuote), string([]byte{cellQuote, cellQuote}))...)
	r.buf = append(r.buf, cellQuote)
}

func (r *bulkRow) required(key, value string) { r.write(key, "string", value) }

func (r *bulkRow) text(key, value string) {
	if value != "" {
		r.write(key, "string", value)
	}
}

func (r *bulkRow) list(key string, values []string) {
	if len(values) == 0 {
		return
	}
	for _, v := range values {
		if strings.ContainsRune(v, listEnd) {
			r.fault = graph.Invalid(key, "%q has the control character that parts lists", v)
			return
		}
	}
	if len(values) == 1 {
		r.write(key, "string[]", values[0])
		return
	}
	r.write(key, "string[]", strings.Join(values, string(listEnd)))
}

func (r *bulkRow) day(key string, d graph.Day) {
	if endOfTime(d) {
		return
	}
	at := r.open(key, "date")
	r.buf, _ = d.Date().AppendText(r.buf) // a day always has a text
	r.shut(at)
}

func (r *bulkRow) whole(key string, n int64) {
	at := r.open(key, "long")
	r.buf = strconv.AppendInt(r.buf, n, 10)
	r.shut(at)
}

func (r *bulkRow) number(key string, f float64) {
	at := r.open(key, "double")
	r.buf = strconv.AppendFloat(r.buf, f, 'f', -1, 64)
	r.shut(at)
}

func (r *bulkRow) truth(key string, b bool) {
	at := r.open(key, "boolean")
	r.buf = strconv.AppendBool(r.buf, b)
	r.shut(at)
}

// move gives the row to another table, whose columns may stand in another order.
func (r *bulkRow) move(t *bulkTable) {
	old := bytes.Clone(r.buf)
	cells := append([]bulkCell(nil), r.cells...)
	r.begin(t)
	for _, c := range cells {
		if c.to > c.from {
			at := r.open(c.key, c.kind)
			r.buf = append(r.buf, old[c.from:c.to]...)
			r.shut(at)
		}
	}
}

// append writes the row as a line; empty cells at its end are left out.
func (r *bulkRow) append(out []byte) []byte {
	pending := 0
	for _, c := range r.cells {
		if c.to > c.from {
			for range pending {
				out = append(out, cellEnd)
			}
			pending = 0
			out = append(out, r.buf[c.from:c.to]...)
		}
		pending++
	}
	return append(out, '\n')
}
