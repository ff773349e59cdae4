package csr

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names/index"
)

// Source is what a model is built from: any graph.Reader is one.
type Source interface {
	Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error)
	Stats(ctx context.Context) (graph.Stats, error)
	Datasets(ctx context.Context) ([]graph.Dataset, error)
}

// Build reads everything that the source has into a new model. A scan during which a load was under way gives a model
// whose marker says so; whoever serves it has to compare markers before and after. The memory that it takes meanwhile
// is less than twice that of the model; the time is mostly the source's own.
func Build(ctx context.Context, from Source) (*Model, error) {
	stats, err := from.Stats(ctx)
	if err != nil {
		return nil, err
	}
	b := newBuilder(stats)
	marker, err := from.Scan(ctx, graph.Visitor{Source: b.source, Entity: b.entity, Relationship: b.relationship,
		Withdrawn: b.withdrawn})
	if err != nil {
		return nil, err
	}
	b.m.marker = marker
	if b.m.datasets, err = from.Datasets(ctx); err != nil {
		return nil, err
	}
	return b.finish(ctx)
}

// builder takes a scan in.
type builder struct {
	m       *Model
	words   words
	names   index.Builder
	enc     encoder
	stats   graph.Stats
	kindAt  map[graph.Kind]uint8
	typeAt  map[graph.Type]uint8
	proven  map[proofKey]uint32
	refs    []nodeRef
	former  []nodeRef
	grounds []ground
	last    string // id of the element before

	// Of each relationship, until they are laid out by node.
	from, to    []uint32
	tag         []uint8
	begin, ends []int32
}

type proofKey struct {
	dataset, source uint32
	rank            uint8
}

type nodeRef struct {
	ref  string
	node uint32
}

func newBuilder(stats graph.Stats) *builder {
	b := &builder{words: newWords(), kindAt: map[graph.Kind]uint8{}, typeAt: map[graph.Type]uint8{},
		proven: map[proofKey]uint32{}}
	for i, k := range kindInfos {
		b.kindAt[k.Kind] = uint8(i)
	}
	for i, t := range typeNames {
		b.typeAt[graph.Type(t)] = uint8(i)
	}
	nodes, rels := 0, 0
	for _, n := range stats.Entities {
		nodes += n
	}
	for _, n := range stats.Relationships {
		rels += n
	}
	b.stats = graph.Stats{Entities: map[graph.Kind]int{}, Relationships: map[graph.Type]int{}}
	b.m = &Model{ids: newTexts(nodes), kinds: roomy[uint8](nodes)[:0], records: roomy[uint32](nodes)[:0],
		proofs: roomy[uint32](rels)[:0], payloads: roomy[uint32](rels)[:0]}
	b.m.aside.ids, b.m.sources.ids, b.m.sources.records = newTexts(0), newTexts(stats.Sources), newTexts(stats.Sources)
	b.from, b.to, b.tag = roomy[uint32](rels)[:0], roomy[uint32](rels)[:0], roomy[uint8](rels)[:0]
	b.begin, b.ends = roomy[int32](rels)[:0], roomy[int32](rels)[:0]
	b.enc.words = &b.words
	return b
}

// yieldEvery is after how many relationships, or arcs, others get their turn: a model is mostly built while another one
// answers, and requests would otherwise wait for a time slice of some ten milliseconds.
const yieldEvery = 32

// ascending refuses a scan that is out of order, which would make every answer wrong in silence.
func (b *builder) ascending(what, id string) error {
	if b.last != "" && id <= b.last {
		return fmt.Errorf("the scan gives the %s %s after %s; they must come by id, each once", what, id, b.last)
	}
	b.last = id
	return nil
}

func (b *builder) source(s graph.Source) error {
	if b.m.sources.ids.len() == 0 { // sources may also come after the entities
		b.last = ""
	}
	if err := b.ascending("source", s.ID); err != nil {
		return err
	}
	text, err := json.Marshal(s.Records)
	if err != nil {
		return err
	}
	b.stats.Sources++
	if err := b.m.sources.ids.add(s.ID); err != nil {
		return err
	}
	return b.m.sources.records.add(string(text))
}

func (b *builder) entity(e graph.Entity) error {
	if b.m.nodes() == 0 {
		b.last = ""
	}
	if err := b.ascending("entity", e.ID); err != nil {
		return err
	}
	kind, ok := b.kindAt[e.Kind]
	if !ok {
		return fmt.Errorf("the entity %s is of the unknown kind %q", e.ID, e.Kind)
	}
	n := uint32(b.m.nodes())
	b.enc.b = b.enc.b[:0]
	b.enc.entity(&e)
	address, err := b.m.blob.add(b.enc.b)
	if err != nil {
		return err
	}
	b.m.kinds = append(b.m.kinds, kind)
	b.m.records = append(b.m.records, address)
	b.stats.Entities[e.Kind]++
	for scheme, code := range e.Codes {
		b.refs = append(b.refs, nodeRef{scheme + ":" + code, n})
	}
	for _, id := range e.Formerly {
		b.former = append(b.former, nodeRef{id, n})
	}
	if len(b.grounds)+len(e.Sources) >= multiple {
		return errFull
	}
	for _, id := range e.Sources {
		b.grounds = append(b.grounds, ground{uint32(b.words.number(id)), n})
	}
	b.names.Add(n, e.AllNames())
	return b.m.ids.add(e.ID)
}

