package index

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"

	"coopgraph/graph/names"
)

// Builder collects the names of all entities, in memory. Building takes a few times the memory of the index that it
// makes.
type Builder struct {
	text  []byte // folded
	names []entry
	first []int // of each node, its first entry
	err   error
}

type entry struct {
	start, length uint32 // in text
	ordinal       uint16
}

// Add takes the names of a node, as [graph.Entity.AllNames] lists them. Nodes are added in their order, 0 first, those
// without a name too.
func (b *Builder) Add(node uint32, all []string) {
	if int(node) != len(b.first) {
		b.err = errors.Join(b.err, errors.New("nodes must be added to the name index in their order"))
		return
	}
	own := len(b.names)
	b.first = append(b.first, own)
	var seen map[string]bool
	if len(all) > 1 {
		seen = make(map[string]bool, len(all))
	}
	for i, name := range all {
		folded := names.Fold(name)
		if folded == "" || seen[folded] {
			continue // nothing to find, or the first with this text is the one that Best gives
		}
		if i > math.MaxUint16 || len(b.text)+len(folded) > math.MaxUint32 {
			b.err = errors.Join(b.err, errors.New("an entity has more than 65,536 names, or all have more than 4 GB of text"))
			return
		}
		if seen != nil {
			seen[folded] = true
		}
		b.names = append(b.names, entry{uint32(len(b.text)), uint32(len(folded)), uint16(i)})
		b.text = append(b.text, folded...)
	}
}

// Build makes the index, of which the order of equal scores follows the degrees as they are now. The builder must not
// be used afterwards. It costs O(n log n), with Add some three seconds for a million entities with two names each.
func (b *Builder) Build(degree func(node uint32) int) (*Index, error) {
	if b.err != nil {
		return nil, b.err
	}
	p := Parts{Nodes: b.byDegree(degree)}
	ranked := b.rank(&p)
	b.sortTexts(&p, ranked)
	b.text, b.names = nil, nil
	p.indexWords()
	return FromParts(p, len(b.first))
}

// byDegree lists the nodes by degree, the greatest first, of equals the lowest.
func (b *Builder) byDegree(degree func(uint32) int) []uint32 {
	keys := make([]uint64, len(b.first))
	for node := range keys {
		keys[node] = uint64(math.MaxUint32-uint32(degree(uint32(node))))<<32 | uint64(node)
	}
	slices.Sort(keys)
	nodes := make([]uint32, len(keys))
	for i, k := range keys {
		nodes[i] = uint32(k)
	}
	return nodes
}

// rank fills in what goes by rank, but for the texts, and gives the entries in this order: those of one length stand in
// the order of their owners, because the owners are gone through in theirs.
func (b *Builder) rank(p *Parts) []entry {
	longest := uint32(0)
	for _, e := range b.names {
		longest = max(longest, e.length)
	}
	p.Lengths = make([]uint32, longest+2)
	for _, e := range b.names {
		p.Lengths[e.length+1]++
	}
	for l := range longest + 1 {
		p.Lengths[l+1] += p.Lengths[l]
	}
	next := slices.Clone(p.Lengths)
	count := len(b.names)
	ranked := make([]entry, count)
	p.Owners, p.Ordinals = make([]uint32, count), make([]byte, 2*count)
	b.first = append(b.first, count)
	for owner, node := range p.Nodes {
		for _, e := range b.names[b.first[node]:b.first[node+1]] {
			rank := next[e.length]
			next[e.length]++
			ranked[rank] = e
			p.Owners[rank] = uint32(owner)
			binary.LittleEndian.PutUint16(p.Ordinals[2*rank:], e.ordinal)
		}
	}
	b.first = b.first[:len(b.first)-1]
	return ranked
}

