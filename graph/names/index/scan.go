package index

import (
	"context"
	"slices"
	"sort"
)

// blockSize is how many elements of a ranked list share one least rank.
const blockSize = 64

// rankedList is a list of ranks with the least of each block.
type rankedList struct {
	ranks, least []uint32
}

func newRankedList(ranks []uint32) rankedList {
	l := rankedList{ranks, make([]uint32, 0, (len(ranks)+blockSize-1)/blockSize)}
	for block := range slices.Chunk(ranks, blockSize) {
		l.least = append(l.least, slices.Min(block))
	}
	return l
}

// run is a range of a ranked list.
type run struct {
	of     *rankedList
	lo, hi int
}

func (r run) count() int { return r.hi - r.lo }

// count is how many elements all runs have.
func count(runs []run) int {
	n := 0
	for _, r := range runs {
		n += r.count()
	}
	return n
}

// The windows of a scan.
const (
	leastWindow = 128  // elements that the first window is meant to have at least
	smallRuns   = 1024 // elements that one window takes whole
	markCost    = 32   // elements of a run that are marked in the time that one name takes to be matched
	patience    = 256  // names that are matched between two looks at the context
)

// scan looks at the names of runs in the order of their ranks, which for a length are those of their owners, and adds
// to the answer what match accepts, until nothing that comes later can be in it. Bound is the greatest score of a name
// of a length.
//
// The ranks are taken out of the runs a window of ranks at a time. Each window is meant to have four times as many
// names as all before, so that going through the runs again costs less than going through the names.
func (s *search) scan(runs []run, bound func(length int) float64, match func(rank uint32, length int) float64) error {
	all := uint64(len(s.x.Owners))
	windows := s.survey(runs)
	want := max(4*s.top.limit, leastWindow)
	for from := uint64(0); from < all; want *= 4 {
		if s.top.beyond(bound(s.x.lengthOf(uint32(from)))) {
			return nil
		}
		to := windows.end(from, want)
		if err := s.window(runs, from, to); err != nil {
			return err
		}
		next, err := s.look(bound, match)
		if err != nil {
			return err
		}
		from = max(to, uint64(next))
	}
	return nil
}

// survey says where in the ranks the blocks of runs have their least: how many in each of equal parts.
type survey struct {
	all    uint64 // ranks
	part   uint64 // ranks of a part
	blocks []uint32
	whole  bool // the runs are so small that one window takes all
}

// surveyParts is into how many parts the ranks are divided.
const surveyParts = 1024

func (s *search) survey(runs []run) survey {
	all := uint64(len(s.x.Owners))
	v := survey{all: all, part: all/surveyParts + 1, whole: count(runs) <= smallRuns}
	if v.whole {
		return v
	}
	if s.blocks == nil {
		s.blocks = make([]uint32, surveyParts)
	}
	clear(s.blocks)
	v.blocks = s.blocks
	for _, r := range runs {
		for block := r.lo / blockSize; block*blockSize < r.hi; block++ {
			v.blocks[uint64(r.of.least[block])/v.part]++
		}
	}
	return v
}

// end gives where a window that begins at from is to end to have as many names as wanted, or some more, going by
// one name for each block that has its least in it. Where fewer blocks are left it is four times as wide as all before.
func (v survey) end(from uint64, want int) uint64 {
	if v.whole {
		return v.all
	}
	first := from / v.part
	for i, n := range v.blocks[first:] {
		if want -= int(n); want <= 0 {
			return min(v.all, (first+uint64(i)+1)*v.part)
		}
	}
	return min(v.all, max(4*from, 4*v.part))
}

// look goes through the names of a window, and gives the first rank that is of interest afterwards.
func (s *search) look(bound func(int) float64, match func(uint32, int) float64) (next uint32, err error) {
	var length int
	var longer uint32 // the first rank of a greater length
	var most float64
	for i := 0; i < len(s.ranks); {
		if i%patience == 0 {
			if err := s.ctx.Err(); err != nil {
				return 0, err
			}
		}
		rank := s.ranks[i]
		if rank >= longer {
			length = s.x.lengthOf(rank)
			longer, most = s.x.firstLonger(length), bound(length)
		}
		owner := s.x.Owners[rank]
		switch {
		case s.top.beyond(most):
			return uint32(len(s.x.Owners)), nil
		case s.top.beyondOwner(most, owner):
			// No later name of this length can be in the answer, but one that is longer and scores the same can.
			next = longer
			i += sort.Search(len(s.ranks)-i, func(j int) bool { return s.ranks[i+j] >= next })
			continue
		}
		s.top.add(found{match(rank, length), owner, s.x.ordinalOf(rank)})
		i++
	}
	return next, nil
}

// window puts into s.ranks what passes of the runs' ranks in from..to-1, ascending and each once.
func (s *search) window(runs []run, from, to uint64) error {
	s.ranks = s.ranks[:0]
	for _, r := range runs {
		for lo := r.lo; lo < r.hi; {
			block := lo / blockSize
			hi := min(r.hi, (block+1)*blockSize)
			if uint64(r.of.least[block]) < to {
				s.collect(r.of.ranks[lo:hi], from, to)
			}
			lo = hi
			if block%1024 == 0 {
				if err := s.ctx.Err(); err != nil {
					return err
				}
			}
		}
	}
	for _, r := range s.others {
		if r.count() < markCost*len(s.ranks) {
			s.keepCommon(r, from, to)
		}
	}
	slices.Sort(s.ranks)
	s.ranks = slices.Compact(s.ranks)
	return nil
}

// keepCommon keeps those of s.ranks, which are all in from..to-1, that are in the run too.
func (s *search) keepCommon(r run, from, to uint64) {
	s.marks = append(s.marks[:0], make([]uint64, (to-from+63)/64)...)
	for block := r.lo / blockSize; block*blockSize < r.hi; block++ {
		if uint64(r.of.least[block]) >= to {
			continue
		}
		for _, rank := range r.of.ranks[max(r.lo, block*blockSize):min(r.hi, (block+1)*blockSize)] {
			if at := uint64(rank) - from; uint64(rank) >= from && uint64(rank) < to {
				s.marks[at/64] |= 1 << (at % 64)
			}
		}
	}
	s.ranks = slices.DeleteFunc(s.ranks, func(rank uint32) bool {
		at := uint64(rank) - from
		return s.marks[at/64]>>(at%64)&1 == 0
	})
}

func (s *search) collect(ranks []uint32, from, to uint64) {
	for _, rank := range ranks {
		if uint64(rank) >= from && uint64(rank) < to && s.passes(rank) {
			s.ranks = append(s.ranks, rank)
		}
	}
}

func (s *search) passes(rank uint32) bool {
	return s.pass == nil || s.pass(s.x.Nodes[s.x.Owners[rank]])
}

// search is one search under way.
type search struct {
	x    *Index
	ctx  context.Context // of the call
	pass func(node uint32) bool
	top  top

	ranks  []uint32 // of a window
	blocks []uint32 // of a survey
	words  []uint32 // with typing errors
	order  []wordCount
	best   []run
	runs   []run
	others []run    // where not nil, only names that are in each of these match
	marks  []uint64 // one bit for each rank of a window
}
