package csr

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
)

// A snapshot is a model's flat lists as they lie in memory, one section each:
//
//	header   magic, byte order, version, vocabulary, number of sections, size of the file, checksum of header and table
//	table    offset, length and checksum of every section
//	sections each padded to eight bytes: what is not flat as JSON, the lists in the order of Model.lists, the blob's chunks
//
// Degrees, costs and the table of ids are made again, which is quicker than to make sure that they fit the rest. The
// checksums are CRC-32C.
const (
	magic           = "\x89CGMODEL"
	snapshotVersion = 4          // raised where a list, or what encoder writes, changes
	byteOrder       = 0x01020304 // in the order of the machine that wrote it
	headerSize      = 72
	entrySize       = 24
	alignment       = 8
	pieceSize       = 4 << 20 // what is read at a time: it is still in the processor's cache when it is summed up
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// header is the beginning of a snapshot.
type header struct {
	Magic      [8]byte
	Order      uint32
	Version    uint32
	Vocabulary [sha256.Size]byte // what kinds, types and confidences there are, since numbers stand for them
	Size       uint64            // of the file
	Sections   uint32
	_          uint32
	Sum        uint32 // of everything before it, and of the table
	_          uint32
}

// entry is a section's line in the table.
type entry struct {
	Offset, Length uint64
	Sum            uint32
	_              uint32
}

// frame is what a snapshot keeps as JSON.
type frame struct {
	Marker   graph.Marker    `json:"marker"`
	Datasets []graph.Dataset `json:"datasets"`
	Stats    graph.Stats     `json:"stats"`
}

// vocabulary is a digest of what numbers in a model stand for.
func vocabulary() [sha256.Size]byte {
	text, err := json.Marshal([]any{graph.TypeNames(), graph.KindNames(), unit, chunkSize,
		graph.Documented.Rank(), graph.Reported.Rank(), graph.Inferred.Rank()})
	if err != nil {
		panic(err) // names and numbers can always be written
	}
	return sha256.Sum256(text)
}

// WriteSnapshot writes the model to a file, from which [ReadSnapshot] makes it again. The file is complete or not there:
// it is written beside its place, synced and renamed. Only the user can read it. The disk needs room for the old and the
// new one. It costs about what writing so many bytes does.
func (m *Model) WriteSnapshot(path string) (err error) {
	removeLeftovers(path)
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+leftover)
	if err != nil {
		return fmt.Errorf("writing the snapshot %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // closed before, where all went well so far
			_ = os.Remove(f.Name()) // else the next one removes it
			err = fmt.Errorf("writing the snapshot %s: %w", path, err)
		}
	}()
	if err := m.writeTo(f); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// leftover is how the names of files that are being written end.
const leftover = ".*.writing"

// removeLeftovers removes what writers left that were killed. One that is alive writes all the time.
func removeLeftovers(path string) {
	const alive = time.Hour
	names, _ := filepath.Glob(filepath.Clean(path) + leftover) // a name that is no pattern leaves its leftovers
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > alive {
			_ = os.Remove(name) // there is one file too many, no more
		}
	}
}

// syncFolder makes a renaming last.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (m *Model) writeTo(f *os.File) error {
	text, err := json.Marshal(frame{m.marker, m.datasets, m.stats})
	if err != nil {
		return err
	}
	sections := [][]byte{text}
	for _, l := range m.lists() {
		sections = append(sections, l.bytes())
	}
	sections = append(sections, m.blob.chunks...)
	h := header{Magic: [8]byte([]byte(magic)), Order: byteOrder, Version: snapshotVersion, Vocabulary: vocabulary(),
		Sections: uint32(len(sections))}
	table := make([]entry, len(sections))
	at := uint64(headerSize + entrySize*len(sections))
	for i, s := range sections {
		if _, err := f.WriteAt(s, int64(at)); err != nil {
			return err
		}
		table[i] = entry{Offset: at, Length: uint64(len(s)), Sum: sum(s)}
		at = padded(at + uint64(len(s)))
	}
	h.Size = at
	if err := f.Truncate(int64(at)); err != nil { // the padding of the last section
		return err
	}
	_, err = f.WriteAt(sealed(h, table), 0)
	return err
}

func padded(n uint64) uint64 { return (n + alignment - 1) &^ (alignment - 1) }

// sealed is the header and the table with their checksum.
func sealed(h header, table []entry) []byte {
	h.Sum = 0
	b := encode(h, table)
	h.Sum = sum(b)
	return encode(h, table)
}

func encode(h header, table []entry) []byte {
	b, err := binary.Append(nil, binary.NativeEndian, h)
	if err == nil {
		b, err = binary.Append(b, binary.NativeEndian, table)
	}
	if err != nil {
		panic(err) // both are of fixed size
	}
	return b
}

