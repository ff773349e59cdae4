package loader

import (
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
)

// presence is what the graph has of a dataset: the digest by id.
type presence struct {
	sources, entities, relations map[string]string
}

// present asks the graph what it has of a dataset.
func present(ctx context.Context, l graph.Load, dataset string) (presence, error) {
	p := presence{map[string]string{}, map[string]string{}, map[string]string{}}
	err := l.Present(ctx, dataset, func(e graph.Present) error {
		switch e.Element {
		case graph.SourceElement:
			p.sources[e.ID] = e.Digest
		case graph.EntityElement:
			p.entities[e.ID] = e.Digest
		case graph.RelationshipElement:
			p.relations[e.ID] = e.Digest
		}
		return nil
	})
	return p, err
}

// empty reports whether the graph has nothing of the dataset.
func (p presence) empty() bool { return len(p.sources)+len(p.entities)+len(p.relations) == 0 }

// plan is what has to be written. The removed ids are sorted, which groups relationships by type.
type plan struct {
	sources         []graph.SourceWrite
	entities        []graph.EntityWrite
	relations       []graph.RelationshipWrite
	removeRelations []string
	removeEntities  []string
	removeSources   []string
}

func (p *plan) size() int {
	return len(p.sources) + len(p.entities) + len(p.relations) +
		len(p.removeRelations) + len(p.removeEntities) + len(p.removeSources)
}

// diff compares a dataset with what the graph has of it, which it uses up, and counts into s.
func diff(c contents, has presence, s *Summary) *plan {
	p := &plan{}
	for _, w := range c.sources {
		if s.settle(graph.SourceElement, w.ID, w.Record.Title, take(has.sources, w.ID), graph.Digest(w.Record)) {
			p.sources = append(p.sources, w)
		}
	}
	for _, w := range c.entities {
		if s.settle(graph.EntityElement, w.ID, w.Record.Name, take(has.entities, w.ID), graph.Digest(w.Record)) {
			p.entities = append(p.entities, w)
		}
	}
	for _, w := range c.relations {
		if s.settle(graph.RelationshipElement, w.id, endsText(w.Key), take(has.relations, w.id), graph.Digest(w.Claims)) {
			p.relations = append(p.relations, w.RelationshipWrite)
		}
	}
	p.removeRelations = s.remove(graph.RelationshipElement, has.relations)
	p.removeEntities = s.remove(graph.EntityElement, has.entities)
	p.removeSources = s.remove(graph.SourceElement, has.sources)
	return p
}

// take gives the digest of an id and forgets it, so that what is left is what the dataset no longer has.
func take(m map[string]string, id string) string {
	digest := m[id]
	delete(m, id)
	return digest
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
