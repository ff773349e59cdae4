package index

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"coopgraph/graph/names"
)

// Match is an entity that a search found.
type Match struct {
	Node  uint32
	Name  int // the name that matched, by its place in [graph.Entity.AllNames]
	Score float64
}

// Search gives the best entities for a text: those of which [names.Best] accepts a name, by score, then by degree, then
// by node, and limit at most. With pass it only gives nodes for which pass is true; pass is called for many more
// nodes than are given, and should take nanoseconds. A text without a letter or digit finds nothing.
//
// It looks at the context while it works and returns its error where it has ended. At a million entities with two names
// each, a search takes microseconds where a whole name or the beginning of enough names is found, and up to some
// milliseconds where words with typing errors are common; see the package comment for what takes longer.
func (x *Index) Search(ctx context.Context, text string, limit int, pass func(node uint32) bool) ([]Match, error) {
	q := names.NewQuery(text)
	if len(q.Words) == 0 || limit <= 0 {
		return nil, ctx.Err()
	}
	s := searches.Get().(*search)
	defer s.release()
	s.x, s.ctx, s.pass, s.top.limit = x, ctx, pass, limit
	for _, step := range []func(*names.Query) error{s.beginnings, s.withWords, s.withErrors} {
		// Each step finds all names that match in its ways, none of which scores less than one of a later step.
		if err := step(q); err != nil {
			return nil, err
		}
		if s.top.full() {
			break
		}
	}
	matches := make([]Match, len(s.top.kept))
	for i, f := range s.top.kept {
		matches[i] = Match{x.Nodes[f.owner], int(f.ordinal), f.score}
	}
	return matches, nil
}

// searches keeps what searches work with, to be used again.
var searches = sync.Pool{New: func() any { return new(search) }}

func (s *search) release() {
	s.x, s.ctx, s.pass, s.top.kept, s.ranks, s.words = nil, nil, nil, s.top.kept[:0], s.ranks[:0], s.words[:0]
	clear(s.runs[:cap(s.runs)]) // lest they keep an index that is replaced
	clear(s.best[:cap(s.best)])
	clear(s.others[:cap(s.others)])
	searches.Put(s)
}

// beginnings finds the names that are or begin with the text.
func (s *search) beginnings(q *names.Query) error {
	lo, hi := s.x.beginning(q.Folded())
	score := func(length int) float64 {
		if length == len(q.Folded()) {
			return q.Score(names.Found{Way: names.Whole}, length)
		}
		return q.Score(names.Found{Way: names.Beginning}, length)
	}
	s.runs = append(s.runs[:0], run{&s.x.sorted, lo, hi})
	return s.scan(s.runs, score, func(_ uint32, length int) float64 { return score(length) })
}

// withWords finds the names with words that begin with the query's, among those with the rarest of these.
func (s *search) withWords(q *names.Query) error {
	for i, w := range q.Words {
		s.runs = append(s.runs[:0], s.x.postingsOf(s.x.wordsWith(w)))
		s.others = append(s.others, s.runs[0])
		s.keepRarest(i == 0)
	}
	rarest := s.best[0]
	s.others = slices.DeleteFunc(s.others, func(r run) bool { return r == rarest })
	defer func() { s.others = s.others[:0] }()
	return s.matching(q, names.Found{Way: names.InOrder}, q.MatchWords)
}

// fewNames is how many names are rather looked at than fewer looked for.
const fewNames = 256

// withErrors finds the names with words that begin with the query's or are the same but for typing errors, among those
// with the rarest of these. Words are looked for with errors beginning with those that are rare without.
func (s *search) withErrors(q *names.Query) error {
	s.order = s.order[:0]
	allowed := 0
	for i, w := range q.Words {
		allowed += q.Allowed(i)
		n := s.x.postingsOf(s.x.wordsWith(w)).count()
		if n == 0 && q.Allowed(i) == 0 {
			return nil
		}
		s.order = append(s.order, wordCount{i, n})
	}
	if allowed == 0 {
		return nil
	}
	slices.SortStableFunc(s.order, func(a, b wordCount) int { return cmp.Compare(a.count, b.count) })
	for i, o := range s.order {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if i > 0 && (count(s.best) <= fewNames || o.count >= count(s.best)) {
			break // errors can only add to what a word has without
		}
		s.runs = append(s.runs[:0], s.x.postingsOf(s.x.wordsWith(q.Words[o.word])))
		s.words = s.x.mistyped(q, o.word, s.words[:0])
		for _, word := range s.words {
			next := s.x.postingsOf(int(word), int(word)+1)
			if last := &s.runs[len(s.runs)-1]; last.hi == next.lo {
				last.hi = next.hi
				continue
			}
			s.runs = append(s.runs, next)
		}
		s.keepRarest(i == 0)
	}
	return s.matching(q, names.Found{Way: names.Mistyped, Errors: 1}, q.Match)
}

// wordCount is a word of a query and how many names have a word that begins with it.
type wordCount struct{ word, count int }

// keepRarest keeps the runs of a word as the best where they are the first or have the fewest names so far.
func (s *search) keepRarest(first bool) {
	if first || count(s.runs) < count(s.best) {
		s.runs, s.best = s.best, s.runs
	}
}

// matching looks through the best runs for names that match, none of them better than in the way given.
func (s *search) matching(q *names.Query, most names.Found, match func(string) names.Found) error {
	return s.scan(s.best, func(length int) float64 { return q.Score(most, length) },
		func(rank uint32, length int) float64 {
			return q.Score(match(s.x.textOf(rank, length)), length)
		})
}