// sortTexts fills in Text and Sorted.
func (b *Builder) sortTexts(p *Parts, ranked []entry) {
	p.Text = make([]byte, 0, len(b.text))
	for _, e := range ranked {
		p.Text = append(p.Text, b.text[e.start:e.start+e.length]...)
	}
	of := func(rank uint32) []byte { e := ranked[rank]; return b.text[e.start : e.start+e.length] }
	keys := make([]beginning, len(ranked))
	for rank := range keys {
		keys[rank] = newBeginning(of(uint32(rank)), uint32(rank))
	}
	slices.SortFunc(keys, func(a, b beginning) int {
		if a.letters != b.letters {
			return cmp.Compare(a.letters, b.letters)
		}
		if order := bytes.Compare(of(a.item), of(b.item)); order != 0 {
			return order
		}
		return cmp.Compare(a.item, b.item)
	})
	p.Sorted = make([]uint32, len(keys))
	for i, k := range keys {
		p.Sorted[i] = k.item
	}
}

// beginning is an item with the first letters of its text as a number, which compares much faster than the text.
type beginning struct {
	letters uint64
	item    uint32
}

func newBeginning(text []byte, item uint32) beginning {
	var letters [8]byte
	copy(letters[:], text)
	return beginning{binary.BigEndian.Uint64(letters[:]), item}
}

// indexWords fills in the words and the postings.
func (p *Parts) indexWords() {
	v := vocabulary{ids: map[string]uint32{}}
	text := asString(p.Text)
	for length := range len(p.Lengths) - 1 {
		for rank := p.Lengths[length]; rank < p.Lengths[length+1]; rank++ {
			v.add(rank, text[:length])
			text = text[length:]
		}
	}
	number := v.sort(p)
	words := len(v.words)
	p.PostingStarts = make([]uint32, words+1)
	for _, u := range v.uses {
		p.PostingStarts[number[u.word]+1]++
	}
	for w := range words {
		p.PostingStarts[w+1] += p.PostingStarts[w]
	}
	next := slices.Clone(p.PostingStarts)
	p.Postings = make([]uint32, len(v.uses))
	for _, u := range v.uses {
		w := number[u.word]
		p.Postings[next[w]] = u.rank
		next[w]++
	}
}

// vocabulary collects the words of names that are given in the order of their ranks.
type vocabulary struct {
	ids   map[string]uint32
	words []string // by id, parts of the text
	last  []uint32 // by id, the latest name with the word
	uses  []use    // each word of a name once
}

type use struct{ word, rank uint32 }

func (v *vocabulary) add(rank uint32, name string) {
	for w := range strings.SplitSeq(name, " ") {
		id, ok := v.ids[w]
		if !ok {
			id = uint32(len(v.words))
			v.ids[w] = id
			v.words, v.last = append(v.words, w), append(v.last, math.MaxUint32)
		}
		if v.last[id] != rank {
			v.last[id] = rank
			v.uses = append(v.uses, use{id, rank})
		}
	}
}

// sort fills in the words, sorted from either end, and gives the number of each by its id.
func (v *vocabulary) sort(p *Parts) []uint32 {
	order := sortedBy(v.words, func(w string) []byte { return []byte(w) })
	number := make([]uint32, len(order))
	p.WordStarts = make([]uint32, 1, len(order)+1)
	sorted := make([]string, len(order))
	for i, id := range order {
		number[id], sorted[i] = uint32(i), v.words[id]
		p.WordText = append(p.WordText, v.words[id]...)
		p.WordStarts = append(p.WordStarts, uint32(len(p.WordText)))
	}
	p.WordText = slices.Clip(p.WordText)
	p.Backward = sortedBy(sorted, func(w string) []byte { b := []byte(w); slices.Reverse(b); return b })
	return number
}

// sortedBy lists the places of the words in the order of what spell gives for each.
func sortedBy(words []string, spell func(string) []byte) []uint32 {
	keys := make([]beginning, len(words))
	for i, w := range words {
		keys[i] = newBeginning(spell(w), uint32(i))
	}
	slices.SortFunc(keys, func(a, b beginning) int {
		if a.letters != b.letters {
			return cmp.Compare(a.letters, b.letters)
		}
		return bytes.Compare(spell(words[a.item]), spell(words[b.item]))
	})
	order := make([]uint32, len(keys))
	for i, k := range keys {
		order[i] = k.item
	}
	return order
}
