package loader

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/internal/extsort"
)

// What is kept in memory at most of what the graph has, and of what has to be written, in bytes.
const (
	presenceBudget = 4 << 20
	planBudget     = 4 << 20
)

// presence is what the graph has of a dataset: the digest by id, sorted like the dataset's own contents.
type presence struct {
	sources, entities, relations *extsort.Sorter
}

// present asks the graph what it has of a dataset.
func present(ctx context.Context, l graph.Load, dataset string) (presence, error) {
	p := presence{extsort.New(presenceBudget), extsort.New(presenceBudget), extsort.New(presenceBudget)}
	var key []byte
	err := l.Present(ctx, dataset, func(e graph.Present) error {
		switch e.Element {
		case graph.SourceElement:
			return p.sources.Add([]byte(e.ID), []byte(e.Digest))
		case graph.EntityElement:
			return p.entities.Add([]byte(e.ID), []byte(e.Digest))
		case graph.RelationshipElement:
			t, ok := graph.TypeOfRelationshipID(e.ID)
			if !ok {
				return &graph.Error{Code: graph.CodeInternal, Message: "the graph has a relationship of the dataset " + dataset +
					" with the id " + quote(e.ID) + ", which no load writes; remove it by hand and load again"}
			}
			key = relationKey(key[:0], t, e.ID)
			return p.relations.Add(key, []byte(e.Digest))
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	for _, s := range []*extsort.Sorter{p.sources, p.entities, p.relations} {
		if err := s.Seal(); err != nil {
			return p, err
		}
	}
	return p, nil
}

// empty reports whether the graph has nothing of the dataset.
func (p presence) empty() bool { return p.sources.Len()+p.entities.Len()+p.relations.Len() == 0 }

// plan is what has to be written, in the order in which it must be. Relationships and their removals are sorted by
// type.
type plan struct {
	dataset                                        string
	sources, entities, claims                      *extsort.Spool // records as in contents
	removeRelations, removeEntities, removeSources *extsort.Spool // ids
	writes                                         int            // elements
}

func newPlan(dataset string) *plan {
	spool := func() *extsort.Spool { return extsort.NewSpool(planBudget) }
	return &plan{dataset: dataset, sources: spool(), entities: spool(), claims: spool(), removeRelations: spool(),
		removeEntities: spool(), removeSources: spool()}
}

// diff compares a dataset with what the graph has of it, and counts into s.
func diff(c contents, has presence, dataset string, s *Summary) (*plan, error) {
	p := newPlan(dataset)
	for _, part := range []side{
		{graph.SourceElement, c.sources, has.sources, p.sources, p.removeSources, recordDigest,
			func(_ []byte, values [][]byte) string { return titleOf(values[0]) }},
		{graph.EntityElement, c.entities, has.entities, p.entities, p.removeEntities, recordDigest,
			func(_ []byte, values [][]byte) string { return nameOf(values[0]) }},
		{graph.RelationshipElement, c.claims, has.relations, p.claims, p.removeRelations,
			func(key []byte, values [][]byte) string {
				return graph.Digest(readRelation(key, values, dataset).Claims)
			},
			func(key []byte, values [][]byte) string {
				k, _ := readClaim(key, values[0], dataset)
				return endsText(k)
			}},
	} {
		if err := part.compare(p, s); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// side is one sort of element in the comparison.
type side struct {
	element        graph.Element
	content, has   *extsort.Sorter
	writes, remove *extsort.Spool
	digest, name   func(key []byte, values [][]byte) string
}

// compare walks what the dataset says and what the graph has side by side.
func (d side) compare(p *plan, s *Summary) error {
	var said, there groupReader
	if err := said.open(d.content); err != nil {
		return err
	}
	if err := there.open(d.has); err != nil {
		return err
	}
	more, moreThere := said.next(), there.next()
	for more || moreThere {
		order := -1
		if !more {
			order = 1
		} else if moreThere {
			order = bytes.Compare(said.key, there.key)
		}
		var err error
		if order <= 0 {
			before := ""
			if order == 0 {
				before = string(there.values[0])
			}
			err = d.settle(p, s, &said, before)
			more = said.next()
		} else {
			id := d.id(there.key)
			s.remove(d.element, id)
			p.writes++
			err = d.remove.Add([]byte(id), nil)
		}
		if err != nil {
			return err
		}
		if order >= 0 {
			moreThere = there.next()
		}
	}
	if said.err != nil {
		return said.err
	}
	return there.err
}

// settle counts one element of the dataset, and plans to write it where the graph has it otherwise.
func (d side) settle(p *plan, s *Summary, g *groupReader, before string) error {
	name := func() string { return d.name(g.key, g.values) }
	if !s.settle(d.element, d.id(g.key), name, before, d.digest(g.key, g.values)) {
		return nil
	}
	p.writes++
	for _, value := range g.values {
		if err := d.writes.Add(g.key, value); err != nil {
			return err
		}
	}
	return nil
}

func (d side) id(key []byte) string {
	if d.element == graph.RelationshipElement {
		return relationID(key)
	}
	return string(key)
}

// endsText names a relationship for people: "country:aze -> organisation:guam (role)".
func endsText(k graph.RelationshipKey) string {
	text := k.From + " -> " + k.To
	more := slices.DeleteFunc([]string{k.Role, k.Title, k.Spell}, func(s string) bool { return s == "" })
	if len(more) > 0 {
		text += " (" + strings.Join(more, ", ") + ")"
	}
	return text
}
