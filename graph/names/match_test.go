package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestBest(t *testing.T) {
	aze := []string{"Azerbaijan", "Republic of Azerbaijan", "Azərbaycan", "Азербайджан"}
	guam := []string{"GUAM Organization for Democracy and Economic Development", "GUAM", "GUUAM"}
	btc := []string{"Baku–Tbilisi–Ceyhan pipeline", "BTC pipeline", "BTC"}
	for _, tc := range []struct {
		query string
		names []string
		want  string
		score float64 // 0: no match
	}{
		{"Azərbaycan", aze, "Azərbaycan", 1},
		{"azarbaycan", aze, "Azərbaycan", 1},
		{"azerbaycan", aze, "Azərbaycan", 0.38},
		{"AZERBAIJAN", aze, "Azerbaijan", 1},
		{"azerb", aze, "Azerbaijan", 0.9},
		{"azerbaijan republic", aze, "Republic of Azerbaijan", 0.6364},
		{"republic azerbaijan", aze, "Republic of Azerbaijan", 0.7864},
		{"Грузия", []string{"Georgia", "Грузия"}, "Грузия", 1},
		{"gruziya", []string{"Georgia", "Грузия"}, "Грузия", 1},
		{"საქართველო", []string{"Georgia", "Sakartvelo"}, "Sakartvelo", 1},
		{"Հայաստան", []string{"Armenia", "Hayastan"}, "Hayastan", 1},
		{"Türkiye", []string{"Turkey", "Turkiye"}, "Turkiye", 1},
		{"Bairamov", []string{"Jeyhun Bayramov"}, "Jeyhun Bayramov", 0.3333},
		{"Байрамов", []string{"Jeyhun Bayramov"}, "Jeyhun Bayramov", 0.7533},
		{"bayramov jeyhun", []string{"Jeyhun Bayramov"}, "Jeyhun Bayramov", 0.65},
		{"btc pipeline", btc, "BTC pipeline", 1},
		{"btc", btc, "BTC", 1},
		{"ceyhan pipeline", btc, "Baku–Tbilisi–Ceyhan pipeline", 0.7536},
		{"council of europ", []string{"Council of Europe"}, "Council of Europe", 0.9441},
		{"GUUAM", guam, "GUUAM", 1},
		{"guuma", guam, "GUUAM", 0.38},
		{"guma", guam, "GUAM", 0.38},
		{"economic guam", guam, guam[0], 0.5732},
		{"ab", []string{"ac"}, "", 0},
		{"iran", []string{"Iraq"}, "Iraq", 0.38},
		{"georgia armenia", []string{"Georgia"}, "", 0},
		{"…", aze, "", 0},
		{"x", nil, "", 0},
		{"x", []string{"", "–"}, "", 0},
	} {
		got, ok := Best(tc.query, tc.names)
		if ok != (tc.score > 0) || got.Name != tc.want || got.Score != tc.score {
			t.Errorf("Best(%q, %q) = %v, %v; want %q, %v", tc.query, tc.names, got, ok, tc.want, tc.score)
		}
	}
}

func TestBestTakesTheFirstOfEquals(t *testing.T) {
	if m, _ := Best("baku", []string{"Baku!", "Baku"}); m.Name != "Baku!" {
		t.Error(m)
	}
}

// The ways of matching must not overtake each other, however much of a name is covered.
func TestScoresAreInTheOrderOfTheWays(t *testing.T) {
	ways := [][2]string{
		{"council of europe", "Council of Europe"},
		{"c", "Council of Europe and of very many other things that make a name long"},
		{"counci europ", "Council Europe"},
		{"europ counci", "Council Europe"},
		{"counsil europe", "Council Europe"},
	}
	last := 1.1
	for _, w := range ways {
		m, ok := Best(w[0], []string{w[1]})
		if !ok || m.Score >= last {
			t.Errorf("%q in %q scores %v, not below %v", w[0], w[1], m.Score, last)
		}
		last = m.Score
	}
	m, ok := Best(strings.Repeat("wrod ", 30), []string{strings.Repeat("word ", 500)})
	if !ok || m.Score != leastScore {
		t.Errorf("many errors in a long name score %v, %v", m, ok)
	}
}

