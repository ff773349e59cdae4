package loader

import (
	"context"
	"iter"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// maxMeant bounds how many problems are given a near name, since looking for one takes a pass over all ids.
const maxMeant = 100

// sourceRow is what the checks of later files need of a source.
type sourceRow struct {
	line      int
	published graph.Date
}

// entityRow is what they need of an entity.
type entityRow struct {
	line int
	kind graph.Kind
}

// relation is a relationship of the dataset with its id.
type relation struct {
	id   string
	line int // of its first claim
	graph.RelationshipWrite
}

// contents is what a dataset says, in the order of ids.
type contents struct {
	sources   []graph.SourceWrite
	entities  []graph.EntityWrite
	relations []relation
	claims    int
}

// checker reads the files in order, sources before entities before relationships, so that one pass finds everything.
type checker struct {
	*collector
	contents
	d           *Dataset
	sourceByID  map[string]sourceRow
	entityByID  map[string]entityRow
	codes       map[string]string // "iso3:AZE" -> id of the entity
	relationsAt map[string]int    // relationship id -> index into relations
	claimRows   map[uint64]int    // hash of a relationship's row -> line
	blind       map[string]bool   // files whose ids are unknown, so that nothing can be said of references to them
	words       map[string]string // texts that come again and again, kept once
	guesses     int
	idOf        func(graph.RelationshipKey) string
}

func newChecker(d *Dataset) *checker {
	start := d.start
	return &checker{collector: &start, d: d, sourceByID: map[string]sourceRow{}, entityByID: map[string]entityRow{},
		codes: map[string]string{}, relationsAt: map[string]int{}, claimRows: map[uint64]int{}, blind: map[string]bool{},
		words: map[string]string{}, idOf: graph.RelationshipKey.ID}
}

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
	if len(c.list) == 0 && len(c.entityByID) == 0 {
		c.about("", "add a row to a file such as "+kindFile(graph.Country)+"; to take a dataset out of a graph, unload it",
			"the dataset has no entity")
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
	t.lost = func(id string, line int) { c.salvage(name, id, line) }
	err = t.rows(ctx, read(t))
	c.blind[name] = t.cut || t.column("id") < 0 && name != relationshipsFile
	return err
}

// salvage keeps the id of a row that is wrong otherwise, so that references to it are not called wrong as well.
func (c *checker) salvage(name, id string, line int) {
	id = strings.Clone(id)
	if name == sourcesFile {
		if _, there := c.sourceByID[id]; !there {
			c.sourceByID[id] = sourceRow{line: line}
		}
		return
	}
	if kind, ok := graph.KindOfID(id); ok && kindFile(kind) == name {
		if _, there := c.entityByID[id]; !there {
			c.entityByID[id] = entityRow{line, kind}
		}
	}
}

// meant finds a near id of the same kind, for the first problems only.
func (c *checker) meant(id string, ids iter.Seq[string]) string {
	if c.guesses++; c.guesses > maxMeant || len(id) > graph.MaxIDLength {
		return ""
	}
	// What all ids of a kind have in common would count as likeness.
	kind := id[:strings.IndexByte(id, ':')+1]
	slug := names.Nearest(id[len(kind):], func(yield func(string) bool) {
		for other := range ids {
			if rest, same := strings.CutPrefix(other, kind); same && !yield(rest) {
				return
			}
		}
	})
	if slug == "" {
		return ""
	}
	return kind + slug
}

// word gives the one copy of a text that is kept.
func (c *checker) word(s string) string {
	if s == "" {
		return ""
	}
	if w, ok := c.words[s]; ok {
		return w
	}
	w := strings.Clone(s)
	c.words[w] = w
	return w
}

// order puts everything into the order in which it is written: by id, relationships by type first.
func (c *checker) order() {
	slices.SortFunc(c.sources, func(a, b graph.SourceWrite) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(c.entities, func(a, b graph.EntityWrite) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(c.relations, func(a, b relation) int { return strings.Compare(a.id, b.id) })
	for _, r := range c.relations {
		graph.SortClaims(r.Claims)
	}
}
