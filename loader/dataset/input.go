package dataset

import (
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Importer turns data of an outside format into a dataset. It never touches a database, and the same input gives the
// same dataset. What it cannot read it reports, counts and leaves out; an error means that the input is not of the
// format at all.
type Importer func(ctx context.Context, in *Input) (*Folder, error)

// Input is what an importer reads.
type Input struct {
	Files fs.FS  // the folder or archive
	Name  string // the file in it that was named; "" where a folder or archive was
	// Known are dataset folders whose entities may turn out to be the same.
	Known []fs.FS

	closer io.Closer
}

// OpenInput opens a folder, a zip archive or a single file. known are paths of dataset folders.
func OpenInput(path string, known ...string) (*Input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open what is to be imported: %w", err)
	}
	in := &Input{}
	for _, dir := range known {
		in.Known = append(in.Known, os.DirFS(dir))
	}
	switch {
	case info.IsDir():
		in.Files = os.DirFS(path)
	case strings.EqualFold(filepath.Ext(path), ".zip"):
		archive, err := zip.OpenReader(path)
		if err != nil {
			return nil, fmt.Errorf("open the archive %s: %w", path, err)
		}
		in.Files, in.closer = archive, archive
	default:
		in.Files, in.Name = os.DirFS(filepath.Dir(path)), filepath.Base(path)
	}
	return in, nil
}

// Close closes the archive, where there is one.
func (in *Input) Close() error {
	if in.closer == nil {
		return nil
	}
	return in.closer.Close()
}

// Open opens the file that was named, or else the first of names that there is, plain or with .gz or .zst after it. What
// is compressed is read as if it were not. It also gives the name that was found.
func (in *Input) Open(names ...string) (io.ReadCloser, string, error) {
	if in.Name != "" {
		names = []string{in.Name}
	}
	for _, name := range names {
		for _, suffix := range []string{"", ".gz", ".zst"} {
			f, err := in.Files.Open(name + suffix)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, "", err
			}
			r, err := Decompress(f, name+suffix)
			return r, name + suffix, err
		}
	}
	return nil, "", fmt.Errorf("there is no %s: %w", strings.Join(names, " and no "), fs.ErrNotExist)
}

// Decompress reads a file as what its name says: gzip for .gz, Zstandard for .zst, else as it is. It takes f over, and
// closes it where it fails.
func Decompress(f io.ReadCloser, name string) (io.ReadCloser, error) {
	switch filepath.Ext(name) {
	case ".gz":
		r, err := gzip.NewReader(f)
		if err != nil {
			_ = f.Close()
			return nil, fmt.Errorf("%s is not gzip: %w", name, err)
		}
		return both{r, func() error { return errors.Join(r.Close(), f.Close()) }}, nil
	case ".zst":
		r, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			_ = f.Close()
			return nil, fmt.Errorf("%s is not Zstandard: %w", name, err)
		}
		return both{r, func() error { r.Close(); return f.Close() }}, nil
	}
	return f, nil
}

// maxWindow bounds the memory that a Zstandard file may ask for, in bytes.
const maxWindow = 128 << 20

// both reads from one and closes what is behind it too.
type both struct {
	io.Reader
	close func() error
}

func (b both) Close() error { return b.close() }
