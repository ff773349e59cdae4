package names

import (
	"math"
	"slices"
	"strings"
)

// Match is a name that a query found.
type Match struct {
	Name  string  // as it was given, not folded
	Score float64 // in (0, 1]; 1 is the whole name
}

// The scores. Each way of matching has a range of its own, so that a better way is never overtaken; within the range
// the score rises with the part of the name that the query covers.
const (
	exactScore  = 1.0
	prefixScore = 0.85 // the query begins the name: up to 0.95
	orderScore  = 0.70 // each word of the query begins a word of the name, in their order: up to 0.80
	wordsScore  = 0.55 // the same in any order: up to 0.65
	fuzzyScore  = 0.30 // the same, but for typing errors: up to 0.40, less 0.02 for each error
	coverage    = 0.10
	errorCost   = 0.02
	leastScore  = 0.05
)

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
// Scores have four decimals and depend on nothing but the two texts.
func Best(query string, candidates []string) (Match, bool) {
	words := Tokens(query)
	if len(words) == 0 {
		return Match{}, false
	}
	whole := strings.Join(words, " ")
	var best Match
	for _, name := range candidates {
		if s := score(whole, words, Fold(name)); s > best.Score {
			best = Match{Name: name, Score: s}
		}
	}
	return best, best.Score > 0
}

func score(whole string, words []string, name string) float64 {
	if name == "" {
		return 0
	}
	if whole == name {
		return exactScore
	}
	covered := min(1, float64(len(whole))/float64(len(name)))
	rounded := func(s float64) float64 { return math.Round(max(s, leastScore)*1e4) / 1e4 }
	of := strings.Fields(name)
	switch {
	case strings.HasPrefix(name, whole):
		return rounded(prefixScore + coverage*covered)
	case inOrder(words, of):
		return rounded(orderScore + coverage*covered)
	case anyOrder(words, of):
		return rounded(wordsScore + coverage*covered)
	}
	errors, ok := typingErrors(words, of)
	if !ok {
		return 0
	}
	return rounded(fuzzyScore + coverage*covered - errorCost*float64(errors))
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

// typingErrors counts the errors over all words; false where a word has more than it may.
func typingErrors(words, of []string) (int, bool) {
	total := 0
	for _, word := range words {
		least := allowedErrors(word) + 1
		for _, w := range of {
			if strings.HasPrefix(w, word) {
				least = 0
				break
			}
			least = min(least, Distance(word, w, allowedErrors(word)))
		}
		if least > allowedErrors(word) {
			return 0, false
		}
		total += least
	}
	return total, true
}

// allowedErrors is how many typing errors a word of a query may have: short words would otherwise match anything.
func allowedErrors(word string) int {
	switch {
	case len(word) >= 8:
		return 2
	case len(word) >= 4:
		return 1
	}
	return 0
}
