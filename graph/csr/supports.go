package csr

import (
	"context"
	"sort"

	"coopgraph/graph"
)

// Supports implements graph.Reader. It costs one look at the proofs of every relationship, four bytes each, and memory
// for the page alone.
func (m *Model) Supports(ctx context.Context, q graph.SupportsQuery) (graph.SupportsAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.SupportsAnswer{}, err
	}
	after, err := graph.ParseSupportCursor(q.Cursor)
	if err != nil {
		return graph.SupportsAnswer{}, err
	}
	answer := graph.SupportsAnswer{Marker: m.marker}
	if answer.Source, err = m.Source(ctx, q.Source); err != nil {
		return graph.SupportsAnswer{}, err
	}
	left := m.supportedEntities(&q, after, &answer)
	f := q.Filter()
	c := m.ready(&f)
	room := q.Limit - len(answer.Entities)
	arcs, err := c.supported(ctx, after, room, &answer)
	if err != nil {
		return graph.SupportsAnswer{}, err
	}
	answer.Relationships = c.shownAll(arcs[:min(len(arcs), room)])
	answer.End(left || len(arcs) > room)
	return answer, nil
}

// supportedEntities counts the entities whose records stand on the source and reads those of the page. It reports
// whether some are left beyond it.
func (m *Model) supportedEntities(q *graph.SupportsQuery, after graph.SupportPlace, answer *graph.SupportsAnswer) bool {
	number, _ := m.sources.ids.find(q.Source)
	nodes := m.sources.nodes[m.sources.first[number]:m.sources.first[number+1]]
	answer.EntityCount = len(nodes)
	id, follow := after.Entity()
	if !follow {
		return false
	}
	nodes = nodes[sort.Search(len(nodes), func(i int) bool { return m.ids.at(nodes[i]) > id }):]
	page := nodes[:min(len(nodes), q.Limit)]
	for _, n := range page {
		answer.Entities = append(answer.Entities, m.entityAt(n))
	}
	return len(nodes) > len(page)
}

// supported counts the relationships of which a standing claim passes, and gives arcs of those after the place: as many
// as there is room for, and one more where there are more.
func (c *filter) supported(ctx context.Context, after graph.SupportPlace, room int, answer *graph.SupportsAnswer) (
	[]uint32, error) {
	m := c.model
	if len(c.sources) == 0 {
		return nil, nil // no claim is of it
	}
	pass := make([]bool, len(m.proof.rank))
	for number := range pass {
		pass[number] = c.passProof(uint32(number))
	}
	first := 0
	if id := after.Relationship(); id != "" {
		first = sort.Search(len(m.outs), func(i int) bool { return m.idOf(uint32(i)) > id })
	}
	var arcs []uint32
	for r, p := range m.proofs {
		if r%patience == patience-1 && ctx.Err() != nil {
			return nil, ended(ctx, 0)
		}
		claims := 0
		if p&multiple == 0 {
			if pass[p] {
				claims = 1
			}
		} else {
			at := p &^ multiple
			for _, number := range m.several[at+1 : at+1+m.several[at]] {
				if pass[number] {
					claims++
				}
			}
		}
		if claims == 0 {
			continue
		}
		answer.RelationshipCount++
		answer.ClaimCount += claims
		if r >= first && len(arcs) <= room {
			arcs = append(arcs, m.outs[r])
		}
	}
	return arcs, nil
}

// ground is a source that a node's records stand on.
type ground struct{ source, node uint32 } // the source as a word

// layGrounds lays out which nodes stand on each source, by node.
func (b *builder) layGrounds() {
	s := &b.m.sources
	sourceOf := make([]uint32, b.words.len()) // and one more; 0 for words that are no source
	for i := range uint32(s.ids.len()) {
		if word, ok := b.words.known[s.ids.at(i)]; ok {
			sourceOf[word] = i + 1
		}
	}
	s.first = make([]uint32, s.ids.len()+1)
	for _, g := range b.grounds {
		if number := sourceOf[g.source]; number > 0 {
			s.first[number]++
		}
	}
	for i := range s.ids.len() {
		s.first[i+1] += s.first[i]
	}
	s.nodes = make([]uint32, s.first[s.ids.len()])
	next := make([]uint32, s.ids.len())
	copy(next, s.first)
	for _, g := range b.grounds {
		if number := sourceOf[g.source]; number > 0 {
			s.nodes[next[number-1]] = g.node
			next[number-1]++
		}
	}
	b.grounds = nil
}
