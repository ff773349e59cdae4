package loader

import (
	"bytes"
	"iter"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/internal/extsort"
)

// maxBatchBytes bounds the text of a batch, roughly, so that long descriptions do not make a transaction too large for
// the database's memory.
const maxBatchBytes = 8 << 20

// batches cuts the plan into batches in the order in which they must be written. A batch has elements of one sort, and
// relationships of one type, which lets an engine write it with one statement.
func (p *plan) batches(size int) iter.Seq2[graph.Batch, error] {
	return func(yield func(graph.Batch, error) bool) {
		c := cutter{size: size, batch: graph.Batch{Dataset: p.dataset}, yield: yield}
		_ = c.cut(p.sources, nil, func(id string, values [][]byte) int {
			record, err := readRecord[graph.SourceRecord](values[0])
			c.fault = err
			w := graph.SourceWrite{ID: id, Record: record}
			c.batch.Sources = append(c.batch.Sources, w)
			return sourceWeight(w)
		}) && c.cut(p.entities, nil, func(id string, values [][]byte) int {
			record, err := readRecord[graph.Record](values[0])
			c.fault = err
			w := graph.EntityWrite{ID: id, Record: record}
			c.batch.Entities = append(c.batch.Entities, w)
			return entityWeight(w)
		}) && c.cut(p.claims, func(key string) string { return key[:1] }, func(key string, values [][]byte) int {
			w := readRelation([]byte(key), values, p.dataset)
			c.batch.Relationships = append(c.batch.Relationships, w)
			return relationWeight(w)
		}) && c.cut(p.removeRelations, typePart, func(id string, _ [][]byte) int {
			c.batch.RemoveRelationships = append(c.batch.RemoveRelationships, id)
			return len(id)
		}) && c.cut(p.removeEntities, nil, func(id string, _ [][]byte) int {
			c.batch.RemoveEntities = append(c.batch.RemoveEntities, id)
			return len(id)
		}) && c.cut(p.removeSources, nil, func(id string, _ [][]byte) int {
			c.batch.RemoveSources = append(c.batch.RemoveSources, id)
			return len(id)
		})
	}
}

// typePart is the part of a relationship's id that names its type.
func typePart(id string) string { return id[:strings.IndexByte(id, ':')] }

// cutter collects elements into a batch and yields it when it is full.
type cutter struct {
	size  int
	batch graph.Batch
	yield func(graph.Batch, error) bool
	fault error
}

// cut yields parts of at most size elements and, one element apart, of at most maxBatchBytes by weight. Elements of
// different parts, where part is given, do not share a batch. It is false where no more is wanted.
func (c *cutter) cut(s *extsort.Spool, part func(key string) string, take func(key string, values [][]byte) int) bool {
	weight, before := 0, ""
	next, err := spoolGroups(s)
	if err != nil {
		return c.yield(graph.Batch{}, err) && false
	}
	for {
		key, values, ok, err := next()
		if err != nil {
			return c.yield(graph.Batch{}, err) && false
		}
		if !ok {
			return c.flush()
		}
		now := ""
		if part != nil {
			now = part(key)
		}
		heavy := 0
		for _, v := range values {
			heavy += len(v)
		}
		if full := c.batch.Size() == c.size || weight+heavy > maxBatchBytes || now != before; full {
			if !c.flush() {
				return false
			}
			weight, before = 0, now
		}
		weight += take(key, values)
		if c.fault != nil {
			return c.yield(graph.Batch{}, c.fault) && false
		}
	}
}

func (c *cutter) flush() bool {
	if c.batch.Size() == 0 {
		return true
	}
	b := c.batch
	c.batch = graph.Batch{Dataset: b.Dataset}
	return c.yield(b, nil)
}

// spoolGroups reads a spool key by key, with the values that stand together under each.
func spoolGroups(s *extsort.Spool) (func() (string, [][]byte, bool, error), error) {
	next, err := s.Reader()
	if err != nil {
		return nil, err
	}
	ahead, more, err := next()
	if err != nil {
		return nil, err
	}
	return func() (string, [][]byte, bool, error) {
		if !more {
			return "", nil, false, nil
		}
		key := string(ahead.Key)
		var values [][]byte
		for more && string(ahead.Key) == key {
			values = append(values, bytes.Clone(ahead.Value))
			var err error
			if ahead, more, err = next(); err != nil {
				return "", nil, false, err
			}
		}
		return key, values, true, nil
	}, nil
}

func sourceWeight(w graph.SourceWrite) int {
	return 200 + len(w.Record.Title) + len(w.Record.Note) + len(w.Record.URL)
}

func entityWeight(w graph.EntityWrite) int {
	bytes := 300 + len(w.Record.Description) + len(w.Record.URL)
	for _, a := range w.Record.Aliases {
		bytes += len(a)
	}
	for _, id := range w.Record.Formerly {
		bytes += len(id)
	}
	for _, n := range w.Record.Names {
		bytes += len(n)
	}
	return bytes
}

func relationWeight(w graph.RelationshipWrite) int {
	bytes := 200
	for _, c := range w.Claims {
		bytes += 200 + len(c.Text) + len(c.Locator)
	}
	return bytes
}