func (b *builder) relationship(r graph.Relationship) error {
	if len(b.from) == 0 {
		b.last = ""
		b.m.slots = newIDTable(&b.m.ids)
	}
	digest := r.Digest()
	id := digest.ID(r.Type)
	if err := b.ascending("relationship", id); err != nil {
		return err
	}
	if len(b.from) >= multiple/2 {
		return errFull
	}
	kind, ok := b.typeAt[r.Type]
	if !ok {
		return fmt.Errorf("the relationship %s is of the unknown type %q", id, r.Type)
	}
	from, to, address, err := b.payload(id, digest, &r)
	if err != nil {
		return err
	}
	b.from, b.to = append(b.from, from), append(b.to, to)
	b.m.payloads = append(b.m.payloads, address)
	tag := kind | uint8(r.Confidence.Rank())<<rankAt
	begin, end := int32(graph.MaxDay), int32(r.Until.Last())
	switch {
	case !r.Since.IsZero():
		begin = int32(r.Since.First())
	case !r.Observed.IsZero():
		begin = int32(r.Observed.First())
	}
	if r.Since.IsZero() {
		tag |= undated
	}
	b.tag, b.begin, b.ends = append(b.tag, tag), append(b.begin, begin), append(b.ends, end)
	b.stats.Relationships[r.Type]++
	b.stats.Claims += len(r.Claims)
	if len(b.from)%yieldEvery == 0 {
		runtime.Gosched()
	}
	return b.prove(graph.Standing(r.Claims))
}

// payload finds the ends and keeps what answers show.
func (b *builder) payload(id string, digest graph.KeyDigest, r *graph.Relationship) (from, to, address uint32, err error) {
	from, ok := b.m.slots.find(&b.m.ids, r.From)
	to, also := b.m.slots.find(&b.m.ids, r.To)
	if !ok || !also {
		return 0, 0, 0, fmt.Errorf("the relationship %s joins %s and %s, of which the scan did not give both", id, r.From, r.To)
	}
	b.enc.b = b.enc.b[:0]
	b.enc.relationship(r, digest)
	address, err = b.m.blob.add(b.enc.b)
	return from, to, address, err
}

// prove keeps what filters ask of the standing claims.
func (b *builder) prove(claims []graph.Claim) error {
	if len(b.m.several) >= multiple {
		return errFull
	}
	if len(claims) != 1 {
		b.m.proofs = append(b.m.proofs, uint32(len(b.m.several))|multiple)
		b.m.several = append(b.m.several, uint32(len(claims)))
	}
	for i := range claims {
		c := &claims[i]
		key := proofKey{uint32(b.words.number(c.Dataset)), uint32(b.words.number(c.Source)), uint8(c.Confidence.Rank())}
		number, ok := b.proven[key]
		if !ok {
			p := &b.m.proof
			number = uint32(len(p.rank))
			b.proven[key] = number
			p.dataset, p.source, p.rank = append(p.dataset, key.dataset), append(p.source, key.source), append(p.rank, key.rank)
		}
		if len(claims) == 1 {
			b.m.proofs = append(b.m.proofs, number)
		} else {
			b.m.several = append(b.m.several, number)
		}
	}
	return b.words.err
}

func (b *builder) withdrawn(r graph.Relationship) error {
	if b.m.aside.ids.len() == 0 {
		b.last = ""
		if b.m.slots == nil {
			b.m.slots = newIDTable(&b.m.ids)
		}
	}
	digest := r.Digest()
	id := digest.ID(r.Type)
	if err := b.ascending("withdrawn relationship", id); err != nil {
		return err
	}
	from, to, address, err := b.payload(id, digest, &r)
	if err != nil {
		return err
	}
	a := &b.m.aside
	a.from, a.to, a.payloads = append(a.from, from), append(a.to, to), append(a.payloads, address)
	b.stats.Claims += len(r.Claims)
	return a.ids.add(id)
}

