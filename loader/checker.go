package loader

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/internal/extsort"
)

// maxMeant bounds how many problems are given a near name, since looking for one takes a pass over all ids.
const maxMeant = 20

// checker reads the files in order, sources before entities before relationships. What needs the whole dataset, such as
// that no row stands twice, is seen when everything is sorted.
//
// Of ids it keeps 64-bit hashes alone: two ids of a million meet in one once in ten million runs, and then a reference
// to an id that is not there could pass, which the database would refuse.
type checker struct {
	*collector
	contents
	d         *Dataset
	seed      maphash.Seed
	published map[uint64]uint32   // hash of a source's id -> its date of publication, packed
	entityIDs map[uint64]struct{} // hashes
	codes     *extsort.Sorter     // "iso3:AZE" -> ids of entities, where each was written
	former    *extsort.Sorter     // ids that entities had before -> their ids, where each was written
	rows      int                 // of relationships.csv that are claims
	relations int
	kinds     map[graph.Kind]int
	types     map[graph.Type]int
	blind     map[string]bool // files whose ids are unknown, so that nothing can be said of references to them
	guesses   int
	content   string
	fault     error  // of a temporary file
	keyBuf    []byte // room for a key and a value, used again
	textBuf   []byte
	idOf      func(graph.RelationshipKey) string
}

func newChecker(d *Dataset) *checker {
	start := d.start
	start.list = slices.Clone(start.list)
	return &checker{collector: &start, contents: newContents(), d: d, seed: maphash.MakeSeed(),
		published: map[uint64]uint32{}, entityIDs: map[uint64]struct{}{}, codes: extsort.New(codeBudget),
		former: extsort.New(codeBudget),
		blind:  map[string]bool{}, idOf: graph.RelationshipKey.ID,
		kinds: map[graph.Kind]int{}, types: map[graph.Type]int{}}
}

func (c *checker) hash(id string) uint64 { return maphash.String(c.seed, id) }

// check reads everything. Its error is not about the dataset's contents.
func (c *checker) check(ctx context.Context) error {
	if err := c.each(ctx, sourcesFile, true, sourceSchema, c.sourceRows); err != nil {
		return err
	}
	for _, info := range graph.Kinds() {
		read := func(t *table) func(row) { return c.entityRows(t, info.Kind) }
		if err := c.each(ctx, kindFile(info.Kind), false, entitySchema, read); err != nil {
			return err
		}
	}
	if err := c.each(ctx, relationshipsFile, true, relationshipSchema, c.relationshipRows); err != nil {
		return err
	}
	if len(c.list) == 0 && len(c.entityIDs) == 0 {
		c.about("", "add a row to a file such as "+kindFile(graph.Country)+"; to take a dataset out of a graph, unload it",
			"the dataset has no entity")
	}
	if err := errors.Join(c.seal(), c.codes.Seal(), c.former.Seal()); err != nil {
		return err
	}
	if err := c.whole(); err != nil {
		return err
	}
	if err := c.guess(); err != nil {
		return err
	}
	c.order()
	return nil
}

// each reads one file with what read makes of its header.
func (c *checker) each(ctx context.Context, name string, required bool, s schema, read func(*table) func(row)) error {
	f := c.openFor(c.d.fsys, name, required)
	if f == nil {
		// A file of a kind that is not there has no ids; one that cannot be opened has unknown ones.
		c.blind[name] = slices.ContainsFunc(c.list, func(p Problem) bool { return p.File == name })
		return nil
	}
	defer func() { _ = f.Close() }()
	t, err := newTable(c.collector, name, f, s)
	if err != nil || t == nil {
		c.blind[name] = true
		return err
	}
	t.lost = func(id string) { c.salvage(name, id) }
	err = t.rows(ctx, read(t))
	c.blind[name] = t.cut || t.column("id") < 0 && name != relationshipsFile
	return cmp.Or(err, c.fault)
}

// salvage keeps the id of a row that is wrong otherwise, so that references to it are not called wrong as well.
func (c *checker) salvage(name, id string) {
	if name == sourcesFile {
		if _, there := c.published[c.hash(id)]; !there {
			c.published[c.hash(id)] = 0
		}
		return
	}
	if kind, ok := graph.KindOfID(id); ok && kindFile(kind) == name {
		c.entityIDs[c.hash(id)] = struct{}{}
	}
}

// put hands a record to a sorter. An error of its temporary file ends the check with the file that is being read.
func (c *checker) put(s *extsort.Sorter, key, value []byte) {
	if c.fault == nil {
		c.fault = s.Add(key, value)
	}
}

// guess looks for what was meant by ids that are not there.
func (c *checker) guess() error {
	for i := range c.list {
		w := c.list[i].wanted
		if w == nil {
			continue
		}
		c.list[i].wanted = nil
		if c.guesses++; c.guesses > maxMeant || len(w.id) > graph.MaxIDLength {
			continue
		}
		meant, err := meant(w)
		if err != nil {
			return err
		}
		if meant != "" {
			c.list[i].Fix = w.fix(meant)
		}
	}
	return nil
}

// meant finds a near id of the same kind.
func meant(w *wanted) (string, error) {
	// What all ids of a kind have in common would count as likeness.
	kind := w.id[:strings.IndexByte(w.id, ':')+1]
	var fault error
	slug := names.Nearest(w.id[len(kind):], func(yield func(string) bool) {
		fault = w.among.Each(func(r extsort.Record) error {
			if rest, same := strings.CutPrefix(string(r.Key), kind); same && !yield(rest) {
				return errEnough
			}
			return nil
		})
	})
	if fault != nil && !errors.Is(fault, errEnough) || slug == "" {
		return "", fault
	}
	return kind + slug, nil
}

var errEnough = errors.New("enough was seen")

// order puts the problems into the order of the files and lines.
func (c *checker) order() {
	files := fileNames()
	rank := func(p Problem) int {
		if p.File == "" {
			return len(files)
		}
		return slices.Index(files, p.File) // what is no file of a dataset comes first
	}
	slices.SortStableFunc(c.list, func(a, b Problem) int {
		switch c := cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.File, b.File)); {
		case c != 0 || a.File == infoFile:
			return c
		case a.Line != b.Line || a.Line <= 1: // what a header lacks comes after what stands in it
			return cmp.Compare(a.Line, b.Line)
		}
		return cmp.Compare(a.Column, b.Column)
	})
}
