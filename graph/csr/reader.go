package csr

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"coopgraph/graph"
)

var _ graph.Reader = (*Model)(nil)

// Marker implements graph.Reader: the revision that the model was built from.
func (m *Model) Marker(context.Context) (graph.Marker, error) { return m.marker, nil }

// entityAt reads a node's entity.
func (m *Model) entityAt(n uint32) graph.Entity {
	var e graph.Entity
	d := decoder{words: &m.words}
	m.entityInto(n, &e, &d)
	return e
}

// entityInto reads a node's entity into an empty one.
func (m *Model) entityInto(n uint32, e *graph.Entity, d *decoder) {
	e.ID, e.Kind, e.Degree = m.ids.at(n), m.kind(n), int(m.degrees[n])
	d.read(m.blob.at(m.records[n]))
	d.entity(e)
}

// relationshipInto reads the relationship of an arc between the nodes of these ids into an empty one, and gives the digest
// of its key.
func (m *Model) relationshipInto(r *graph.Relationship, i uint32, n, other string, d *decoder) graph.KeyDigest {
	m.ends(&r.RelationshipKey, i, n, other)
	d.read(m.blob.at(m.payloads[m.arcs.rel[i]&^incoming]))
	return d.relationship(r)
}

// ends sets type and ends of an arc's relationship.
func (m *Model) ends(k *graph.RelationshipKey, i uint32, n, other string) {
	if m.arcs.rel[i]&incoming != 0 {
		n, other = other, n
	}
	k.Type, k.From, k.To = typeOf(m.arcs.tag[i]), n, other
}

// owner is the node whose arc it is.
func (m *Model) owner(i uint32) uint32 {
	return uint32(sort.Search(m.nodes(), func(n int) bool { return m.first[n+1] > i }))
}

// relationshipAt reads the relationship of an arc, finding out whose arc it is.
func (m *Model) relationshipAt(i uint32) graph.Relationship {
	var r graph.Relationship
	d := decoder{words: &m.words}
	m.relationshipInto(&r, i, m.ids.at(m.owner(i)), m.ids.at(m.arcs.to[i]), &d)
	return r
}

// idOf makes the id of a relationship by its number.
func (m *Model) idOf(number uint32) string {
	d := decoder{b: m.blob.at(m.payloads[number])}
	return d.digest().ID(typeOf(m.arcs.tag[m.outs[number]]))
}

// numbered reads a relationship by its number.
func (m *Model) numbered(number uint32) graph.Relationship { return m.relationshipAt(m.outs[number]) }

// setAside reads the i-th relationship of which every claim is withdrawn.
func (m *Model) setAside(i uint32) graph.Relationship {
	a := &m.aside
	t, _ := graph.TypeOfRelationshipID(a.ids.at(i))
	var r graph.Relationship
	r.Type, r.From, r.To = t, m.ids.at(a.from[i]), m.ids.at(a.to[i])
	d := decoder{b: m.blob.at(a.payloads[i]), words: &m.words}
	d.relationship(&r)
	return r
}

// Entity implements graph.Reader.
func (m *Model) Entity(ctx context.Context, id string) (graph.Entity, error) {
	n, err := m.node(ctx, "id", id)
	if err != nil {
		return graph.Entity{}, err
	}
	return m.entityAt(n), nil
}

// Entities implements graph.Reader.
func (m *Model) Entities(_ context.Context, q graph.EntitiesQuery) ([]graph.Entity, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	var out []graph.Entity
	add := func(n uint32) {
		if (q.Kind == "" || m.kind(n) == q.Kind) && len(out) < q.Limit {
			out = append(out, m.entityAt(n))
		}
	}
	at := uint32(sort.Search(m.nodes(), func(i int) bool { return m.ids.at(uint32(i)) > q.After }))
	if len(q.IDs) > 0 {
		for _, n := range slices.Compact((pieces{m}).nodes(q.IDs)) {
			if n >= at {
				add(n)
			}
		}
		return out, nil
	}
	for n := at; int(n) < m.nodes() && len(out) < q.Limit; n++ {
		add(n)
	}
	return out, nil
}

