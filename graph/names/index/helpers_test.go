package index_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph/names"
	"coopgraph/graph/names/index"
)

// people is what an index is made of: the names and the degree of each node.
type people struct {
	names   [][]string
	degrees []int
}

func (p people) build(t testing.TB) *index.Index {
	t.Helper()
	var b index.Builder
	for node, all := range p.names {
		b.Add(uint32(node), all)
	}
	x, err := b.Build(func(node uint32) int { return p.degrees[node] })
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// slow answers by holding the text against every name.
func (p people) slow(text string) []index.Match {
	out := []index.Match{}
	for node, all := range p.names {
		if m, ok := names.Best(text, all); ok {
			out = append(out, index.Match{Node: uint32(node), Name: slices.Index(all, m.Name), Score: m.Score})
		}
	}
	slices.SortFunc(out, func(a, b index.Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(p.degrees[b.Node], p.degrees[a.Node]),
			cmp.Compare(a.Node, b.Node))
	})
	return out
}

// compare asks both and gives what they agree on.
func (p people) compare(t *testing.T, x *index.Index, text string, limit int, pass func(uint32) bool) []index.Match {
	t.Helper()
	return p.agree(t, x, p.slow(text), text, limit, pass)
}

// agree asks the index and gives its answer where it is what the whole slow one says.
func (p people) agree(t *testing.T, x *index.Index, want []index.Match, text string, limit int,
	pass func(uint32) bool) []index.Match {
	t.Helper()
	got, err := x.Search(t.Context(), text, limit, pass)
	if err != nil {
		t.Fatal(err)
	}
	if pass != nil {
		want = slices.DeleteFunc(slices.Clone(want), func(m index.Match) bool { return !pass(m.Node) })
	}
	want = want[:min(len(want), limit)]
	if len(got) == len(want) && (len(got) == 0 || slices.Equal(got, want)) {
		return got
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("%q, limit %d: result %d of %d and %d:\n got %s\nwant %s", text, limit, i, len(got), len(want),
				p.show(got, i), p.show(want, i))
		}
	}
	return got
}

func (p people) show(m []index.Match, i int) string {
	if i >= len(m) {
		return "none"
	}
	return fmt.Sprintf("%+v, %q of %q, degree %d", m[i], p.names[m[i].Node][m[i].Name], p.names[m[i].Node],
		p.degrees[m[i].Node])
}

// writer makes random names and texts to look for.
type writer struct {
	*rand.Rand
	words []string
}

// scripts are words whose letters fold to one, to several and to none, and words that are only that.
var scripts = []string{"Грузия", "საქართველო", "Հայաստան", "Azərbaycan", "Türkiye", "日本", "Ελλάδα", "مصر", "Щука", "–",
	"№5", "Ívory", "Côte", "Ну-ка", "", "Great", "of", "the"}

func newWriter(seed uint64, vocabulary int, letters string) *writer {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 7))}
	for range vocabulary {
		b := make([]byte, 1+w.IntN(4+w.IntN(9)))
		for i := range b {
			b[i] = letters[w.IntN(len(letters))]
		}
		w.words = append(w.words, string(b))
	}
	return w
}

func (w *writer) word() string {
	if w.IntN(12) == 0 {
		return scripts[w.IntN(len(scripts))]
	}
	// Some words are in very many names.
	return w.words[min(w.IntN(len(w.words)), w.IntN(len(w.words)))]
}

func (w *writer) name() string {
	count := 1 + w.IntN(4)
	if w.IntN(40) == 0 {
		count = 10 + w.IntN(30) // so long that scores of different lengths are the same
	}
	words := make([]string, count)
	for i := range words {
		words[i] = w.word()
	}
	return strings.Join(words, []string{" ", "-", ", "}[w.IntN(3)])
}

func (w *writer) people(nodes int) people {
	var p people
	for range nodes {
		var all []string
		for range w.IntN(5) {
			if n := w.name(); n != "" && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
		if len(all) > 0 && w.IntN(4) == 0 {
			all = append(all, strings.ToUpper(all[0])+"!") // folds to the same
		}
		p.names = append(p.names, all)
		p.degrees = append(p.degrees, w.IntN(1+w.IntN(6)))
	}
	return p
}

// query makes a text to look for out of a name: as it is, its beginning, some of its words cut short or in another
// order, with typing errors, or something else altogether.
func (w *writer) query(p people) string {
	var text string
	if all := p.names[w.IntN(len(p.names))]; len(all) > 0 {
		text = all[w.IntN(len(all))]
	}
	words := strings.Fields(text)
	switch w.IntN(8) {
	case 0:
		return w.name()
	case 1:
		return string("abcdefghijklmnopqrstuvwxyz0123456789"[w.IntN(36)])
	case 2:
		return text
	case 3:
		return cut(text, w.IntN(len(text)+1))
	case 4:
		w.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		fallthrough
	case 5:
		words = words[:min(len(words), 1+w.IntN(3))]
		for i := range words {
			words[i] = cut(words[i], 1+w.IntN(len(words[i])))
		}
		return strings.Join(words, " ")
	case 6:
		words = words[w.IntN(len(words)+1):]
		fallthrough
	default:
		for i := range words {
			words[i] = w.mistype(words[i])
		}
		return strings.Join(words, " ")
	}
}

// cut gives the first bytes of text, and the rest of a letter of which they are part.
func cut(text string, n int) string {
	for i := range text {
		if i >= n {
			return text[:i]
		}
	}
	return text
}

// mistype makes up to three errors in the word.
func (w *writer) mistype(word string) string {
	letters := []rune(word)
	for range w.IntN(4) {
		if len(letters) < 2 {
			break
		}
		i := w.IntN(len(letters) - 1)
		other := rune("abcde"[w.IntN(5)])
		switch w.IntN(4) {
		case 0:
			letters[i], letters[i+1] = letters[i+1], letters[i]
		case 1:
			letters = slices.Delete(letters, i, i+1)
		case 2:
			letters = slices.Insert(letters, i, other)
		case 3:
			letters[w.IntN(len(letters))] = other
		}
	}
	return string(letters)
}

// mistypedText is the slug of an id with errors.
func mistypedText(r *rand.Rand, id string) string {
	_, slug, _ := strings.Cut(id, ":")
	w := writer{Rand: r}
	return w.mistype(slug)
}

func slowNearest(ids []string, id string, limit int) []int {
	var out []int
	for most := range 3 {
		for i, other := range ids {
			if strings.HasPrefix(other, id[:min(len(id), len("country:")+1)]) && names.Distance(id, other, 2) == most {
				out = append(out, i)
			}
		}
	}
	return out[:min(len(out), limit)]
}
