package index

import (
	"slices"
	"sort"

	"coopgraph/graph/names"
)

// letters is a sorted list of texts, of which each is read from one end.
type letters interface {
	// at is the letter of text i at that depth, 0 beyond its end.
	at(i, depth int) byte
}

// narrow gives the part of lo..hi with the letter c at depth; the texts of the range agree in all letters before.
func narrow(l letters, lo, hi, depth int, c byte) (int, int) {
	lo += sort.Search(hi-lo, func(i int) bool { return l.at(lo+i, depth) >= c })
	return lo, lo + sort.Search(hi-lo, func(i int) bool { return l.at(lo+i, depth) > c })
}

// fewTexts is a range of texts that is rather looked at one by one than narrowed further.
const fewTexts = 32

// walk is a walk down the sorted texts.
type walk struct {
	letters
	emit func(lo, hi int)
}

// near emits ranges of lo..hi with all texts that continue at depth with a text within the number of errors of rest.
// They may overlap and have other texts too. It is the walk down a trie, with ranges of the sorted list for its nodes.
func (w walk) near(lo, hi, depth int, rest string, errors int) {
	if lo >= hi {
		return
	}
	if rest == "" || hi-lo <= fewTexts || errors >= len(rest) {
		w.emit(lo, hi)
		return
	}
	l, h := narrow(w.letters, lo, hi, depth, rest[0])
	w.near(l, h, depth+1, rest[1:], errors)
	if errors == 0 {
		return
	}
	w.near(lo, hi, depth, rest[1:], errors-1) // left out
	if len(rest) > 1 && rest[0] != rest[1] {  // swapped
		l, h = narrow(w.letters, lo, hi, depth, rest[1])
		if l < h {
			l, h = narrow(w.letters, l, h, depth+1, rest[0])
			w.near(l, h, depth+2, rest[2:], errors-1)
		}
	}
	for at := lo; at < hi; {
		c := w.at(at, depth)
		l, h = narrow(w.letters, at, hi, depth, c)
		at = h
		switch {
		case c == rest[0] || c == 0:
		case h-l <= fewTexts:
			w.emit(l, h) // once, and not for each of the two
		default:
			w.near(l, h, depth+1, rest[1:], errors-1) // replaced
			w.near(l, h, depth+1, rest, errors-1)     // added; the letter itself may as well be added after it
		}
	}
}

// forward and backward are the index's words, read from the first and from the last letter.
type (
	forward  struct{ *Index }
	backward struct{ *Index }
)

func (f forward) at(i, depth int) byte {
	start, end := int(f.WordStarts[i]), int(f.WordStarts[i+1])
	if start+depth >= end {
		return 0
	}
	return f.wordText[start+depth]
}

func (b backward) at(i, depth int) byte {
	word := b.Backward[i]
	start, end := int(b.WordStarts[word]), int(b.WordStarts[word+1])
	if start+depth >= end {
		return 0
	}
	return b.wordText[end-1-depth]
}

// mistyped appends to words those of the index that are not what the query's word says, but that with one to as many
// errors as it allows, in their order.
//
// Cut the word in two. Where a word of the index is within d errors, its errors are shared out among the two halves,
// so one of them has d/2 at most: the word begins with something that is so near to the first half, or ends with
// something that is so near to the second. The only error that belongs to neither is a swap of the two letters at the
// cut. Then the swapped word is within d-1 errors, none of them at the cut, and the same holds for its halves.
func (x *Index) mistyped(q *names.Query, number int, words []uint32) []uint32 {
	word, allowed := q.Words[number], q.Allowed(number)
	if allowed == 0 {
		return words
	}
	own := len(words)
	check := func(id uint32) {
		length := int(x.WordStarts[id+1] - x.WordStarts[id])
		if length < len(word)-allowed || length > len(word)+allowed {
			return
		}
		if n := q.Errors(number, x.word(int(id))); n > 0 && n <= allowed {
			words = append(words, id)
		}
	}
	ahead := walk{forward{x}, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			check(uint32(i))
		}
	}}
	back := walk{backward{x}, func(lo, hi int) {
		for _, id := range x.Backward[lo:hi] {
			check(id)
		}
	}}
	halves := func(word []byte, errors int) {
		cut, n := len(word)/2, len(x.Backward)
		ahead.near(0, n, 0, string(word[:cut]), errors)
		slices.Reverse(word[cut:])
		back.near(0, n, 0, string(word[cut:]), errors)
	}
	halves([]byte(word), allowed/2)
	swapped, cut := []byte(word), len(word)/2
	swapped[cut-1], swapped[cut] = swapped[cut], swapped[cut-1]
	halves(swapped, (allowed-1)/2)

	found := words[own:]
	slices.Sort(found)
	return words[:own+len(slices.Compact(found))]
}