// ReadSnapshot makes a model of a file that [Model.WriteSnapshot] wrote. A file that is damaged, cut off, of another
// program, another version or another kind of machine is CodeInvalid, as is one whose parts do not fit together, so that
// no search over the model can fail; one that is not there wraps [os.ErrNotExist]. The memory that it takes is bounded by
// the file's size. A million nodes with ten million relationships take about a second and a half on two cores.
func ReadSnapshot(path string) (*Model, error) {
	// Opening must not wait for somebody who writes into a pipe of that name.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("reading the snapshot %s: %w", path, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading the snapshot %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, graph.Invalid("snapshot", "%s is not a regular file", path)
	}
	m, err := readSnapshot(f, info.Size())
	if err != nil {
		return nil, &graph.Error{Code: graph.CodeInvalid, Param: "snapshot", Err: err, Message: fmt.Sprintf(
			"%s cannot be used: %v; it is a copy of the graph and can be made anew from it", path, err)}
	}
	return m, nil
}

func readSnapshot(r io.ReaderAt, size int64) (*Model, error) {
	table, err := readTable(r, size)
	if err != nil {
		return nil, err
	}
	m := &Model{}
	lists := m.lists()
	if len(table) < 1+len(lists) || len(table) > 1+len(lists)+maxChunks {
		return nil, fmt.Errorf("it has %d sections", len(table))
	}
	text := make([]byte, table[0].Length)
	memory := make([][]byte, len(table))
	memory[0] = text
	for i, l := range lists {
		if memory[1+i], err = l.make(table[1+i].Length); err != nil {
			return nil, fmt.Errorf("section %d: %w", 1+i, err)
		}
	}
	for i := 1 + len(lists); i < len(table); i++ {
		if table[i].Length > chunkSize {
			return nil, fmt.Errorf("section %d has %d bytes", i, table[i].Length)
		}
		memory[i] = roomy[byte](int(table[i].Length))
		m.blob.chunks = append(m.blob.chunks, memory[i])
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range table {
		g.Go(func() error {
			if err := readSection(r, e, memory[i]); err != nil {
				return fmt.Errorf("section %d: %w", i, err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var fr frame
	if err := json.Unmarshal(text, &fr); err != nil {
		return nil, err
	}
	m.marker, m.datasets, m.stats = fr.Marker, fr.Datasets, fr.Stats
	if err := m.settle(); err != nil {
		return nil, err
	}
	m.open()
	return m, nil
}

// readTable reads and checks header and table. What it lets pass lies within the file, section after section, so that
// all of them together take no more memory than the file is long.
func readTable(r io.ReaderAt, size int64) ([]entry, error) {
	b := make([]byte, headerSize)
	if _, err := r.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var h header
	if _, err := binary.Decode(b, binary.NativeEndian, &h); err != nil {
		return nil, err
	}
	switch {
	case string(h.Magic[:]) != magic:
		return nil, errors.New("it is not a snapshot")
	case h.Order != byteOrder:
		return nil, errors.New("it was written on a machine with another order of bytes")
	case h.Version != snapshotVersion:
		return nil, fmt.Errorf("its form has version %d, and this program reads version %d", h.Version, snapshotVersion)
	case h.Vocabulary != vocabulary():
		return nil, errors.New("the program that wrote it knows other kinds or types")
	case h.Size != uint64(size):
		return nil, fmt.Errorf("it should have %d bytes and has %d", h.Size, size)
	case uint64(h.Sections)*entrySize > uint64(size)-headerSize:
		return nil, fmt.Errorf("its table of %d sections does not fit into it", h.Sections)
	}
	b = make([]byte, entrySize*int(h.Sections))
	if _, err := r.ReadAt(b, headerSize); err != nil {
		return nil, err
	}
	table := make([]entry, h.Sections)
	if _, err := binary.Decode(b, binary.NativeEndian, table); err != nil {
		return nil, err
	}
	want := h.Sum
	h.Sum = 0
	if sum(encode(h, table)) != want {
		return nil, errors.New("its table is damaged")
	}
	return table, h.checkPlaces(table)
}

// checkPlaces makes sure that the sections lie one after the other and fill the file.
func (h *header) checkPlaces(table []entry) error {
	at := uint64(headerSize + entrySize*len(table))
	for i, e := range table {
		if e.Offset != at || e.Length > h.Size-at || padded(at+e.Length) > h.Size {
			return fmt.Errorf("section %d is not where it should be", i)
		}
		at = padded(at + e.Length)
	}
	if at != h.Size {
		return errors.New("there is something after its last section")
	}
	return nil
}

// readSection reads a section into its memory.
func readSection(r io.ReaderAt, e entry, into []byte) error {
	found := uint32(0)
	for at := 0; at < len(into); at += pieceSize {
		piece := into[at:min(at+pieceSize, len(into))]
		if _, err := r.ReadAt(piece, int64(e.Offset)+int64(at)); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		found = crc32.Update(found, castagnoli, piece)
	}
	if found != e.Sum {
		return errors.New("it is damaged: its checksum is wrong")
	}
	return nil
}
