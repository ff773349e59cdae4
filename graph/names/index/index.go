// Package index finds entities by name in memory, with exactly the answers that [names.Best] gives over all of them:
// every entity of which it accepts a name, by score, then by degree, then by id.
//
// A [Builder] makes an [Index] of the names of all entities; [Index.Search] asks it, from any number of goroutines.
// An index is a few flat slices of numbers and bytes, [Parts], which can be written to a file as they are and mapped
// from it; [FromParts] refuses what does not fit together. [NearestIDs] finds ids with typing errors.
//
// How it works. Every folded name has a rank: by its length, then by its entity's degree (greatest first) and node,
// then by its place among the entity's names. Within one way of matching, the score falls as the length rises, so names
// are looked at in the order of their ranks and a search ends where no later one can do better. The names that begin
// with a text stand together in a list sorted by text; those with a word that begins with a text do so in a list sorted
// by words; and only the shortest of such a range are taken out, with the help of the least rank of each block. Words
// with typing errors are found because one half of such a word must be nearly right: see near.go.
//
// It takes some 56 bytes an entity and the folded texts once, where each entity has two names of three words (run
// BenchmarkBuild).
//
// Caveats: a search for several words that very many names have, but few in the order given, looks at each of these
// names, at some 0.1 µs. A filter that nearly nothing passes makes a search look at every name of a range, at some
// 0.02 µs. Nothing in an index may be changed while it is used.
package index

import (
	"encoding/binary"
	"fmt"
	"sort"
	"unsafe"
)

// Parts is all that an index is made of. The slices belong to the index as long as it is used.
type Parts struct {
	// Nodes lists all nodes, the one with the greatest degree first, of equals the lowest. What follows names a node by
	// its place here, so that the lower of two comes first in an answer.
	Nodes []uint32

	// What there is of each name, by rank.
	Owners   []uint32 // place in Nodes
	Ordinals []byte   // its place among the entity's names: two bytes, the lower first

	// Lengths gives for every length in bytes the first rank of a name that is so long or longer; the last is the number
	// of names.
	Lengths []uint32
	// Text is the folded texts, one after the other. As they go by length, Lengths says where each begins.
	Text []byte
	// Sorted lists the ranks of all names in the order of their texts.
	Sorted []uint32

	// WordText is the words of all names, one after the other, sorted; word i begins at WordStarts[i], and
	// WordStarts has one element more than there are words.
	WordText   []byte
	WordStarts []uint32
	// Backward lists the words sorted by their letters from the last to the first.
	Backward []uint32
	// Postings gives for each word the ranks of the names that have it, ascending; those of word i begin at
	// PostingStarts[i], which has one element more than there are words.
	Postings      []uint32
	PostingStarts []uint32
}

// Index finds names. It is made by [Builder.Build] or [FromParts] and is safe for use by several goroutines at once.
type Index struct {
	Parts
	text, wordText string     // Text and WordText
	starts         []int      // where in text the first name of each length begins
	sorted         rankedList // Sorted
	postings       rankedList // Postings
}

// FromParts makes an index of parts, for a graph with that number of nodes. It looks at all of them and refuses what
// would lead a search out of bounds; that the content is right is for a checksum to say. It costs one pass, some 10 ms
// for a million entities with two names each.
func FromParts(p Parts, nodes int) (*Index, error) {
	if err := p.check(nodes); err != nil {
		return nil, fmt.Errorf("the name index is damaged: %w; make it again", err)
	}
	return &Index{Parts: p, text: asString(p.Text), wordText: asString(p.WordText), starts: p.textStarts(),
		sorted: newRankedList(p.Sorted), postings: newRankedList(p.Postings)}, nil
}

// asString gives the bytes as a string without a copy, which would double the memory of a mapped file.
func asString(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // the parts of an index are never changed
}

