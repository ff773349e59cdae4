package csr

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"runtime"
	"sync"

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
	balanced := m.checkBalance(&g)
	inParts(&g, m.nodes(), func(lo, hi int) error { return m.checkRecords(m.records[lo:hi], (*checker).entity) })
	inParts(&g, len(m.payloads), func(lo, hi int) error { return m.checkRecords(m.payloads[lo:hi], (*checker).relationship) })
	inParts(&g, len(m.aside.payloads), func(lo, hi int) error {
		return m.checkRecords(m.aside.payloads[lo:hi], (*checker).relationship)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if err := balanced(); err != nil {
		return err
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
		{"nodes of codes", len(m.codes.nodes), m.codes.texts.len()},
		{"nodes of former ids", len(m.former.nodes), m.former.texts.len()},
		{"first nodes on sources", len(m.sources.first), m.sources.ids.len() + 1},
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
	if s := m.sources.first; s[0] != 0 || int(s[len(s)-1]) != len(m.sources.nodes) {
		return errors.New("the first nodes on sources do not fit the nodes on sources")
	}
	return cmp.Or(ascending(m.first), ascending(m.sources.first))
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
		below("nodes of codes", m.codes.nodes, m.nodes()), below("nodes on sources", m.sources.nodes, m.nodes()),
		below("nodes of former ids", m.former.nodes, m.nodes()))
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

// balance is what the arcs of some nodes come to. Every relationship must be seen from both of its ends alike, since a
// search from one end follows the arcs backwards that one from the other end walked. To look at the other end of each arc
// would be one wait for memory after the other. So both lists are added up instead: sums of a random function over two
// lists are the same where the lists are, and else once in 2^64 times.
type balance struct {
	outs, ins uint64 // of all that is known of the arcs of a relationship, from its start and from its end
	places    uint64 // of where the arcs at the starts lie
	arcs      int    // at the starts, loops left out
}

// checkArcs makes sure of the arcs of some nodes that they are in order and that their numbers are, and adds them up.
func (m *Model) checkArcs(random *randomFunction, lo, hi int) (sum balance, err error) {
	a, nodes, rels := &m.arcs, uint32(m.nodes()), uint32(len(m.outs))
	for n := uint32(lo); n < uint32(hi); n++ {
		before := -1
		for i := m.first[n]; i < m.first[n+1]; i++ {
			other, rel, tag := a.to[i], a.rel[i]&^incoming, a.tag[i]
			if other >= nodes || rel >= rels || int(tag&typeBits) >= len(typeNames) {
				return sum, fmt.Errorf("arc %d is of node, relationship or type %d, %d, %d", i, other, rel, tag&typeBits)
			}
			place := int(other)<<32 | int(rel)
			if place <= before {
				return sum, fmt.Errorf("arc %d is out of order", i)
			}
			before = place
			days := pack(uint32(a.from[i]), uint32(a.until[i]))
			switch {
			case a.rel[i]&incoming == 0:
				sum.places += random.of(pack(rel, i), 0, 0)
				if other != n {
					sum.outs += random.of(pack(n, other), pack(rel, uint32(tag)), days)
					sum.arcs++
				}
			case other == n:
				return sum, fmt.Errorf("arc %d comes in from its own node", i)
			default:
				sum.ins += random.of(pack(other, n), pack(rel, uint32(tag)), days)
				sum.arcs--
			}
		}
	}
	return sum, nil
}

// checkBalance checks all arcs, in parts on the group, and says what to ask when all are through.
func (m *Model) checkBalance(g *errgroup.Group) (balanced func() error) {
	random := newRandomFunction()
	var lock sync.Mutex
	var all balance
	inParts(g, m.nodes(), func(lo, hi int) error {
		sum, err := m.checkArcs(random, lo, hi)
		lock.Lock()
		defer lock.Unlock()
		all.outs, all.ins, all.places, all.arcs = all.outs+sum.outs, all.ins+sum.ins, all.places+sum.places, all.arcs+sum.arcs
		return err
	})
	return func() error {
		for rel, i := range m.outs {
			all.places -= random.of(pack(uint32(rel), i), 0, 0)
		}
		if all.places != 0 {
			return errors.New("the relationships do not fit the arcs at their starts")
		}
		if all.arcs != 0 || all.outs != all.ins {
			return errors.New("the arcs that come in do not fit those that go out")
		}
		return nil
	}
}

func pack(high, low uint32) uint64 { return uint64(high)<<32 | uint64(low) }

// randomFunction gives every three numbers one as good as random, another one in every process, so that no file can be
// made to fit. It multiplies and folds, as wyhash does.
type randomFunction [4]uint64

func newRandomFunction() *randomFunction {
	var f randomFunction
	var b [8 * len(f)]byte
	_, _ = rand.Read(b[:]) // it never fails
	for i := range f {
		f[i] = binary.NativeEndian.Uint64(b[8*i:]) | 1
	}
	return &f
}

func (f *randomFunction) of(a, b, c uint64) uint64 {
	high, low := bits.Mul64(a^f[0], b^f[1])
	high, low = bits.Mul64(high^low^f[2], c^f[3])
	high, low = bits.Mul64(high^low^f[0], f[1])
	return high ^ low
}

// checkRecords makes sure that the records at these addresses can be read.
func (m *Model) checkRecords(addresses []uint32, check func(*checker)) error {
	c := checker{words: uint64(m.words.len())}
	for _, address := range addresses {
		chunk, place := address>>unitsInBits, int(address&(1<<unitsInBits-1))*unit
		if int(chunk) >= len(m.blob.chunks) || place >= len(m.blob.chunks[chunk]) {
			return fmt.Errorf("a record lies at %d, which is outside", address)
		}
		c.read(m.blob.chunks[chunk][place:])
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
