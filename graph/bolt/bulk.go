package bolt

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"coopgraph/graph"
)

// Bulk is a [graph.BulkWriter] that writes the files of Neo4j's offline importer into a folder: one for each kind of
// node and each type of relationship. Once the importer has run with [Bulk.Arguments], [DB.Adopt] makes a graph of
// it.
//
// Cells are parted by control characters, which the loader lets into no text, so that hardly anything has to be
// quoted. The importer splits files for its threads at line breaks; the few rows with a text of several lines
// therefore have files of their own, which it reads in one piece.
type Bulk struct {
	dir     string
	tables  map[tableKey]*bulkTable
	mu      sync.Mutex // of tables
	rooms   sync.Pool
	longest int // bytes of the longest row
	counts  bulkCounts
}

// bulkCounts is how many elements were written, by label and type.
type bulkCounts struct{ nodes, relationships map[string]int }

var _ graph.BulkWriter = (*Bulk)(nil)

// What parts cells, the elements of a list, and stands around a cell that has one of these or a line break.
const (
	cellEnd   = '\x1f'
	listEnd   = '\x1e'
	cellQuote = '\x01'
)

// NewBulk writes into dir, which must be there.
func NewBulk(dir string) *Bulk {
	return &Bulk{dir: dir, tables: map[tableKey]*bulkTable{},
		counts: bulkCounts{map[string]int{}, map[string]int{}}}
}

// Len is the number of nodes and relationships that were written.
func (b *Bulk) Len() (nodes, relationships int) {
	for _, n := range b.counts.nodes {
		nodes += n
	}
	for _, n := range b.counts.relationships {
		relationships += n
	}
	return nodes, relationships
}

// bulkForm is a part in the form of the importer: rows for some of the tables.
type bulkForm map[*bulkTable]*bulkRows

type bulkRows struct {
	text           []byte
	count, longest int
}

// Encode implements graph.BulkWriter.
func (b *Bulk) Encode(p *graph.BulkPart) (graph.BulkForm, error) {
	e := bulkEncoder{bulk: b, form: bulkForm{}, tables: map[tableKey]*bulkTable{},
		row: bulkRow{routes: map[*bulkTable][]bulkStep{}}}
	for i := range p.Sources {
		if err := e.node(sourceNode, func(s sink) error { return writeSource(s, &p.Sources[i]) }); err != nil {
			return nil, err
		}
	}
	for i := range p.Entities {
		n := &p.Entities[i]
		if n.Kind == "" {
			return nil, graph.Invalid("entity", "%q is not an entity's id", n.ID)
		}
		group := tableKey{labels: entityLabel + ":" + string(n.Kind), end: true}
		if len(n.Formerly) > 0 {
			group.labels += ":" + renamedLabel
		}
		if err := e.node(group, func(s sink) error { return writeEntity(s, n) }); err != nil {
			return nil, err
		}
	}
	for i := range p.Relationships {
		if err := e.relationship(&p.Relationships[i]); err != nil {
			return nil, err
		}
	}
	return e.form, nil
}

const entityLabel = "Entity"

var (
	sourceNode    = tableKey{labels: "Source"}
	withdrawnNode = tableKey{labels: withdrawnLabel}
)

// bulkEncoder encodes one part.
type bulkEncoder struct {
	bulk   *Bulk
	form   bulkForm
	tables map[tableKey]*bulkTable
	last   tableKey
	lastTo *bulkTable // the table of last, which is mostly asked for again
	rows   *bulkRows  // of rowsOf
	rowsOf *bulkTable
	row    bulkRow
}

func (e *bulkEncoder) node(key tableKey, write func(sink) error) error {
	e.row.begin(e.table(key))
	if err := write(&e.row); err != nil {
		return err
	}
	return e.end(key)
}

func (e *bulkEncoder) relationship(r *graph.BulkRelationship) error {
	switch {
	case !r.Type.Valid():
		return graph.Invalid("relationship", "%q is not a relationship type", r.Type)
	case len(r.Claims) == 0:
		return graph.Invalid("relationship", "%s has no claim", r.ID)
	case r.Withdrawn():
		return e.node(withdrawnNode, func(s sink) error { return writeWithdrawn(s, r.ID, &r.Relationship) })
	}
	key := tableKey{relType: string(r.Type)}
	e.row.begin(e.table(key))
	e.row.cell(startColumn, r.From)
	e.row.cell(endColumn, r.To)
	if err := writeRelationship(&e.row, r.ID, &r.Relationship); err != nil {
		return err
	}
	return e.end(key)
}

