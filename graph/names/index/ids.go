package index

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"coopgraph/graph/names"
)

// idErrors is how many typing errors an id may have to be suggested for another.
const idErrors = 2

// NearestIDs finds ids that were perhaps meant by an unknown one: of the same kind and with the same first letter, at
// most two typing errors away, those with the fewest first, then by id, and limit at most. Ids are the texts at(0) to
// at(n-1), sorted. It gives their places. It goes down the sorted ids like down a trie, which takes some milliseconds
// at a million of them.
func NearestIDs(n int, at func(i int) string, id string, limit int) []int {
	begin := strings.IndexByte(id, ':') + 2
	if begin < 2 || begin > len(id) {
		return nil
	}
	lo := sort.Search(n, func(i int) bool { return at(i) >= id[:begin] })
	hi := lo + sort.Search(n-lo, func(i int) bool { return !strings.HasPrefix(at(lo+i), id[:begin]) })
	var places []int
	walk{texts(at), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			places = append(places, i)
		}
	}}.near(lo, hi, begin, id[begin:], idErrors)
	slices.Sort(places)

	type near struct{ place, errors int }
	var found []near
	for _, i := range slices.Compact(places) {
		if e := names.Distance(id, at(i), idErrors); e <= idErrors {
			found = append(found, near{i, e})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.errors, b.errors) })
	places = places[:0]
	for _, f := range found[:min(len(found), max(limit, 0))] {
		places = append(places, f.place)
	}
	return places
}

// texts are sorted texts, read from the first letter.
type texts func(i int) string

func (t texts) at(i, depth int) byte {
	if text := t(i); depth < len(text) {
		return text[depth]
	}
	return 0
}
