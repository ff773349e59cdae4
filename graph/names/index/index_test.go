package index_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"coopgraph/graph/names"
	"coopgraph/graph/names/index"
)

// wayOf tells the way of a match from its score.
func wayOf(score float64) string {
	switch {
	case score == 1:
		return "whole"
	case score >= 0.85:
		return "beginning"
	case score >= 0.70:
		return "in order"
	case score >= 0.55:
		return "any order"
	}
	return "mistyped"
}

// The index is held against the slow and obvious way, on names from few letters, where all is near to all, and from
// many.
func TestSearchAgainstBestOfAll(t *testing.T) {
	seen := map[string]int{}
	for seed, letters := range []string{"ab", "abcde", "abcdefghijklmnopqrstuvwxyz", "0123456789a"} {
		for _, nodes := range []int{0, 1, 30, 400} {
			w := newWriter(uint64(seed), 20+nodes, letters)
			p := w.people(nodes)
			x := p.build(t)
			for range min(nodes, 150) * 4 {
				text, limit := w.query(p), 1+w.IntN(1+w.IntN(100))
				var pass func(uint32) bool
				if k := 1 + w.IntN(60); w.IntN(3) == 0 {
					pass = func(node uint32) bool { return int(node)%k == k/2 }
				}
				note(seen, p, p.compare(t, x, text, limit, pass), limit)
			}
			p.compare(t, x, "a", 10, nil)
		}
	}
	for what, least := range map[string]int{"whole": 500, "beginning": 3000, "in order": 2000, "any order": 300,
		"mistyped": 800, "nothing": 300, "one": 150, "cut": 250, "tie of lengths": 100, "tie of degrees": 1000,
		"not the first name": 4000} {
		if seen[what] < least {
			t.Errorf("%q was seen %d times, wanted %d: the input was not varied", what, seen[what], least)
		}
	}
}

// note counts what an answer is a case of.
func note(seen map[string]int, p people, answer []index.Match, limit int) {
	switch len(answer) {
	case 0:
		seen["nothing"]++
	case limit:
		seen["cut"]++
	case 1:
		seen["one"]++
	}
	for i, m := range answer {
		seen[wayOf(m.Score)]++
		if m.Name > 0 {
			seen["not the first name"]++
		}
		if i == 0 || m.Score != answer[i-1].Score {
			continue
		}
		before := answer[i-1]
		if a, b := p.names[m.Node][m.Name], p.names[before.Node][before.Name]; len(names.Fold(a)) != len(names.Fold(b)) {
			seen["tie of lengths"]++
		}
		if p.degrees[m.Node] == p.degrees[before.Node] {
			seen["tie of degrees"]++
		}
	}
}

// Many thousands of names in one range take several windows, also where few pass or all score the same.
func TestSearchInBroadRanges(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	var p people
	for i := range 30000 {
		name := "Entity " + strconv.Itoa(100000+i)
		switch i % 7 {
		case 0:
			name = "e" + strconv.Itoa(r.IntN(1e9)) + " of the entity"
		case 1:
			name = strings.Repeat("entity of ", 5) + strconv.Itoa(r.IntN(1e6))
		case 2:
			name = "The entity " + strconv.Itoa(r.IntN(1000))
		}
		p.names = append(p.names, []string{name})
		p.degrees = append(p.degrees, r.IntN(3)*r.IntN(50))
	}
	x := p.build(t)
	for _, text := range []string{"e", "entity", "Entity 1", "the", "of", "of the", "the of", "entitt", "entiyt the",
		"t e", "1", "entity of entity of", "entity 100007", "entity 10077", "nothing"} {
		want := p.slow(text)
		for _, limit := range []int{1, 10, 100, 30000} {
			for _, k := range []int{0, 3, 5000, 29999} {
				pass := func(node uint32) bool { return int(node)%k == 1 }
				if k == 0 {
					pass = nil
				}
				got := p.agree(t, x, want, text, limit, pass)
				if (len(got) == 0) != (text == "nothing" || text == "entity 100007" && k > 3) && k < 5000 {
					t.Errorf("%q with k %d finds %d", text, k, len(got))
				}
			}
		}
	}
}

// A long text to look for has many words, words of more than 64 letters, and letters that fold to several.
func TestSearchForLongTexts(t *testing.T) {
	long := strings.Repeat("abcdefghij", 7)
	p := people{names: [][]string{{long, "short"}, {long + " " + long}, {strings.Repeat("日本", 30)},
		{strings.Repeat("word ", 40)}}, degrees: []int{1, 2, 3, 4}}
	x := p.build(t)
	for text, want := range map[string]int{long: 2, long[1:]: 2, long[:30] + "x" + long[30:]: 2,
		long[:34] + long[35:36] + long[34:35] + long[36:]: 2, long + " " + long[2:]: 2,
		strings.Repeat("日本", 20): 1, strings.Repeat("wrod ", 40): 1, strings.Repeat("a ", 100): 2} {
		if got := p.compare(t, x, text, 10, nil); len(got) != want {
			t.Errorf("%q finds %d, want %d", text, len(got), want)
		}
	}
}

func TestSearchFindsNothingForNothing(t *testing.T) {
	p := newWriter(1, 50, "abc").people(100)
	x := p.build(t)
	for _, text := range []string{"", "–", " \t", "\xff"} {
		if got := p.compare(t, x, text, 10, nil); len(got) != 0 {
			t.Errorf("%q finds %v", text, got)
		}
	}
	if got := p.compare(t, x, "a", 0, nil); len(got) != 0 {
		t.Errorf("limit 0 finds %v", got)
	}
}

// The context ends a search at whatever stage it is.
func TestSearchStopsWithItsContext(t *testing.T) {
	p := newWriter(2, 500, "abcde").people(3000)
	x := p.build(t)
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	_, err := x.Search(ctx, "zzzz a", 100, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.Search(ctx, "a b", 5000, func(uint32) bool {
		if asked++; asked == 100 {
			cancel()
		}
		return true
	})
	if !errors.Is(err, context.Canceled) || asked < 100 {
		t.Errorf("after %d nodes: %v", asked, err)
	}
	for _, text := range []string{"a", "ab cd", "…", "abcdabcd"} {
		if m, err := x.Search(ctx, text, 10, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v, %v", text, m, err)
		}
	}
}

func TestNodesMustBeAddedInOrder(t *testing.T) {
	var b index.Builder
	b.Add(0, []string{"a"})
	b.Add(2, []string{"b"})
	if _, err := b.Build(func(uint32) int { return 0 }); err == nil {
		t.Error("a node was left out and nobody said so")
	}
}

func TestTooManyNamesAreRefused(t *testing.T) {
	all := make([]string, 1<<16+1)
	for i := range all {
		all[i] = strconv.Itoa(i)
	}
	for n, ok := range map[int]bool{1 << 16: true, 1<<16 + 1: false} {
		var b index.Builder
		b.Add(0, all[:n])
		x, err := b.Build(func(uint32) int { return 0 })
		if (err == nil) != ok {
			t.Fatalf("%d names: %v", n, err)
		}
		if !ok {
			continue
		}
		got, err := x.Search(t.Context(), "65535", 1, nil)
		if err != nil || !slices.Equal(got, []index.Match{{Node: 0, Name: 65535, Score: 1}}) {
			t.Errorf("the last name: %v, %v", got, err)
		}
	}
}