// The rows of distance are held against the recursive definition.
func TestDistanceAgainstDefinition(t *testing.T) {
	var naive func(a, b string) int
	naive = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		same := 0
		if a[len(a)-1] != b[len(b)-1] {
			same = 1
		}
		d := min(naive(a[:len(a)-1], b)+1, naive(a, b[:len(b)-1])+1, naive(a[:len(a)-1], b[:len(b)-1])+same)
		if i, j := len(a), len(b); i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
			d = min(d, naive(a[:i-2], b[:j-2])+1)
		}
		return d
	}
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, r.IntN(7))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	seen := map[int]int{}
	for range 2000 {
		a, b := word(), word()
		want := min(naive(a, b), 3)
		seen[want]++
		if got := Distance(a, b, 2); got != want {
			t.Fatalf("Distance(%q, %q) = %d, want %d", a, b, got, want)
		}
	}
	for d := range 4 {
		if seen[d] < 20 {
			t.Errorf("only %d pairs at distance %d: the input was not varied", seen[d], d)
		}
	}
}

func TestLuceneQuery(t *testing.T) {
	for query, want := range map[string]string{
		"BTC pipeline":                 "(btc^4 OR btc*^2) AND (pipeline^4 OR pipeline*^2 OR pipeline~2)",
		"Baku":                         "(baku^4 OR baku*^2 OR baku~1)",
		`a" OR *:* \ + - && || ! ( )^`: "(a^4 OR a*^2) AND (or^4 OR or*^2)",
		"names:x AND NOT y~":           "(names^4 OR names*^2 OR names~1) AND (x^4 OR x*^2) AND (and^4 OR and*^2) AND (not^4 OR not*^2) AND (y^4 OR y*^2)",
		"–":                            "",
		"":                             "",
	} {
		if got := LuceneQuery(query); got != want {
			t.Errorf("LuceneQuery(%q) = %s, want %s", query, got, want)
		}
	}
}

// accepts says what an index that holds the name would do with the query, by Lucene's own rules.
func accepts(lucene, name string) bool {
	for part := range strings.SplitSeq(lucene, " AND ") {
		if !slices.ContainsFunc(Tokens(name), func(word string) bool {
			for term := range strings.SplitSeq(strings.Trim(part, "()"), " OR ") {
				var n int
				term, _, _ = strings.Cut(term, "^")
				if w, isPrefix := strings.CutSuffix(term, "*"); isPrefix && strings.HasPrefix(word, w) || term == word {
					return true
				}
				w, errors, _ := strings.Cut(term, "~")
				if _, err := fmt.Sscan(errors, &n); err == nil && n > 0 && Distance(w, word, n) <= n {
					return true
				}
			}
			return false
		}) {
			return false
		}
	}
	return lucene != ""
}

func TestLuceneFindsWhatBestAccepts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	text := func() string {
		words := make([]string, 1+r.IntN(3))
		for i := range words {
			b := make([]byte, 1+r.IntN(9))
			for j := range b {
				b[j] = "ab"[r.IntN(2)]
			}
			words[i] = string(b)
		}
		return strings.Join(words, " ")
	}
	ways := map[int]int{}
	for range 20000 {
		query, name := text(), text()
		m, ok := Best(query, []string{name})
		if ok && !accepts(LuceneQuery(query), name) {
			t.Fatalf("Best accepts %q for %q, %s does not", name, query, LuceneQuery(query))
		}
		ways[int(m.Score*20)]++
	}
	if len(ways) < 6 {
		t.Errorf("only %d different scores: the input was not varied", len(ways))
	}
}
