// Package csr is the read model: a whole graph in memory, immutable, as compressed sparse rows in both directions. It
// answers every question of [graph.Reader] in microseconds, exactly as the other engines do.
//
// [Build] makes a [Model] of any other reader's full scan. A node is a number, in the order of the ids as text, so that
// ordering by number is ordering by id; a relationship likewise. What filters look at (type, days, confidence) lies
// beside each neighbour in flat arrays; what only answers show (names, claims) lies in records that are read when they
// are shown.
//
// Searches use scratch space that is kept from one search to the next: one for each search that runs at the same time,
// some 40 bytes a node, of which a search uses a part. It is stamped, never cleared.
//
// Caveats: answers share texts with the model, which keeps its memory alive as long as an answer is held. A model
// knows nothing of later revisions; package live follows them.
package csr

import (
	"coopgraph/graph"
	"coopgraph/graph/names/index"
)

// Model is a graph in memory. All methods are safe for concurrent use.
type Model struct {
	marker   graph.Marker
	datasets []graph.Dataset
	stats    graph.Stats

	// Of a node.
	ids     texts
	slots   idTable
	kinds   []uint8  // the kind's place among graph.Kinds
	degrees []uint32 // distinct other neighbours
	costs   []uint32 // graph.Cost of the degree
	classes []uint8  // the degree as far as lastClass
	// leastCost is the least cost of a node with at least two neighbours.
	leastCost uint32
	first     []uint32 // its first arc; one more than there are nodes
	records   []uint32 // address in the blob

	// An arc is a relationship seen from one of its ends: a node's arcs lie together, in the order of the other end,
	// then of the relationship. A loop is one arc.
	arcs arcs

	// Of a relationship.
	outs     []uint32 // its arc at its start
	proofs   []uint32 // number of the only standing claim's proof, or marked, where those of several lie
	several  []uint32 // how many, and then the number of each proof
	payloads []uint32 // address in the blob

	proof     proofs
	blob      blob
	words     texts
	wordOrder []uint32 // words in the order of their texts

	aside   aside
	sources sources
	codes   refs // "scheme:code"
	former  refs // ids that entities had before
	names   *index.Index

	scratches *scratches
	byDegree  *byDegree
}

// arcs are the arcs of all nodes, one after the other.
type arcs struct {
	to    []uint32 // the other end
	rel   []uint32 // the relationship; incoming is set where the node is its end
	tag   []uint8  // type, confidence, and whether its beginning is unknown
	from  []int32  // first day on which it holds, from its since or first observation; graph.MaxDay where it has neither
	until []int32  // last day
}

// Parts of an arc's tag, and marks of numbers.
const (
	typeBits = 31      // the type's place among graph.Types
	rankAt   = 5       // the strongest confidence, as graph.Confidence.Rank
	undated  = 1 << 7  // it has no since
	incoming = 1 << 31 // of arcs.rel
	multiple = 1 << 31 // of Model.proofs
)

// proofs are what filters ask of a claim: every combination once.
type proofs struct {
	dataset, source []uint32 // words
	rank            []uint8
}

// aside keeps relationships of which every claim is withdrawn: no question finds them, but they can be looked up.
type aside struct {
	ids      texts // sorted
	payloads []uint32
	from, to []uint32 // nodes
}

// sources are looked up by id.
type sources struct {
	ids     texts // sorted
	records texts // JSON of graph.SourceRecord lists
	// The nodes whose records stand on a source lie together, in order, from its first on.
	first []uint32 // one more than there are sources
	nodes []uint32
}

// refs finds entities by something else than their ids.
type refs struct {
	texts texts // sorted, each once
	nodes []uint32
}

var (
	typeNames = graph.TypeNames()
	kindInfos = graph.Kinds()
)

// typeOf is the type of a tag.
func typeOf(tag uint8) graph.Type { return graph.Type(typeNames[tag&typeBits]) }

// kind is a node's kind.
func (m *Model) kind(n uint32) graph.Kind { return kindInfos[m.kinds[n]].Kind }

// nodes is how many nodes there are.
func (m *Model) nodes() int { return len(m.kinds) }

// Len is how many nodes and relationships the model has, without those of which every claim is withdrawn.
func (m *Model) Len() (nodes, relationships int) { return len(m.kinds), len(m.outs) }

// Memory says how many bytes the parts of a model take.
type Memory struct {
	// Topology is what questions run over: arcs, days, types, confidences and proofs, with the nodes' degrees and costs.
	Topology int
	// Records is what answers show: names, claims, sources, ids.
	Records int
	// Search is the index over names.
	Search int
}

// Total is the sum of the parts.
func (m Memory) Total() int { return m.Topology + m.Records + m.Search }

// Memory measures the model. Scratch space is not counted.
func (m *Model) Memory() Memory {
	a := &m.arcs
	return Memory{
		Topology: len(a.to)*4 + len(a.rel)*4 + len(a.tag) + len(a.from)*4 + len(a.until)*4 +
			4*(len(m.outs)+len(m.proofs)+len(m.several)) + 9*len(m.proof.rank) +
			len(m.kinds) + len(m.classes) + 4*(len(m.degrees)+len(m.costs)+len(m.first)),
		Records: m.blob.size() + 4*(len(m.records)+len(m.payloads)+len(m.slots)+len(m.wordOrder)) + m.ids.size() +
			m.words.size() + m.aside.ids.size() + 12*len(m.aside.from) + m.sources.ids.size() + m.sources.records.size() +
			4*(len(m.sources.first)+len(m.sources.nodes)) + m.codes.size() + m.former.size(),
		Search: sizeOf(m.names),
	}
}

func (r *refs) size() int { return r.texts.size() + 4*len(r.nodes) }

func (t *texts) size() int { return len(t.data) + 4*len(t.ends) }
