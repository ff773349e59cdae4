package export

import (
	"cmp"
	"encoding/binary"
	"maps"
	"regexp"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/extsort"
)

// sortBudget is how many bytes of rows are sorted in memory.
const sortBudget = 32 << 20

// folderName is what the loader takes as the name of a dataset. Anything else could lead out of the destination.
var folderName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// shape is how one file of a folder looks.
type shape struct {
	name            string
	columns, needed []string
	always          bool // the file is there even without rows
}

// shapes lists the files in the order in which they are written.
var shapes = func() []shape {
	list := []shape{{dataset.SourcesFile, dataset.SourceColumns(), dataset.SourceColumns(), true}}
	for _, k := range graph.Kinds() {
		list = append(list, shape{dataset.KindFile(k.Kind), dataset.EntityColumns(), dataset.NeededEntityColumns(), false})
	}
	return append(list, shape{dataset.RelationshipsFile, dataset.RelationshipColumns(),
		dataset.NeededRelationshipColumns(), true})
}()

// part is what is known of one dataset while the graph is read.
type part struct {
	graph.Dataset
	wanted bool
	ranked bool // the rank was seen
	counts graph.Dataset
	used   []map[string]bool // the columns that some row fills, by file
}

// collector takes the scan apart by dataset and file. The rows of all files go through one sorter, under a key that
// begins with the numbers of dataset and file.
type collector struct {
	parts  []*part // by name
	byName map[string]int
	rows   *extsort.Sorter
	key    []byte
	value  []byte
}

func newCollector(known, wanted []graph.Dataset) *collector {
	c := &collector{byName: map[string]int{}, rows: extsort.New(sortBudget)}
	for _, d := range known {
		p := &part{Dataset: d, used: make([]map[string]bool, len(shapes))}
		p.wanted = slices.ContainsFunc(wanted, func(w graph.Dataset) bool { return w.Name == d.Name })
		for i := range p.used {
			p.used[i] = map[string]bool{}
		}
		c.parts = append(c.parts, p)
	}
	slices.SortFunc(c.parts, func(a, b *part) int { return strings.Compare(a.Name, b.Name) })
	for i, p := range c.parts {
		c.byName[p.Name] = i
	}
	return c
}

// part finds the dataset that something is said to be of.
func (c *collector) part(name, of string) (int, *part, error) {
	i, ok := c.byName[name]
	if !ok {
		return 0, nil, damaged("%s is of a dataset %q, which the graph does not list", of, name)
	}
	return i, c.parts[i], nil
}

func (c *collector) source(s graph.Source) error {
	for _, r := range s.Records {
		i, p, err := c.part(r.Dataset, "the source "+s.ID)
		if err != nil {
			return err
		}
		p.counts.Sources++
		if err := c.add(i, 0, s.ID, dataset.SourceFields(s.ID, r)); err != nil {
			return err
		}
	}
	return nil
}

func (c *collector) entity(e graph.Entity) error {
	file := slices.IndexFunc(shapes, func(s shape) bool { return s.name == dataset.KindFile(e.Kind) })
	if file < 0 {
		return damaged("%s is of no kind that is known", e.ID)
	}
	for _, r := range e.Records {
		i, p, err := c.part(r.Dataset, e.ID)
		if err != nil {
			return err
		}
		if p.ranked && p.Rank != r.Rank {
			return damaged("the records of dataset %s have the ranks %d and %d (%s)", p.Name, p.Rank, r.Rank, e.ID)
		}
		p.Rank, p.ranked = r.Rank, true
		p.counts.Entities++
		if err := c.list(e.ID, slices.Concat(r.Aliases, r.Sources, r.Formerly)); err != nil {
			return err
		}
		if err := c.add(i, file, e.ID, dataset.EntityFields(e.ID, r)); err != nil {
			return err
		}
	}
	return nil
}

func (c *collector) relationship(r graph.Relationship) error {
	id := r.ID()
	for _, name := range r.Datasets() {
		_, p, err := c.part(name, id)
		if err != nil {
			return err
		}
		p.counts.Relationships++
	}
	for _, claim := range r.Claims {
		i, p, err := c.part(claim.Dataset, id)
		if err != nil {
			return err
		}
		p.counts.Claims++
		fields := dataset.RelationshipFields(dataset.Row{RelationshipKey: r.RelationshipKey, Claim: claim})
		if err := c.add(i, len(shapes)-1, id, fields); err != nil {
			return err
		}
	}
	return nil
}

// list refuses what would come apart when a list of it is read.
func (*collector) list(of string, items []string) error {
	for _, item := range items {
		if item == "" || strings.TrimSpace(item) != item || strings.Contains(item, "|") {
			return damaged("%s has %q in a list, which cannot be written as an element of one", of, item)
		}
	}
	return nil
}

// add hands a row to the sorter. A text that would be read differently is refused.
func (c *collector) add(part, file int, of string, fields map[string]string) error {
	p := c.parts[part]
	for column, text := range fields {
		if strings.TrimSpace(text) != text || strings.ContainsRune(text, 0) {
			return damaged("%s has in %s of dataset %s the text %q, which no file can hold", of, column, p.Name, text)
		}
		if text != "" {
			p.used[file][column] = true
		}
	}
	if !p.wanted {
		return nil
	}
	c.key = binary.BigEndian.AppendUint32(c.key[:0], uint32(part))
	c.key = append(c.key, byte(file))
	for i, column := range shapes[file].columns {
		if i > 0 {
			c.key = append(c.key, 0)
		}
		c.key = append(c.key, fields[column]...)
		delete(fields, column)
	}
	c.value = c.value[:0]
	for _, column := range slices.Sorted(maps.Keys(fields)) {
		if fields[column] == "" {
			continue
		}
		if len(c.value) > 0 {
			c.value = append(c.value, 0)
		}
		c.value = append(append(append(c.value, column...), 0), fields[column]...)
	}
	return c.rows.Add(c.key, c.value)
}

// complete reports whether as much was found of every dataset as its load recorded.
func (c *collector) complete() error {
	for _, p := range c.parts {
		n := p.counts
		if n.Sources != p.Sources || n.Entities != p.Entities || n.Relationships != p.Relationships || n.Claims != p.Claims {
			return damaged("dataset %s has %d sources, %d entities, %d relationships and %d claims in the graph, and its load "+
				"wrote %d, %d, %d and %d", p.Name, n.Sources, n.Entities, n.Relationships, n.Claims,
				p.Sources, p.Entities, p.Relationships, p.Claims)
		}
	}
	return nil
}

// written lists the datasets that were asked for, in the order in which they are to be loaded.
func (c *collector) written() []graph.Dataset {
	var out []graph.Dataset
	for _, p := range c.parts {
		if p.wanted {
			out = append(out, p.Dataset)
		}
	}
	slices.SortFunc(out, func(a, b graph.Dataset) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), strings.Compare(a.Name, b.Name))
	})
	return out
}
