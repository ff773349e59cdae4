package names

import (
	"iter"
	"strings"
)

// Nearest gives the candidate with the fewest typing errors from word, the first in alphabetical order of several; ""
// where none is near enough to have been meant: a third of the word, but one at least and four at most. Case makes no
// difference. It is for names of parameters, columns and the like, which are ASCII; entities are found by [Best].
func Nearest(word string, candidates iter.Seq[string]) string {
	word = strings.ToLower(word)
	best, most := "", max(1, min(len(word)/3, 4))
	for c := range candidates {
		d := Distance(word, strings.ToLower(c), most)
		if d < most || d == most && (best == "" || c < best) {
			best, most = c, d
		}
	}
	return best
}

// Distance is the number of typing errors between two ASCII texts (Damerau-Levenshtein with swaps of neighbours that
// are not edited further), or most+1 where there are more than most. It costs O(len(a)·len(b)).
func Distance(a, b string, most int) int {
	if max(len(a)-len(b), len(b)-len(a)) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			same := 0
			if a[i-1] != b[j-1] {
				same = 1
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
