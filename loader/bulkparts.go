package loader

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
	"coopgraph/loader/internal/extsort"
)

// bulk is a filling under way.
type bulk struct {
	writer   graph.BulkWriter
	datasets []*Dataset
	bar      progress
	index    map[string]uint32 // entities by id, numbered in the order of ids
	pairs    []uint64          // numbers of two entities that a relationship joins, the lower in the upper half
}

func newBulk(w graph.BulkWriter, datasets []*Dataset) *bulk {
	n := 0
	for _, d := range datasets {
		n += d.Info.Relationships
	}
	return &bulk{writer: w, datasets: datasets, index: map[string]uint32{}, pairs: make([]uint64, 0, n)}
}

// piece is what one goroutine encodes at a time: elements with what each dataset says of them, copied out of the
// sorters.
type piece struct {
	first int // number of the first element
	items []pieceItem
	arena []byte
	form  graph.BulkForm
	pairs []uint64
	fault error
	done  chan struct{}
}

// pieceItem is one element. Places in the arena, since that moves while it grows.
type pieceItem struct {
	keyFrom, keyTo int
	said           []said
}

// said is one record or claim.
type said struct {
	dataset  int
	from, to int
}

// pieceSize is how many bytes a piece has, roughly: large enough that handing it over costs nothing, small enough
// that a few of them need not be counted.
const pieceSize = 256 << 10

func (p *piece) key(i int) []byte    { return p.arena[p.items[i].keyFrom:p.items[i].keyTo] }
func (p *piece) value(s said) []byte { return p.arena[s.from:s.to] }
func (p *piece) add(b []byte) (at, end int) {
	at = len(p.arena)
	p.arena = append(p.arena, b...)
	return at, len(p.arena)
}

