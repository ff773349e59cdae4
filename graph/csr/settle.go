package csr

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"coopgraph/graph/names/index"
)

// settle makes sure that what was read is a model, so that no search over it can leave a list or run for ever, and makes
// what a snapshot leaves out. That names, dates and claims are the right ones is for the checksums to say.
func (m *Model) settle() error {
	for i, t := range m.tables() {
		if err := t.check(); err != nil {
			return fmt.Errorf("list of texts %d: %w", i, err)
		}
	}
	if err := m.checkLengths(); err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	g.Go(func() error { m.slots = newIDTable(&m.ids); return nil })
	g.Go(m.checkNumbers)
	g.Go(func() (err error) {
		m.names, err = index.FromParts(m.names.Parts, m.nodes())
		return err
	})
	inParts(&g, m.nodes(), m.checkArcs)
	inParts(&g, m.nodes(), func(lo, hi int) error { return m.checkRecords(m.records[lo:hi], (*checker).entity) })
	inParts(&g, len(m.payloads), func(lo, hi int) error { return m.checkRecords(m.payloads[lo:hi], (*checker).relationship) })
	inParts(&g, len(m.aside.payloads), func(lo, hi int) error {
		return m.checkRecords(m.aside.payloads[lo:hi], (*checker).relationship)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	loops := 0
	for n := range uint32(m.nodes()) {
		lo, hi := m.arcsBetween(n, n)
		loops += int(hi - lo)
	}
	if len(m.arcs.to) != 2*len(m.outs)-loops {
		return fmt.Errorf("%d relationships, %d of them loops, have %d arcs", len(m.outs), loops, len(m.arcs.to))
	}
	m.count()
	return m.checkNames()
}

// inParts runs check over 0 to n in parts that are large enough to be worth it.
func inParts(g *errgroup.Group, n int, check func(lo, hi int) error) {
	const part = 1 << 18
	for lo := 0; lo < n; lo += part {
		g.Go(func() error { return check(lo, min(lo+part, n)) })
	}
}

func (t *texts) check() error {
	if len(t.ends) == 0 || t.ends[0] != 0 || int(t.ends[len(t.ends)-1]) != len(t.data) {
		return fmt.Errorf("%d ends do not fit %d bytes", len(t.ends), len(t.data))
	}
	return ascending(t.ends)
}

func ascending(list []uint32) error {
	for i := 1; i < len(list); i++ {
		if list[i] < list[i-1] {
			return fmt.Errorf("number %d falls from %d to %d", i, list[i-1], list[i])
		}
	}
	return nil
}

func (m *Model) checkLengths() error {
	nodes, rels, arcs := m.nodes(), len(m.outs), len(m.arcs.to)
	a, p, s := &m.arcs, &m.proof, &m.aside
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"ids", m.ids.len(), nodes}, {"first arcs", len(m.first), nodes + 1}, {"records", len(m.records), nodes},
		{"relationships of arcs", len(a.rel), arcs}, {"tags", len(a.tag), arcs},
		{"beginnings", len(a.from), arcs}, {"ends", len(a.until), arcs},
		{"proofs", len(m.proofs), rels}, {"payloads", len(m.payloads), rels},
		{"sources of proofs", len(p.source), len(p.dataset)}, {"ranks of proofs", len(p.rank), len(p.dataset)},
		{"words in order", len(m.wordOrder), m.words.len()},
		{"payloads set aside", len(s.payloads), s.ids.len()}, {"starts set aside", len(s.from), s.ids.len()},
		{"ends set aside", len(s.to), s.ids.len()}, {"records of sources", m.sources.records.len(), m.sources.ids.len()},
		{"nodes of codes", len(m.codes.nodes), m.codes.refs.len()},
	} {
		if c.got != c.want {
			return fmt.Errorf("there are %d %s and not %d", c.got, c.what, c.want)
		}
	}
	if rels >= multiple || arcs >= multiple || nodes >= multiple || m.words.len() == 0 {
		return errFull
	}
	if m.first[0] != 0 || int(m.first[nodes]) != arcs {
		return errors.New("the first arcs do not fit the arcs")
	}
	return ascending(m.first)
}

// below makes sure that every number is less than the bound.
func below[T uint8 | uint32](what string, list []T, bound int) error {
	for i, v := range list {
		if int(v) >= bound {
			return fmt.Errorf("number %d of the %s is %d, beyond %d", i, what, v, bound)
		}
	}
	return nil
}

