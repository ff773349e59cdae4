package api

import "slices"

// nearest gives the name that was perhaps meant: the one with the fewest edits, if they are few; else "".
func nearest(name string, names []string) string {
	if len(name) > 50 {
		return ""
	}
	best, least := "", max(2, len(name)/3)+1
	for _, n := range slices.Sorted(slices.Values(names)) {
		if d := edits(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// edits counts the bytes to insert, delete or replace to make b of a.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal
			} else {
				row[j+1] = 1 + min(diagonal, above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}