// merged calls back with every key of the datasets' sorters, and the readers that stand at it, by dataset; nil where
// a dataset has nothing of it.
func (b *bulk) merged(of func(contents) *extsort.Sorter, fn func(key []byte, readers []*groupReader) error) error {
	all := make([]groupReader, len(b.datasets))
	more := make([]bool, len(b.datasets))
	at := make([]*groupReader, len(b.datasets))
	for i, d := range b.datasets {
		if err := all[i].open(of(d.content)); err != nil {
			return err
		}
		more[i] = all[i].next()
	}
	for {
		least := -1
		for i := range all {
			if all[i].err != nil {
				return all[i].err
			}
			if more[i] && (least < 0 || bytes.Compare(all[i].key, all[least].key) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		for i := range all {
			at[i] = nil
			if more[i] && bytes.Equal(all[i].key, all[least].key) {
				at[i] = &all[i]
			}
		}
		if err := fn(all[least].key, at); err != nil {
			return err
		}
		for i := range all {
			if at[i] != nil {
				more[i] = all[i].next()
			}
		}
	}
}

// encoded sends everything of a sort through the writer: one goroutine reads, as many as there are processors build
// and encode, and one appends in the order of ids.
func (b *bulk) encoded(ctx context.Context, of func(contents) *extsort.Sorter,
	build func(*piece) (*graph.BulkPart, error)) error {
	workers := runtime.GOMAXPROCS(0)
	work, inOrder := make(chan *piece, workers), make(chan *piece, 2*workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(work)
		defer close(inOrder)
		return b.read(ctx, of, func(p *piece) error {
			for _, to := range []chan *piece{inOrder, work} {
				select {
				case to <- p:
				case <-ctx.Done():
					return context.Cause(ctx)
				}
			}
			return nil
		})
	})
	for range workers {
		g.Go(func() error {
			for p := range work {
				part, err := build(p)
				if err == nil {
					p.form, err = b.writer.Encode(part)
				}
				p.fault = err
				close(p.done)
			}
			return nil
		})
	}
	g.Go(func() error {
		for p := range inOrder {
			select {
			case <-p.done:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			if p.fault != nil {
				return p.fault
			}
			if err := b.writer.Append(p.form); err != nil {
				return err
			}
			b.pairs = append(b.pairs, p.pairs...)
			b.bar.add(len(p.items))
		}
		return nil
	})
	return g.Wait()
}

// read cuts what is merged into pieces.
func (b *bulk) read(ctx context.Context, of func(contents) *extsort.Sorter, send func(*piece) error) error {
	p, n := &piece{done: make(chan struct{})}, 0
	flush := func() error {
		if len(p.items) == 0 {
			return nil
		}
		err := send(p)
		p = &piece{first: n, done: make(chan struct{}), arena: make([]byte, 0, pieceSize+pieceSize/8)}
		return err
	}
	err := b.merged(of, func(key []byte, readers []*groupReader) error {
		var item pieceItem
		item.keyFrom, item.keyTo = p.add(key)
		for d, r := range readers {
			if r == nil {
				continue
			}
			for _, value := range r.values {
				from, to := p.add(value)
				item.said = append(item.said, said{d, from, to})
			}
		}
		p.items = append(p.items, item)
		n++
		if len(p.arena) < pieceSize {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

func (b *bulk) indexEntities(ctx context.Context) error {
	return b.merged(func(c contents) *extsort.Sorter { return c.entities }, func(key []byte, _ []*groupReader) error {
		b.index[string(key)] = uint32(len(b.index))
		return ctx.Err()
	})
}

func (b *bulk) relationships(ctx context.Context) error {
	return b.encoded(ctx, func(c contents) *extsort.Sorter { return c.claims }, func(p *piece) (*graph.BulkPart, error) {
		part := &graph.BulkPart{Relationships: make([]graph.BulkRelationship, len(p.items))}
		for i, item := range p.items {
			r, err := b.relationship(p, p.key(i), item.said)
			if err != nil {
				return nil, err
			}
			part.Relationships[i] = graph.BulkRelationship{ID: relationID(p.key(i)), Relationship: r}
		}
		return part, nil
	})
}

// relationship puts together what all datasets claim of one, and notes whom it joins.
func (b *bulk) relationship(p *piece, key []byte, all []said) (graph.Relationship, error) {
	claims := make([]graph.Claim, len(all))
	var k graph.RelationshipKey
	for i, s := range all {
		value := p.value(s)
		if i > 0 && !bytes.Equal(keyPart(value), keyPart(p.value(all[0]))) {
			return graph.Relationship{}, graph.Invalid("DATASET", "two relationships get the id %s, one in %s and one in %s; "+
				"change the role, title or spell of one of them a little", relationID(key),
				b.datasets[all[0].dataset].Info.Name, b.datasets[s.dataset].Info.Name)
		}
		k, claims[i] = readClaim(key, value, b.datasets[s.dataset].Info.Name)
	}
	r := graph.NewRelationship(k, claims)
	from, fromThere := b.index[r.From]
	to, toThere := b.index[r.To]
	if !fromThere || !toThere {
		return r, graph.Invalid("DATASET", "the relationship %s has an end that is not in the dataset; give it a row",
			relationID(key))
	}
	if from != to && !r.Withdrawn() {
		p.pairs = append(p.pairs, uint64(min(from, to))<<32|uint64(max(from, to)))
	}
	return r, nil
}

// degrees counts the distinct other neighbours of each entity.
func (b *bulk) degrees() []uint32 {
	slices.Sort(b.pairs)
	degrees := make([]uint32, len(b.index))
	for _, pair := range slices.Compact(b.pairs) {
		degrees[pair>>32]++
		degrees[uint32(pair)]++ // the lower half
	}
	b.pairs, b.index = nil, nil
	return degrees
}

func (b *bulk) entities(ctx context.Context) error {
	degrees := b.degrees()
	return b.encoded(ctx, func(c contents) *extsort.Sorter { return c.entities }, func(p *piece) (*graph.BulkPart, error) {
		part := &graph.BulkPart{Entities: make([]graph.Entity, len(p.items))}
		for i, item := range p.items {
			records, err := readAllOf[graph.Record](p, item.said)
			if err != nil {
				return nil, fmt.Errorf("entity %s: %w", p.key(i), err)
			}
			part.Entities[i] = graph.NewEntity(string(p.key(i)), records)
			part.Entities[i].Degree = int(degrees[p.first+i])
		}
		return part, nil
	})
}

func (b *bulk) sources(ctx context.Context) error {
	return b.encoded(ctx, func(c contents) *extsort.Sorter { return c.sources }, func(p *piece) (*graph.BulkPart, error) {
		part := &graph.BulkPart{Sources: make([]graph.Source, len(p.items))}
		for i, item := range p.items {
			records, err := readAllOf[graph.SourceRecord](p, item.said)
			if err != nil {
				return nil, fmt.Errorf("source %s: %w", p.key(i), err)
			}
			part.Sources[i] = graph.NewSource(string(p.key(i)), records)
		}
		return part, nil
	})
}

// readAllOf reads the record of each dataset that has one.
func readAllOf[T any](p *piece, all []said) ([]T, error) {
	records := make([]T, len(all))
	for i, s := range all {
		var err error
		if records[i], err = readRecord[T](p.value(s)); err != nil {
			return nil, err
		}
	}
	return records, nil
}
