package extsort

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// spill is a temporary file of runs. Its name is removed at once, so the space is free when the last reader is gone.
type spill struct {
	file *os.File
	size int64
}

// run is a sorted stretch of the file.
type run struct{ from, to int64 }

func newSpill() (*spill, error) {
	f, err := os.CreateTemp("", "coopgraph-sort-*")
	if err != nil {
		return nil, tempError(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		_ = f.Close()
		return nil, tempError(err)
	}
	return &spill{file: f}, nil
}

// runWriter writes one run at the end of the file.
type runWriter struct {
	spill *spill
	from  int64
	out   *bufio.Writer
	size  [2 * binary.MaxVarintLen64]byte
}

func (s *spill) begin() *runWriter {
	return &runWriter{spill: s, from: s.size, out: bufio.NewWriterSize(io.NewOffsetWriter(s.file, s.size), 256<<10)}
}

func (w *runWriter) write(r Record) error {
	head := binary.AppendUvarint(w.size[:0], uint64(len(r.Key)))
	head = binary.AppendUvarint(head, uint64(len(r.Value)))
	for _, part := range [][]byte{head, r.Key, r.Value} {
		n, err := w.out.Write(part)
		w.spill.size += int64(n)
		if err != nil {
			return tempError(err)
		}
	}
	return nil
}

func (w *runWriter) end() (run, error) {
	if err := w.out.Flush(); err != nil {
		return run{}, tempError(err)
	}
	return run{w.from, w.spill.size}, nil
}

// runReader reads one run.
type runReader struct {
	in  *bufio.Reader
	now Record
}

// advance reads the next record into now, and reports false at the end of the run.
func (r *runReader) advance() (bool, error) {
	keySize, err := binary.ReadUvarint(r.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	valueSize, errValue := binary.ReadUvarint(r.in)
	if err := errors.Join(err, errValue); err != nil {
		return false, tempError(err)
	}
	r.now.Key = sized(r.now.Key, keySize)
	r.now.Value = sized(r.now.Value, valueSize)
	for _, part := range [][]byte{r.now.Key, r.now.Value} {
		if _, err := io.ReadFull(r.in, part); err != nil {
			return false, tempError(err)
		}
	}
	return true, nil
}

func sized(b []byte, n uint64) []byte {
	if uint64(cap(b)) < n {
		return make([]byte, n, n+n/2)
	}
	return b[:n]
}

// merge reads several runs as one.
type merge struct {
	readers []*runReader
	primed  bool
}

func newMerge(s *spill, runs []run) (*merge, error) {
	m := &merge{}
	for _, r := range runs {
		reader := &runReader{in: bufio.NewReaderSize(io.NewSectionReader(s.file, r.from, r.to-r.from), readSize)}
		ok, err := reader.advance()
		if err != nil {
			return nil, err
		}
		if ok {
			m.readers = append(m.readers, reader)
		}
	}
	heap.Init(m)
	return m, nil
}

func (m *merge) Len() int           { return len(m.readers) }
func (m *merge) Less(i, j int) bool { return compare(m.readers[i].now, m.readers[j].now) < 0 }
func (m *merge) Swap(i, j int)      { m.readers[i], m.readers[j] = m.readers[j], m.readers[i] }
func (m *merge) Push(any)           {} // runs never join later
func (m *merge) Pop() any           { m.readers = m.readers[:len(m.readers)-1]; return nil }

// next gives the least record. It was handed out by reference, so its run is advanced only when the next is asked for.
func (m *merge) next() (Record, bool, error) {
	if m.primed {
		ok, err := m.readers[0].advance()
		switch {
		case err != nil:
			return Record{}, false, err
		case ok:
			heap.Fix(m, 0)
		default:
			heap.Remove(m, 0)
		}
	}
	m.primed = len(m.readers) > 0
	if !m.primed {
		return Record{}, false, nil
	}
	return m.readers[0].now, true, nil
}

// Spool keeps records in the order in which they come, in a temporary file where they exceed the budget.
type Spool struct {
	budget int
	arena  []byte
	spill  *spill
	out    *runWriter
	count  int
}

// NewSpool makes a spool that keeps about budget bytes in memory.
func NewSpool(budget int) *Spool { return &Spool{budget: budget} }

// Add takes a record, copying it.
func (s *Spool) Add(key, value []byte) error {
	s.count++
	if s.out == nil && len(s.arena)+len(key)+len(value) > s.budget {
		spill, err := newSpill()
		if err != nil {
			return err
		}
		s.spill, s.out = spill, spill.begin()
		if _, err := s.out.out.Write(s.arena); err != nil {
			return tempError(err)
		}
		spill.size, s.arena = int64(len(s.arena)), nil
	}
	if s.out != nil {
		return s.out.write(Record{key, value})
	}
	s.arena = binary.AppendUvarint(s.arena, uint64(len(key)))
	s.arena = binary.AppendUvarint(s.arena, uint64(len(value)))
	s.arena = append(append(s.arena, key...), value...)
	return nil
}

// Len is the number of records.
func (s *Spool) Len() int { return s.count }

// Reader begins to read from the first record. Nothing may be added meanwhile. The function it returns gives false
// after the last record.
func (s *Spool) Reader() (func() (Record, bool, error), error) {
	var in io.Reader = bytes.NewReader(s.arena)
	if s.out != nil {
		if _, err := s.out.end(); err != nil {
			return nil, err
		}
		in = io.NewSectionReader(s.spill.file, 0, s.spill.size)
	}
	r := &runReader{in: bufio.NewReaderSize(in, readSize)}
	return func() (Record, bool, error) {
		ok, err := r.advance()
		return r.now, ok, err
	}, nil
}
