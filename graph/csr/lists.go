package csr

import (
	"fmt"
	"unsafe"

	"coopgraph/graph/names/index"
)

// flat is one of the model's flat lists, as bytes.
type flat interface {
	// bytes is the list's own memory.
	bytes() []byte
	// make gives the list so many bytes of memory, to be filled.
	make(size uint64) ([]byte, error)
}

// list is a flat list of numbers.
type list[T uint8 | uint32 | int32] struct{ of *[]T }

func (l list[T]) bytes() []byte {
	var item T
	//nolint:gosec // numbers without pointers are bytes; alignment is that of the numbers
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(*l.of))), len(*l.of)*int(unsafe.Sizeof(item)))
}

func (l list[T]) make(size uint64) ([]byte, error) {
	var item T
	if size%uint64(unsafe.Sizeof(item)) != 0 {
		return nil, fmt.Errorf("%d bytes are no whole number of elements", size)
	}
	*l.of = roomy[T](int(size / uint64(unsafe.Sizeof(item))))
	return l.bytes(), nil
}

// lists names the flat lists in the order in which a snapshot has them. What can be made of the others is not among them.
func (m *Model) lists() []flat {
	bytes := func(l *[]uint8) flat { return list[uint8]{l} }
	numbers := func(l *[]uint32) flat { return list[uint32]{l} }
	days := func(l *[]int32) flat { return list[int32]{l} }
	var out []flat
	for _, t := range m.tables() {
		out = append(out, bytes(&t.data), numbers(&t.ends))
	}
	a, p := &m.arcs, &m.proof
	out = append(out,
		bytes(&m.kinds), numbers(&m.first), numbers(&m.records),
		numbers(&a.to), numbers(&a.rel), bytes(&a.tag), days(&a.from), days(&a.until),
		numbers(&m.outs), numbers(&m.proofs), numbers(&m.several), numbers(&m.payloads),
		numbers(&p.dataset), numbers(&p.source), bytes(&p.rank), numbers(&m.wordOrder),
		numbers(&m.aside.payloads), numbers(&m.aside.from), numbers(&m.aside.to), numbers(&m.codes.nodes),
		numbers(&m.sources.first), numbers(&m.sources.nodes), numbers(&m.former.nodes))
	if m.names == nil { // it is about to be read
		m.names = &index.Index{}
	}
	n := &m.names.Parts
	return append(out, numbers(&n.Nodes), numbers(&n.Owners), bytes(&n.Ordinals), numbers(&n.Lengths), bytes(&n.Text),
		numbers(&n.Sorted), bytes(&n.WordText), numbers(&n.WordStarts), numbers(&n.Backward), numbers(&n.Postings),
		numbers(&n.PostingStarts))
}

// tables are the model's lists of texts.
func (m *Model) tables() []*texts {
	return []*texts{&m.ids, &m.words, &m.aside.ids, &m.sources.ids, &m.sources.records, &m.codes.texts, &m.former.texts}
}

// roomy makes a list that searches jump about in.
func roomy[T any](length int) []T {
	out := make([]T, length)
	inHugePages(out)
	return out
}
