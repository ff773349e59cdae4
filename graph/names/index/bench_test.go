package index_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph/names/index"
)

// crowd makes the names of n nodes, two each, like those of people, places and bodies: words from syllables, some of
// them in very many names, and every tenth node with a number instead.
func crowd(n int) people {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("a ba bek da di dov el en er ev fa ga gi go ha i ib id ik in ka kan ko la li lo ma man me " +
		"mi mo mu na ni no ny o ov pa pe po ra ri ro ru sa san se sha shi so sta su ta ti to tsa u ur va vi vo ya yev yu za zi")
	word := func(common float64) string {
		// The words that are drawn most often are the short ones, as in languages.
		x := uint64(r.Float64() * r.Float64() * r.Float64() * common)
		w := rand.New(rand.NewPCG(x, 3))
		var b strings.Builder
		for range 2 + w.IntN(3) {
			b.WriteString(syllables[w.IntN(len(syllables))])
		}
		return b.String()
	}
	bodies := []string{"Ministry of", "Bank of", "University of", "Union of", "Republic of", "Committee on", "the Port of"}
	p := people{make([][]string, n), make([]int, n)}
	for i := range n {
		p.degrees[i] = int(1 / (r.Float64() + 1e-5))
		switch {
		case i%10 == 0:
			p.names[i] = []string{fmt.Sprintf("Entity %d", i), fmt.Sprintf("%s %d", word(2000), i)}
		case i%3 == 0:
			name := bodies[r.IntN(len(bodies))] + " " + word(200000) + " " + word(20000)
			p.names[i] = []string{name, "The " + word(1e6) + " " + name}
		default:
			name := word(20000) + " " + word(1e6)
			p.names[i] = []string{name, word(20000) + " " + name}
		}
	}
	return p
}

// BenchmarkSearch asks an index of a million entities with two names each. The memory is that of all that an index
// holds, without and with its texts.
func BenchmarkSearch(b *testing.B) {
	const nodes = 1_000_000
	p := crowd(nodes)
	x := p.build(b)
	r := rand.New(rand.NewPCG(3, 4))
	var kinds [4][]string
	for range 512 {
		all := p.names[1+r.IntN(nodes-1)]
		name := all[r.IntN(2)]
		w := &writer{Rand: r}
		words := strings.Fields(name)
		kinds[0] = append(kinds[0], name)
		kinds[1] = append(kinds[1], name[:min(len(name), 6)])
		last := words[len(words)-1]
		words[len(words)-1] = last[:len(last)/2] + last[len(last)/2+1:]
		kinds[2] = append(kinds[2], strings.Join(words, " "))
		kinds[3] = append(kinds[3], w.mistype(strings.Repeat("xq", 2+r.IntN(3))+last))
	}
	for _, c := range []struct {
		name  string
		texts []string
		pass  func(uint32) bool
	}{
		{"whole", kinds[0], nil},
		{"beginning", kinds[1], nil},
		{"letter", strings.Split("abcdefghiklmnoprstuvyz", ""), nil},
		{"letter/rare", strings.Split("abcdefghiklmnoprstuvyz", ""), func(node uint32) bool { return node%100_000 == 1 }},
		{"everybody", []string{"entity", "the", "of"}, nil},
		{"two words", []string{"ministry ka", "bank ma", "republic of sa", "port ri"}, nil},
		{"wrong order", []string{"of the", "the of", "of bank", "a b"}, nil},
		{"mistyped", kinds[2], nil},
		{"mistyped/common", []string{"minitsry", "entiyt", "univrsity", "republik of", "ministri of"}, nil},
		{"mistyped/numbers", []string{"entity 1234567", "entiti 123456", "12345678"}, nil},
		{"nothing", kinds[3], nil},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			found, i := 0, 0
			for b.Loop() {
				m, err := x.Search(b.Context(), c.texts[i%len(c.texts)], 10, c.pass)
				if err != nil {
					b.Fatal(err)
				}
				found += len(m)
				i++
			}
			b.ReportMetric(float64(found)/float64(i), "found/op")
		})
	}
}

// BenchmarkBuild makes an index and reports its size and the memory that making it takes.
func BenchmarkBuild(b *testing.B) {
	const nodes = 1_000_000
	p := crowd(nodes)
	var x *index.Index
	for b.Loop() {
		x = p.build(b)
	}
	text := len(x.Text)
	rest := len(x.WordText) + len(x.Ordinals) + 4*(len(x.Nodes)+len(x.Owners)+len(x.Lengths)+len(x.Sorted)+
		len(x.WordStarts)+len(x.Backward)+len(x.Postings)+len(x.PostingStarts))
	b.ReportMetric(float64(rest)/nodes, "B/entity")
	b.ReportMetric(float64(text)/nodes, "B-text/entity")
	b.ReportMetric(float64(len(x.Backward)), "words")
	b.ReportMetric(float64(len(x.Postings))/nodes, "postings/entity")
}

// BenchmarkFromParts checks the parts of an index, as after mapping a file.
func BenchmarkFromParts(b *testing.B) {
	const nodes = 1_000_000
	parts := crowd(nodes).build(b).Parts
	for b.Loop() {
		if _, err := index.FromParts(parts, nodes); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNearestIDs looks for what was meant by an unknown id among a million.
func BenchmarkNearestIDs(b *testing.B) {
	const nodes = 1_000_000
	p := crowd(nodes)
	ids := make([]string, nodes)
	for i := range ids {
		ids[i] = "official:" + strings.ReplaceAll(strings.ToLower(p.names[i][0]), " ", "-")
	}
	slices.Sort(ids)
	r := rand.New(rand.NewPCG(5, 6))
	at := func(i int) string { return ids[i] }
	found, asked := 0, 0
	for b.Loop() {
		found += len(index.NearestIDs(nodes, at, "official:"+mistypedText(r, ids[r.IntN(nodes)]), 3))
		asked++
	}
	b.ReportMetric(float64(found)/float64(asked), "found/op")
}
