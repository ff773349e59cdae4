package csr

import (
	"errors"
	"math"
	"sort"
	"unsafe"
)

// errFull says that something does not fit into the 32 bits by which the model counts.
var errFull = errors.New("the graph is too large for the read model: more than 4 GiB of names, 16 GiB of records, or " +
	"a thousand million relationships; serve it with --read-model=off")

// texts is a list of texts in one piece of memory. The i-th lies between the i-th and the next end.
type texts struct {
	data []byte
	ends []uint32 // one more than there are texts; the first is 0
}

func newTexts(hint int) texts { return texts{ends: append(roomy[uint32](hint + 1)[:0], 0)} }

func (t *texts) len() int { return max(len(t.ends)-1, 0) }

func (t *texts) add(s string) error {
	if len(t.data)+len(s) > math.MaxUint32 {
		return errFull
	}
	t.data = append(t.data, s...)
	t.ends = append(t.ends, uint32(len(t.data)))
	return nil
}

// at is the i-th text. It shares the list's memory, which nobody changes.
func (t *texts) at(i uint32) string { return asText(t.data[t.ends[i]:t.ends[i+1]]) }

// find looks up a text in a list that is sorted.
func (t *texts) find(s string) (uint32, bool) {
	i := sort.Search(t.len(), func(i int) bool { return t.at(uint32(i)) >= s })
	return uint32(i), i < t.len() && t.at(uint32(i)) == s
}

// asText is the bytes as a string without a copy; they must never change.
func asText(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b)) //nolint:gosec // what a model keeps is never written again
}

// Sizes of a blob. An address is the number of a chunk and, in units, the place within it.
const (
	unit        = 4
	chunkBits   = 26
	chunkSize   = 1 << chunkBits
	unitsInBits = chunkBits - 2
	maxChunks   = 1 << (32 - unitsInBits)
	smallChunk  = 1 << 22 // up to this size a chunk grows bit by bit
)

// blob is many records of bytes, each of which can be read from its address on to its own end. It grows chunk by chunk,
// so that it is never copied.
type blob struct{ chunks [][]byte }

// add appends a record and gives its address.
func (b *blob) add(record []byte) (uint32, error) {
	if len(record) > chunkSize {
		return 0, errFull
	}
	last := len(b.chunks) - 1
	if last < 0 || len(b.chunks[last])+len(record)+unit > chunkSize {
		if last++; last == maxChunks {
			return 0, errFull
		}
		b.chunks = append(b.chunks, nil)
	}
	chunk := b.chunks[last]
	if len(chunk) >= smallChunk && cap(chunk) < chunkSize {
		chunk = append(roomy[byte](chunkSize)[:0], chunk...) // what is not written to yet takes no memory
	}
	for len(chunk)%unit != 0 {
		chunk = append(chunk, 0)
	}
	address := uint32(last)<<unitsInBits | uint32(len(chunk)/unit)
	b.chunks[last] = append(chunk, record...)
	return address, nil
}

// at is what lies from the address on.
func (b *blob) at(address uint32) []byte {
	return b.chunks[address>>unitsInBits][(address&(1<<unitsInBits-1))*unit:]
}

func (b *blob) size() int {
	n := 0
	for _, c := range b.chunks {
		n += len(c)
	}
	return n
}

// idTable finds a node by its id: open addressing over slots that hold a node's number and one more, 0 where empty.
type idTable []uint32

func newIDTable(ids *texts) idTable {
	size := 8
	for size < 2*ids.len() {
		size *= 2
	}
	t := idTable(roomy[uint32](size))
	for i := range ids.len() {
		at := hash(ids.at(uint32(i))) & uint32(size-1)
		for t[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		t[at] = uint32(i) + 1
	}
	return t
}

func (t idTable) find(ids *texts, id string) (uint32, bool) {
	mask := uint32(len(t) - 1)
	for at := hash(id) & mask; t[at] != 0; at = (at + 1) & mask {
		if n := t[at] - 1; ids.at(n) == id {
			return n, true
		}
	}
	return 0, false
}

// hash is FNV-1a over the bytes, folded to 32 bits.
func hash(s string) uint32 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return uint32(h ^ h>>32)
}
