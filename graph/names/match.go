package names

import (
	"slices"
	"strings"
)

// Match is a name that a query found.
type Match struct {
	Name  string  // as it was given, not folded
	Score float64 // in (0, 1]; 1 is the whole name
}

// Best finds the one of an entity's names that the query matches best; of names that match equally well, the first.
// It is false where the query matches none of them, or has no letter or digit.
//
// All is compared in folded form. In the order of their scores a query matches
//
//   - the whole name: 1;
//   - the beginning of the name: 0.85 to 0.95;
//   - words of the name, each word of the query being the beginning of one, in the same order: 0.70 to 0.80;
//   - the same in any order: 0.55 to 0.65;
//   - the same, where words of the query may be a word of the name with typing errors: one in a word of 4 to 7
//     letters, two in a longer one; a letter added, left out, replaced, or two neighbours swapped: below 0.40.
//
// Scores have four decimals and depend on nothing but the two texts. To hold one query against many names that are
// folded already, use [NewQuery].
func Best(query string, candidates []string) (Match, bool) {
	q := NewQuery(query)
	var best Match
	for _, name := range candidates {
		folded := Fold(name)
		if s := q.Score(q.Match(folded), len(folded)); s > best.Score {
			best = Match{Name: name, Score: s}
		}
	}
	return best, best.Score > 0
}

// inOrder reports whether each word begins a word of the name, one after the other.
func inOrder(words, of []string) bool {
	at := 0
	for _, word := range words {
		for at < len(of) && !strings.HasPrefix(of[at], word) {
			at++
		}
		if at == len(of) {
			return false
		}
		at++
	}
	return true
}

func anyOrder(words, of []string) bool {
	for _, word := range words {
		if !slices.ContainsFunc(of, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return true
}
