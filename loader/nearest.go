package loader

import (
	"iter"
	"strings"
)

// nearest gives the candidate with the fewest edits from word, the first of several; "" where none is near enough to
// have been meant. Case makes no difference. It costs the product of the lengths for each candidate of a similar length.
func nearest(word string, candidates iter.Seq[string]) string {
	word = strings.ToLower(word)
	best, least := "", max(1, min(len(word)/3, 4))+1
	for c := range candidates {
		if d := edits(word, strings.ToLower(c), least); d < least || (d == least && best != "" && c < best) {
			best, least = c, d
		}
	}
	return best
}

// edits counts the bytes to insert, delete, replace or swap with their neighbour to make b of a. Where that is limit
// or more it gives up early with at least limit.
func edits(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return least
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
