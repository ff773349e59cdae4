package csr

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"coopgraph/graph"
)

// scratch is what one search writes on. Marks carry the number of the search that made them, so that nothing has to be
// cleared between two, but a byte a node once in 84 breadth-first searches, and in 63 for the cheapest path.
type scratch struct {
	taken atomic.Bool // by a search
	kept  bool        // it is one of those that are kept ready

	marks  []mark   // of neighbourhoods
	epoch  uint32   // the search that marks are of; below 1<<24
	seen   []uint8  // what breadth-first searches have seen
	turn   uint8    // the search that it is of; at most lastTurn
	ways   []uint32 // of searches for paths of fewest hops: cost and layer; of cheapest: place among the findings
	states []uint8  // what searches for the cheapest path have found
	try    uint8    // the search that it is of; at most lastTry
	labels []uint64 // of best-first searches: two for each node, from either end
	rest   []uint64 // and what is known of the way to the end
	stage  uint64   // the search that labels are of; below 1<<24
	round  uint64   // the round that rest is of; below 1<<24

	sides  [2]side
	fronts [2]front
	lanes  [2]lane
	sweep  lane
	buffer []uint32
	pairs  []pair
	links  []link
	on     []uint32
	tights []uint32
	meets  []uint32
	path   []uint32

	beginnings beginnings
	nearest    bestFirst
	onePath    cheapest
	found      [][]uint32
	assembly   assembly

	// The question that is asked at the time.
	asked search
	ready filter
	given graph.Filter
	spent budget

	work       int    // arcs looked at since the context was
	approached uint32 // lest what is looked at beforehand is not looked at
}

// mark is what is known of a node.
type mark struct {
	epoch uint32
	place uint32 // among those that are looked at
}

// scratches is the scratch space that is kept ready: one for each search that can run at a time, that is one a processor.
type scratches struct {
	kept   []atomic.Pointer[scratch]
	recent sync.Pool // of those: by processor, what it has in its caches
}

func newScratches() *scratches {
	return &scratches{kept: make([]atomic.Pointer[scratch], runtime.GOMAXPROCS(0))}
}

// take gives what the processor used last, if nobody else has it, or any other.
func (all *scratches) take() *scratch {
	if s, _ := all.recent.Get().(*scratch); s != nil && s.taken.CompareAndSwap(false, true) {
		return s
	}
	for i := range all.kept {
		if s := all.kept[i].Load(); s != nil && s.taken.CompareAndSwap(false, true) {
			return s
		}
	}
	s := &scratch{}
	s.taken.Store(true)
	for i := range all.kept {
		if all.kept[i].CompareAndSwap(nil, s) {
			s.kept = true
			break
		}
	}
	return s
}

func (all *scratches) giveBack(s *scratch) {
	if s.kept {
		s.taken.Store(false)
		all.recent.Put(s)
	}
}

// scratch takes scratch space, which must be given back.
func (m *Model) scratch() *scratch { return m.scratches.take() }

// search makes ready for a question, in scratch space that has to be given back.
func (m *Model) search(f *graph.Filter, left int) *search {
	s := m.scratch()
	s.given, s.spent = *f, budget{left: left}
	m.makeReady(&s.ready, &s.given)
	s.asked = search{scratch: s, m: m, filter: &s.ready, budget: &s.spent}
	return &s.asked
}

func (m *Model) giveBack(s *scratch) {
	// Lest it keeps the question and the answer.
	s.nearest.search, s.onePath.search = search{}, search{}
	s.assembly.answer = graph.PathAnswer{}
	clear(s.assembly.ids)
	clear(s.assembly.several)
	s.asked, s.given, s.ready = search{}, graph.Filter{}, filter{}
	m.scratches.giveBack(s)
}

const lastEpoch = 1<<24 - 1

// beginSides makes ready for a breadth-first search from both ends.
func (s *scratch) beginSides(nodes int) {
	if s.seen == nil {
		s.seen = roomy[uint8](nodes)
		s.makeWays(nodes)
	}
	if s.turn++; s.turn > lastTurn {
		clear(s.seen)
		s.turn = 1
	}
}

// beginCheapest makes ready for a search for the cheapest path.
func (s *scratch) beginCheapest(nodes int) {
	if s.states == nil {
		s.states = roomy[uint8](nodes)
		s.makeWays(nodes)
	}
	if s.try++; s.try > lastTry {
		clear(s.states)
		s.try = 1
	}
}

func (s *scratch) makeWays(nodes int) {
	if s.ways == nil {
		s.ways = roomy[uint32](nodes)
	}
}

// begin makes ready for marks.
func (s *scratch) begin(nodes int) {
	if s.marks == nil {
		s.marks = roomy[mark](nodes)
	}
	if s.epoch++; s.epoch > lastEpoch {
		clear(s.marks)
		s.epoch = 1
	}
}

// beginBest makes ready for a best-first search.
func (s *scratch) beginBest(nodes int) {
	if s.labels == nil {
		s.labels = roomy[uint64](2 * nodes)
	}
	if s.stage++; s.stage > lastEpoch {
		clear(s.labels)
		s.stage = 1
	}
}

// beginRest forgets what was known of the way to the end.
func (s *scratch) beginRest(nodes int) {
	if s.rest == nil {
		s.rest = roomy[uint64](nodes)
	}
	if s.round++; s.round > lastEpoch {
		clear(s.rest)
		s.round = 1
	}
}

// patience is how many arcs are looked at between two looks at the context.
const patience = 1 << 16

// tired reports whether it is time to look at the context, after n more arcs.
func (s *scratch) tired(n int) bool {
	if s.work += n; s.work < patience {
		return false
	}
	s.work = 0
	return true
}

// budget counts the nodes that are opened over all the searches of one question.
type budget struct{ left, spent int }

func (b *budget) spend() bool {
	b.left--
	b.spent++
	return b.left >= 0
}

// errSpent ends a search whose budget is spent. It reaches no caller.
var errSpent = errors.New("the budget is spent")

// ended is the error of a context that has ended, as the domain says it.
func ended(ctx context.Context, spent int) error {
	if err := ctx.Err(); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &graph.Error{Code: graph.CodeDeadline, Examined: spent, Err: context.DeadlineExceeded,
		Message: "the time allowed passed before the answer was complete; narrow the question with a filter, fewer hops " +
			"or a smaller limit"}
}
