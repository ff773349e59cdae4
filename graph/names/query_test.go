package names

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// The bits of a spelling are held against the table of Distance, also where the word is too long for them.
func TestErrorsAgainstDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const letters = "ab0z"
	seen := map[[2]int]int{}
	for range 30000 {
		word := make([]byte, 1+r.IntN(12))
		if r.IntN(10) == 0 {
			word = make([]byte, 60+r.IntN(10))
		}
		for i := range word {
			word[i] = letters[r.IntN(len(letters))]
		}
		other := mistyped(r, string(word), letters)
		q := NewQuery(string(word))
		want := Distance(string(word), other, q.Allowed(0))
		if got := q.Errors(0, other); got != want {
			t.Fatalf("%q in %q: got %d errors, want %d", word, other, got, want)
		}
		long := 0
		if len(word) > 64 {
			long = 1
		}
		seen[[2]int{long, want}]++
	}
	for _, c := range [][2]int{{0, 0}, {0, 1}, {0, 2}, {0, 3}, {1, 1}, {1, 2}, {1, 3}} {
		if seen[c] < 20 {
			t.Errorf("too long %d: only %d words with %d errors: the input was not varied", c[0], seen[c], c[1])
		}
	}
}

// mistyped makes up to four changes to the word.
func mistyped(r *rand.Rand, word, letters string) string {
	for range r.IntN(5) {
		i, c := r.IntN(len(word)+1), letters[r.IntN(len(letters)):][:1]
		switch r.IntN(4) {
		case 0:
			word = word[:i] + c + word[i:]
		case 1:
			word = word[:i] + word[min(i+1, len(word)):]
		case 2:
			word = word[:i] + c + word[min(i+1, len(word)):]
		case 3:
			if i+1 < len(word) {
				word = word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
			}
		}
	}
	return word
}

// An index takes the length of names as the order of scores, so that it must be one.
func TestScoreNeverRisesWithTheLength(t *testing.T) {
	for _, text := range []string{"a", "baku", "council of europe", strings.Repeat("word ", 40)} {
		q := NewQuery(text)
		for _, f := range []Found{{Beginning, 0}, {InOrder, 0}, {AnyOrder, 0}, {Mistyped, 1}, {Mistyped, 2}, {Mistyped, 9}} {
			last := 1.0
			for length := 1; length < 3000; length++ {
				s := q.Score(f, length)
				if s > last || s <= 0 {
					t.Fatalf("%q %v: %v at length %d, %v before", text, f, s, length, last)
				}
				last = s
			}
		}
	}
	if s := NewQuery("a").Score(Found{}, 5); s != 0 {
		t.Errorf("no match scores %v", s)
	}
}