// end puts the row where it belongs.
func (e *bulkEncoder) end(key tableKey) error {
	if e.row.fault != nil {
		return e.row.fault
	}
	t := e.row.table
	if e.row.lines {
		key.lines = true
		other := e.table(key)
		e.row.move(other)
		t = other
	}
	if e.rowsOf != t {
		e.rowsOf = t
		if e.rows = e.form[t]; e.rows == nil {
			e.rows = &bulkRows{text: e.bulk.room()}
			e.form[t] = e.rows
		}
	}
	rows := e.rows
	before := len(rows.text)
	rows.text = e.row.append(rows.text)
	rows.count++
	rows.longest = max(rows.longest, len(rows.text)-before)
	return nil
}

// table finds a table without the lock where this part had it before.
func (e *bulkEncoder) table(key tableKey) *bulkTable {
	if e.lastTo != nil && e.last == key {
		return e.lastTo
	}
	t := e.tables[key]
	if t == nil {
		t = e.bulk.table(key)
		e.tables[key] = t
	}
	e.last, e.lastTo = key, t
	return t
}

func (b *Bulk) table(key tableKey) *bulkTable {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.tables[key]
	if t == nil {
		t = newBulkTable(key)
		b.tables[key] = t
	}
	return t
}

// room gives memory for the rows of a part, used again.
func (b *Bulk) room() []byte {
	if room, ok := b.rooms.Get().([]byte); ok {
		return room
	}
	return make([]byte, 0, roomSize)
}

// roomSize is what most parts take.
const roomSize = 768 << 10

// Append implements graph.BulkWriter.
func (b *Bulk) Append(f graph.BulkForm) error {
	form, ok := f.(bulkForm)
	if !ok {
		return fmt.Errorf("bolt: Append of %T", f)
	}
	for t, rows := range form {
		if t.file == nil {
			f, err := os.OpenFile(filepath.Join(b.dir, t.key.fileName()), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
			if err != nil {
				return b.fileError(err)
			}
			t.file = f
		}
		if _, err := t.file.Write(rows.text); err != nil {
			return b.fileError(err)
		}
		b.rooms.Put(rows.text[:0]) //nolint:staticcheck // an allocation of a few words for each part
		b.longest = max(b.longest, rows.longest)
		if t.key.relType != "" {
			b.counts.relationships[t.key.relType] += rows.count
			continue
		}
		for label := range strings.SplitSeq(t.key.labels, ":") {
			if label != entityLabel && label != renamedLabel { // it has another label, by which it is counted
				b.counts.nodes[label] += rows.count
			}
		}
	}
	return nil
}

// Close closes the files; they are the caller's to remove.
func (b *Bulk) Close() error {
	var faults []error
	for _, t := range b.tables {
		if t.file != nil {
			faults = append(faults, t.file.Close())
			t.file = nil
		}
	}
	if err := errors.Join(faults...); err != nil {
		return b.fileError(err)
	}
	return nil
}

// Arguments closes the files and gives the importer's arguments for them. The importer must run in their folder: the
// names are relative, since it takes a path for a regular expression.
func (b *Bulk) Arguments() ([]string, error) {
	tables := slices.SortedFunc(maps.Values(b.tables), func(x, y *bulkTable) int {
		return cmp.Or(x.key.rank()-y.key.rank(), strings.Compare(x.key.fileName(), y.key.fileName()))
	})
	tables = slices.DeleteFunc(tables, func(t *bulkTable) bool { return t.file == nil })
	if err := b.Close(); err != nil {
		return nil, err
	}
	args := []string{"--id-type=string", "--delimiter=" + unicodeName(cellEnd),
		"--array-delimiter=" + unicodeName(listEnd),
		"--quote=" + unicodeName(cellQuote), "--bad-tolerance=0",
		"--read-buffer-size=" + strconv.Itoa(max(4<<20, 2*b.longest))}
	var lines []string
	for _, t := range tables {
		head := t.key.fileName() + ".head"
		if err := os.WriteFile(filepath.Join(b.dir, head), []byte(t.header()), 0o600); err != nil {
			return nil, b.fileError(err)
		}
		files := head + "," + t.key.fileName()
		if t.key.relType != "" {
			args = append(args, "--relationships="+t.key.relType+"="+files)
		} else {
			args = append(args, "--nodes="+t.key.labels+"="+files)
		}
		if t.key.lines {
			lines = append(lines, t.key.fileName())
		}
	}
	if len(lines) > 0 {
		args = append(args, "--multiline-fields-format=v2", "--multiline-fields="+strings.Join(lines, ","))
	}
	return args, nil
}

func unicodeName(c rune) string { return fmt.Sprintf("U+%04X", c) }

// fileError says what a failing file means to a user.
func (b *Bulk) fileError(err error) error {
	return fmt.Errorf("writing the importer's files into %s failed (free space there): %w", b.dir, err)
}