// finish lays the arcs out by node and makes everything that follows from them.
func (b *builder) finish(ctx context.Context) (*Model, error) {
	m := b.m
	if m.slots == nil {
		m.slots = newIDTable(&m.ids)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.layArcs()
	m.count()
	m.codes, m.former = b.layRefs(b.refs), b.layRefs(b.former)
	b.layGrounds()
	m.words = b.words.texts
	m.orderWords()
	var err error
	if m.names, err = b.names.Build(func(n uint32) int { return int(m.degrees[n]) }); err != nil {
		return nil, err
	}
	b.stats.Datasets = len(m.datasets)
	b.stats.Marker = m.marker
	m.stats = b.stats
	m.open()
	return m, b.words.err
}

// open makes what is not kept in a snapshot.
func (m *Model) open() { m.scratches, m.byDegree = newScratches(), &byDegree{} }

func (m *Model) orderWords() {
	m.wordOrder = make([]uint32, m.words.len())
	for i := range m.wordOrder {
		m.wordOrder[i] = uint32(i)
	}
	slices.SortFunc(m.wordOrder, func(a, b uint32) int { return strings.Compare(m.words.at(a), m.words.at(b)) })
}

// layArcs sorts the arcs by node, then by the other end, then by relationship. Two passes do it in linear time: the first
// gathers the arcs of each node in the order of the relationships; the second goes through them node by node and hands
// each to its other end, where they therefore arrive in the order of the node that they come from.
func (b *builder) layArcs() {
	m := b.m
	first := roomy[uint32](m.nodes() + 1)
	total := 0
	for i := range b.from {
		first[b.from[i]+1]++
		total++
		if b.from[i] != b.to[i] {
			first[b.to[i]+1]++
			total++
		}
	}
	for i := range m.nodes() {
		first[i+1] += first[i]
	}
	to, rel := roomy[uint32](total), roomy[uint32](total)
	next := slices.Clone(first)
	put := func(n, other, r uint32) {
		to[next[n]], rel[next[n]] = other, r
		next[n]++
	}
	for i := range b.from {
		put(b.from[i], b.to[i], uint32(i))
		if b.from[i] != b.to[i] {
			put(b.to[i], b.from[i], uint32(i)|incoming)
		}
	}
	b.from, b.to = nil, nil
	m.first = first
	a := &m.arcs
	*a = arcs{roomy[uint32](total), roomy[uint32](total), roomy[uint8](total), roomy[int32](total), roomy[int32](total)}
	m.outs = roomy[uint32](len(b.tag))
	copy(next, first)
	for n := range uint32(m.nodes()) {
		if n%yieldEvery == 0 {
			runtime.Gosched()
		}
		for i := first[n]; i < first[n+1]; i++ {
			at, r := next[to[i]], rel[i]
			next[to[i]]++
			if to[i] != n {
				r ^= incoming
			}
			number := r &^ incoming
			a.to[at], a.rel[at], a.tag[at] = n, r, b.tag[number]
			a.from[at], a.until[at] = b.begin[number], b.ends[number]
			if r&incoming == 0 {
				m.outs[number] = at
			}
		}
	}
	b.tag, b.begin, b.ends = nil, nil, nil
}

// classCosts is what nodes of the classes below the last one cost, as it stands in an order by cost.
var classCosts = func() (costs [lastClass + 1]uint64) {
	for degree := range costs {
		costs[degree] = uint64(graph.Cost(degree)) << hopsBits
	}
	return costs
}()

// count counts degrees and what they cost.
func (m *Model) count() {
	m.degrees, m.costs, m.classes = roomy[uint32](m.nodes()), roomy[uint32](m.nodes()), roomy[uint8](m.nodes())
	m.leastCost = math.MaxUint32
	for n := range uint32(m.nodes()) {
		before, degree := uint32(math.MaxUint32), uint32(0)
		for _, other := range m.arcs.to[m.first[n]:m.first[n+1]] {
			if other != n && other != before {
				degree++
			}
			before = other
		}
		m.degrees[n], m.classes[n] = degree, uint8(min(degree, lastClass))
		if degree < lastClass {
			m.costs[n] = uint32(classCosts[degree] >> hopsBits)
		} else {
			m.costs[n] = uint32(graph.Cost(int(degree)))
		}
		if degree > 1 { // no path leads through another
			m.leastCost = min(m.leastCost, m.costs[n])
		}
	}
}

// layRefs sorts what nodes are found by; of several nodes with one of them the first by id is found.
func (b *builder) layRefs(list []nodeRef) refs {
	slices.SortStableFunc(list, func(x, y nodeRef) int { return strings.Compare(x.ref, y.ref) })
	list = slices.CompactFunc(list, func(x, y nodeRef) bool { return x.ref == y.ref })
	out := refs{texts: newTexts(len(list))}
	for _, r := range list {
		if err := out.texts.add(r.ref); err != nil {
			b.words.err = err
			return out
		}
		out.nodes = append(out.nodes, r.node)
	}
	return out
}