// Resolve implements graph.Reader.
func (m *Model) Resolve(ctx context.Context, ref string) (string, error) {
	if _, _, ok := graph.SplitScheme(ref); ok {
		if i, ok := m.codes.texts.find(ref); ok {
			return m.ids.at(m.codes.nodes[i]), nil
		}
		return "", graph.NotFound("id", "no entity has the code %q", ref)
	}
	if err := graph.CheckEntityID(ref); err != nil {
		return "", err
	}
	if _, there := m.slots.find(&m.ids, ref); !there {
		if i, ok := m.former.texts.find(ref); ok {
			return m.ids.at(m.former.nodes[i]), nil
		}
	}
	_, err := m.node(ctx, "id", ref)
	return ref, err
}

// Relationship implements graph.Reader. It costs a look at a record for each step of a binary search.
func (m *Model) Relationship(_ context.Context, id string) (graph.Relationship, error) {
	if _, ok := graph.TypeOfRelationshipID(id); !ok {
		return graph.Relationship{}, graph.NotFound("id", "%q is not a relationship's id; take one from an answer, "+
			"such as member-of:0123456789abcdef", id)
	}
	at, ok := sort.Find(len(m.outs), func(i int) int { return strings.Compare(id, m.idOf(uint32(i))) })
	if ok {
		return m.numbered(uint32(at)), nil
	}
	if i, ok := m.aside.ids.find(id); ok {
		return m.setAside(i), nil
	}
	return graph.Relationship{}, graph.NotFound("id", "no relationship has the id %q", id)
}

// Source implements graph.Reader.
func (m *Model) Source(_ context.Context, id string) (graph.Source, error) {
	i, ok := m.sources.ids.find(id)
	if !ok {
		return graph.Source{}, graph.NotFound("id", "no source has the id %q", id)
	}
	return m.sourceAt(i)
}

func (m *Model) sourceAt(i uint32) (graph.Source, error) {
	var records []graph.SourceRecord
	if err := json.Unmarshal([]byte(m.sources.records.at(i)), &records); err != nil {
		return graph.Source{}, fmt.Errorf("reading the source %s: %w", m.sources.ids.at(i), err)
	}
	return graph.NewSource(m.sources.ids.at(i), records), nil
}

// Scan implements graph.Reader.
func (m *Model) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	err := visit(ctx, m.sources.ids.len(), v.Source, m.sourceAt)
	if err == nil {
		err = visit(ctx, m.nodes(), v.Entity, func(n uint32) (graph.Entity, error) { return m.entityAt(n), nil })
	}
	if err == nil {
		err = visit(ctx, len(m.outs), v.Relationship, func(i uint32) (graph.Relationship, error) { return m.numbered(i), nil })
	}
	if err == nil {
		err = visit(ctx, m.aside.ids.len(), v.Withdrawn, func(i uint32) (graph.Relationship, error) { return m.setAside(i), nil })
	}
	return m.marker, err
}

func visit[T any](ctx context.Context, count int, fn func(T) error, read func(uint32) (T, error)) error {
	if fn == nil {
		return nil
	}
	for i := range count {
		if i%1024 == 0 && ctx.Err() != nil {
			return ended(ctx, 0)
		}
		item, err := read(uint32(i))
		if err != nil {
			return err
		}
		if err := fn(item); err != nil {
			return err
		}
	}
	return nil
}

// Stats implements graph.Reader.
func (m *Model) Stats(context.Context) (graph.Stats, error) {
	s := m.stats
	s.Entities, s.Relationships = maps.Clone(s.Entities), maps.Clone(s.Relationships)
	return s, nil
}

// Datasets implements graph.Reader.
func (m *Model) Datasets(context.Context) ([]graph.Dataset, error) {
	return slices.Clone(m.datasets), nil
}