func (p *Parts) check(nodes int) error {
	count, words := len(p.Owners), len(p.Backward)
	switch {
	case len(p.Nodes) != nodes:
		return fmt.Errorf("it has %d nodes and not %d", len(p.Nodes), nodes)
	case len(p.Ordinals) != 2*count || len(p.Sorted) != count:
		return fmt.Errorf("its lists of names have the lengths %d, %d/2 and %d", count, len(p.Ordinals), len(p.Sorted))
	}
	for _, list := range []struct {
		what   string
		of     []uint32
		length int // of the list; -1 for any
		last   int
	}{{"lengths", p.Lengths, -1, count}, {"words", p.WordStarts, words + 1, len(p.WordText)},
		{"postings", p.PostingStarts, words + 1, len(p.Postings)}} {
		if err := rising(list.of, list.length, list.last); err != nil {
			return fmt.Errorf("its %s %w", list.what, err)
		}
	}
	for _, list := range []struct {
		what  string
		of    []uint32
		bound int
	}{{"nodes", p.Nodes, nodes}, {"owners", p.Owners, nodes}, {"sorted names", p.Sorted, count},
		{"words", p.Backward, words}, {"postings", p.Postings, count}} {
		for i, v := range list.of {
			if int(v) >= list.bound {
				return fmt.Errorf("number %d of its %s is %d, beyond %d", i, list.what, v, list.bound)
			}
		}
	}
	starts := p.textStarts()
	if end := starts[len(starts)-1]; end != len(p.Text) {
		return fmt.Errorf("its texts end at %d and not at %d", len(p.Text), end)
	}
	return nil
}

// textStarts gives for each length where in Text the first name of that length begins, and last where Text ends.
func (p *Parts) textStarts() []int {
	starts := make([]int, len(p.Lengths))
	for l := range len(p.Lengths) - 1 {
		starts[l+1] = starts[l] + l*int(p.Lengths[l+1]-p.Lengths[l])
	}
	return starts
}

// rising checks that starts begin at 0, never fall, and end at last.
func rising(starts []uint32, length, last int) error {
	if len(starts) == 0 || length >= 0 && len(starts) != length {
		return fmt.Errorf("have %d starts", len(starts))
	}
	if starts[0] != 0 || int(starts[len(starts)-1]) != last {
		return fmt.Errorf("run from %d to %d and not from 0 to %d", starts[0], starts[len(starts)-1], last)
	}
	for i := range len(starts) - 1 {
		if starts[i] > starts[i+1] {
			return fmt.Errorf("fall from %d to %d at %d", starts[i], starts[i+1], i)
		}
	}
	return nil
}

// lengthOf is the length of the name's folded text.
func (x *Index) lengthOf(rank uint32) int {
	return sort.Search(len(x.Lengths), func(l int) bool { return x.Lengths[l] > rank }) - 1
}

// firstLonger is the first rank of a name that is longer than that.
func (x *Index) firstLonger(length int) uint32 {
	return x.Lengths[min(length+1, len(x.Lengths)-1)]
}

func (x *Index) textOf(rank uint32, length int) string {
	start := x.starts[length] + length*int(rank-x.Lengths[length])
	return x.text[start : start+length]
}

func (x *Index) ordinalOf(rank uint32) uint16 { return binary.LittleEndian.Uint16(x.Ordinals[2*rank:]) }

func (x *Index) word(i int) string { return x.wordText[x.WordStarts[i]:x.WordStarts[i+1]] }

// beginning gives the range of Sorted with the names that begin with the text.
func (x *Index) beginning(text string) (lo, hi int) {
	at := func(i int) string {
		rank := x.Sorted[i]
		name := x.textOf(rank, x.lengthOf(rank))
		return name[:min(len(name), len(text))]
	}
	lo = sort.Search(len(x.Sorted), func(i int) bool { return at(i) >= text })
	return lo, lo + sort.Search(len(x.Sorted)-lo, func(i int) bool { return at(lo+i) > text })
}

// wordsWith gives the range of the words that begin with the text.
func (x *Index) wordsWith(text string) (lo, hi int) {
	at := func(i int) string { w := x.word(i); return w[:min(len(w), len(text))] }
	n := len(x.Backward)
	lo = sort.Search(n, func(i int) bool { return at(i) >= text })
	return lo, lo + sort.Search(n-lo, func(i int) bool { return at(lo+i) > text })
}

// postingsOf gives the range of Postings with the names that have a word of the range.
func (x *Index) postingsOf(lo, hi int) run {
	return run{&x.postings, int(x.PostingStarts[lo]), int(x.PostingStarts[hi])}
}
