package loader

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"coopgraph/graph"
	"coopgraph/loader/internal/extsort"
)

// What the sorters keep in memory at most, in bytes; the rest lies in temporary files.
const (
	claimBudget  = 12 << 20
	entityBudget = 4 << 20
	sourceBudget = 2 << 20
	codeBudget   = 2 << 20
)

// contents is what a dataset says, sorted by id: records of sources and entities, and the claims of relationships, of
// which those of one relationship stand side by side.
type contents struct {
	sources, entities, claims *extsort.Sorter
}

func newContents() contents {
	return contents{extsort.New(sourceBudget), extsort.New(entityBudget), extsort.New(claimBudget)}
}

// emptyContents is what nothing says.
func emptyContents() (contents, error) {
	c := newContents()
	return c, c.seal()
}

func (c contents) seal() error {
	for _, s := range []*extsort.Sorter{c.sources, c.entities, c.claims} {
		if err := s.Seal(); err != nil {
			return err
		}
	}
	return nil
}

// groups calls back with every key and the values that stand under it. Both are valid until fn returns.
func groups(s *extsort.Sorter, fn func(key []byte, values [][]byte) error) error {
	g := groupReader{}
	if err := g.open(s); err != nil {
		return err
	}
	for g.next() {
		if err := fn(g.key, g.values); err != nil {
			return err
		}
	}
	return g.err
}

// groupReader reads the records of one key at a time.
type groupReader struct {
	cursor  *extsort.Cursor
	key     []byte
	values  [][]byte
	kept    [][]byte // room for values, used again
	ahead   extsort.Record
	further bool
	err     error
}

func (g *groupReader) open(s *extsort.Sorter) error {
	cursor, err := s.Cursor()
	if err != nil {
		return err
	}
	g.cursor = cursor
	g.ahead, g.further, err = cursor.Next()
	return err
}

// next reads the next key's records, and is false after the last or at an error.
func (g *groupReader) next() bool {
	if !g.further || g.err != nil {
		return false
	}
	g.key = append(g.key[:0], g.ahead.Key...)
	n := 0
	for ; g.further && bytes.Equal(g.ahead.Key, g.key); n++ {
		if n == len(g.kept) {
			g.kept = append(g.kept, nil)
		}
		g.kept[n] = append(g.kept[n][:0], g.ahead.Value...)
		if g.ahead, g.further, g.err = g.cursor.Next(); g.err != nil {
			return false
		}
	}
	g.values = g.kept[:n]
	return true
}

// digestOf stands for all that the contents say, in whatever order its rows stood.
type digestOf struct{ hash hash.Hash }

func newDigest(rank int) digestOf {
	d := digestOf{sha256.New()}
	d.add([]byte{contentForm, byte(rank), byte(rank >> 8), byte(rank >> 16), byte(rank >> 24)})
	return d
}

// contentForm is raised where the records are written differently, so that the digests of earlier versions fit none.
const contentForm = 1

func (d digestOf) add(parts ...[]byte) {
	for _, part := range parts {
		var size [4]byte
		n := len(part)
		size[0], size[1], size[2], size[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
		_, _ = d.hash.Write(size[:])
		_, _ = d.hash.Write(part)
	}
}

func (d digestOf) String() string { return hex.EncodeToString(d.hash.Sum(nil)[:16]) }

// eachEntity calls back with every entity, by id.
func (c contents) eachEntity(fn func(graph.EntityWrite) error) error {
	return groups(c.entities, func(key []byte, values [][]byte) error {
		record, err := readRecord[graph.Record](values[0])
		if err != nil {
			return err
		}
		return fn(graph.EntityWrite{ID: string(key), Record: record})
	})
}

// eachRelation calls back with every relationship of the dataset, by id.
func (c contents) eachRelation(dataset string, fn func(graph.RelationshipWrite) error) error {
	return groups(c.claims, func(key []byte, values [][]byte) error { return fn(readRelation(key, values, dataset)) })
}
