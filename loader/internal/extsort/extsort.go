// Package extsort sorts records that need not fit into memory. A [Sorter] takes records with a key and gives them back
// in the order of keys, as often as asked; what exceeds its budget lies sorted in a temporary file that has no name
// any more, so that nothing is left however the process ends. A [Spool] keeps records in the order in which they came.
//
// A Sorter takes its budget and at most 2 MB for merging, whatever the number of records. The method is the external
// merge sort of Knuth, The Art of Computer Programming, volume 3, section 5.4.
//
// Caveat: neither is safe for concurrent use.
package extsort

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
)

// Record is one record. It is valid until the next is asked for.
type Record struct{ Key, Value []byte }

// Sorter sorts records by key. Records of one key come in the order of their values as bytes.
type Sorter struct {
	budget int
	arena  []byte
	refs   []ref
	spill  *spill
	runs   []run
	sealed bool
	count  int
}

// ref is where a record stands in the arena, with the beginning of its key, by which most are told apart.
type ref struct {
	prefix uint64
	at     uint32
}

const (
	refSize = 16
	// mergeWidth is how many runs are read at once at most, each through readSize bytes.
	mergeWidth = 64
	readSize   = 32 << 10
)

// New makes a sorter that keeps about budget bytes of records in memory.
func New(budget int) *Sorter { return &Sorter{budget: min(budget, math.MaxUint32/2)} }

// Add takes a record, copying it. Its error is that of the temporary file.
func (s *Sorter) Add(key, value []byte) error {
	if s.sealed {
		return errors.New("extsort: a record after Seal")
	}
	if len(s.refs) > 0 && len(s.arena)+len(s.refs)*refSize+len(key)+len(value) > s.budget {
		if err := s.writeRun(); err != nil {
			return err
		}
	}
	s.refs = append(s.refs, ref{prefixOf(key), uint32(len(s.arena))})
	s.arena = binary.AppendUvarint(s.arena, uint64(len(key)))
	s.arena = append(s.arena, key...)
	s.arena = binary.AppendUvarint(s.arena, uint64(len(value)))
	s.arena = append(s.arena, value...)
	s.count++
	return nil
}

// Len is the number of records.
func (s *Sorter) Len() int { return s.count }

// Seal ends the adding. What did not exceed the budget stays in memory.
func (s *Sorter) Seal() error {
	if s.sealed {
		return nil
	}
	s.sealed = true
	if len(s.runs) == 0 {
		s.sort()
		return nil
	}
	if err := s.writeRun(); err != nil {
		return err
	}
	s.arena, s.refs = nil, nil
	return s.narrow()
}

// narrow merges runs until few enough are left to be read at once.
func (s *Sorter) narrow() error {
	for len(s.runs) > mergeWidth {
		m, err := newMerge(s.spill, s.runs[:mergeWidth])
		if err != nil {
			return err
		}
		w := s.spill.begin()
		for {
			r, ok, err := m.next()
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			if err := w.write(r); err != nil {
				return err
			}
		}
		merged, err := w.end()
		if err != nil {
			return err
		}
		s.runs = append(s.runs[mergeWidth:], merged)
	}
	return nil
}

// Each calls back with every record in order, until fn returns an error, which it returns. The sorter must be sealed.
func (s *Sorter) Each(fn func(Record) error) error {
	c, err := s.Cursor()
	if err != nil {
		return err
	}
	for {
		r, ok, err := c.Next()
		if err != nil || !ok {
			return err
		}
		if err := fn(r); err != nil {
			return err
		}
	}
}

// Cursor reads the records of a sorter in order, from the first.
type Cursor struct {
	sorter *Sorter
	next   int
	merge  *merge
}

// Cursor begins to read. The sorter must be sealed. Several cursors may read in turn.
func (s *Sorter) Cursor() (*Cursor, error) {
	if !s.sealed {
		return nil, errors.New("extsort: read before Seal")
	}
	c := &Cursor{sorter: s}
	if len(s.runs) > 0 {
		m, err := newMerge(s.spill, s.runs)
		if err != nil {
			return nil, err
		}
		c.merge = m
	}
	return c, nil
}

// Next gives the next record, and false after the last.
func (c *Cursor) Next() (Record, bool, error) {
	if c.merge != nil {
		return c.merge.next()
	}
	if c.next == len(c.sorter.refs) {
		return Record{}, false, nil
	}
	r := c.sorter.record(c.sorter.refs[c.next])
	c.next++
	return r, true, nil
}

func (s *Sorter) record(r ref) Record {
	text := s.arena[r.at:]
	key, text := take(text)
	value, _ := take(text)
	return Record{key, value}
}

func take(text []byte) (part, rest []byte) {
	n, size := binary.Uvarint(text)
	end := size + int(n)
	return text[size:end:end], text[end:]
}

func prefixOf(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var padded [8]byte
	copy(padded[:], key)
	return binary.BigEndian.Uint64(padded[:])
}

func compare(a, b Record) int {
	return cmp.Or(bytes.Compare(a.Key, b.Key), bytes.Compare(a.Value, b.Value))
}

func (s *Sorter) sort() {
	slices.SortFunc(s.refs, func(a, b ref) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return compare(s.record(a), s.record(b))
	})
}

// writeRun writes what is in memory to the file, sorted, and empties it.
func (s *Sorter) writeRun() error {
	if len(s.refs) == 0 {
		return nil
	}
	if s.spill == nil {
		spill, err := newSpill()
		if err != nil {
			return err
		}
		s.spill = spill
	}
	s.sort()
	w := s.spill.begin()
	for _, r := range s.refs {
		if err := w.write(s.record(r)); err != nil {
			return err
		}
	}
	done, err := w.end()
	if err != nil {
		return err
	}
	s.runs = append(s.runs, done)
	s.arena, s.refs = s.arena[:0], s.refs[:0]
	return nil
}

// tempError says what a failing temporary file means to a user.
func tempError(err error) error {
	return fmt.Errorf("the temporary file in %s, in which large data is sorted, failed (free space there, or set TMPDIR "+
		"to a folder with more): %w", os.TempDir(), err)
}