func (m *Model) checkNumbers() error {
	words := m.words.len()
	err := cmp.Or(
		below("kinds", m.kinds, len(kindInfos)),
		below("words in order", m.wordOrder, words), below("datasets of proofs", m.proof.dataset, words),
		below("sources of proofs", m.proof.source, words),
		below("starts set aside", m.aside.from, m.nodes()), below("ends set aside", m.aside.to, m.nodes()),
		below("nodes of codes", m.codes.nodes, m.nodes()))
	if err != nil {
		return err
	}
	all := len(m.proof.rank)
	for r, p := range m.proofs {
		if p&multiple == 0 {
			if int(p) >= all {
				return fmt.Errorf("relationship %d has the proof %d, beyond %d", r, p, all)
			}
			continue
		}
		at := uint64(p &^ multiple)
		if at >= uint64(len(m.several)) || at+1+uint64(m.several[at]) > uint64(len(m.several)) {
			return fmt.Errorf("the proofs of relationship %d lie outside", r)
		}
		if err := below("several proofs", m.several[at+1:at+1+uint64(m.several[at])], all); err != nil {
			return err
		}
	}
	return nil
}

// checkArcs makes sure of the arcs of some nodes that they are in order, and that every relationship is seen from both
// of its ends: a search from one end follows the arcs backwards that one from the other end walked.
func (m *Model) checkArcs(lo, hi int) error {
	a, nodes, rels := &m.arcs, uint32(m.nodes()), uint32(len(m.outs))
	for n := uint32(lo); n < uint32(hi); n++ {
		before := -1
		for i := m.first[n]; i < m.first[n+1]; i++ {
			other, rel := a.to[i], a.rel[i]&^incoming
			if other >= nodes || rel >= rels || int(a.tag[i]&typeBits) >= len(typeNames) {
				return fmt.Errorf("arc %d is of node, relationship or type %d, %d, %d", i, other, rel, a.tag[i]&typeBits)
			}
			place := int(other)<<32 | int(rel)
			if place <= before {
				return fmt.Errorf("arc %d is out of order", i)
			}
			before = place
			if !m.fits(n, i) {
				return fmt.Errorf("arc %d does not fit relationship %d", i, rel)
			}
		}
	}
	return nil
}

// fits reports whether a relationship knows an outgoing arc, and whether an incoming one has its like at the other end.
func (m *Model) fits(n, i uint32) bool {
	a := &m.arcs
	other, rel := a.to[i], a.rel[i]&^incoming
	out := m.outs[rel]
	if a.rel[i]&incoming == 0 {
		return out == i
	}
	return other != n && m.first[other] <= out && out < m.first[other+1] && a.to[out] == n && a.rel[out] == rel &&
		a.tag[out] == a.tag[i] && a.from[out] == a.from[i] && a.until[out] == a.until[i]
}

// checkRecords makes sure that the records at these addresses can be read.
func (m *Model) checkRecords(addresses []uint32, check func(*checker)) error {
	c := checker{words: uint64(m.words.len())}
	for _, address := range addresses {
		chunk, place := address>>unitsInBits, int(address&(1<<unitsInBits-1))*unit
		if int(chunk) >= len(m.blob.chunks) || place >= len(m.blob.chunks[chunk]) {
			return fmt.Errorf("a record lies at %d, which is outside", address)
		}
		c.b = m.blob.chunks[chunk][place:]
		if check(&c); c.bad {
			return fmt.Errorf("the record at %d cannot be read", address)
		}
	}
	return nil
}

// checkNames makes sure that every name of the index is one of its entity's. Of most entities only the first is asked
// for, which all have.
func (m *Model) checkNames() error {
	p := &m.names.Parts
	most := make([]uint16, m.nodes())
	for i, owner := range p.Owners {
		n := p.Nodes[owner]
		most[n] = max(most[n], binary.LittleEndian.Uint16(p.Ordinals[2*i:]))
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	inParts(&g, m.nodes(), func(lo, hi int) error {
		for n := lo; n < hi; n++ {
			if most[n] == 0 {
				continue
			}
			if e := m.entityAt(uint32(n)); int(most[n]) >= len(e.AllNames()) {
				return fmt.Errorf("the index over names knows a name of %s that it has not", m.ids.at(uint32(n)))
			}
		}
		return nil
	})
	return g.Wait()
}
