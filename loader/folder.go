package loader

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// The files of a dataset that are not of one kind.
const (
	infoFile          = "dataset.yaml"
	sourcesFile       = "sources.csv"
	relationshipsFile = "relationships.csv"
)

// kindFile is the file with the entities of a kind.
func kindFile(k graph.Kind) string { return k.Prefix() + ".csv" }

// fileNames lists the files that a dataset may have, in the order in which they are read.
func fileNames() []string {
	files := []string{infoFile, sourcesFile}
	for _, k := range graph.Kinds() {
		files = append(files, kindFile(k.Kind))
	}
	return append(files, relationshipsFile)
}

// directory is a folder on disk. No name leads out of it, by a symbolic link either, and opening a FIFO does not hang.
type directory string

// Open implements fs.FS.
func (d directory) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	return root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// errNotRegular is what open returns for a FIFO, a device, a socket or a folder.
var errNotRegular = errors.New("is not a regular file")

// open opens a file of a dataset, which must be a regular one.
func open(fsys fs.FS, name string) (fs.File, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// openFor opens a file and turns what is wrong with it into a problem. It gives nil without a problem where a file
// that need not be there is absent.
func (c *collector) openFor(fsys fs.FS, name string, required bool) fs.File {
	f, err := open(fsys, name)
	switch {
	case err == nil:
		return f
	case errors.Is(err, fs.ErrNotExist) && !required:
	case errors.Is(err, fs.ErrNotExist):
		c.about(name, "add it; a dataset needs "+infoFile+", "+sourcesFile+" and "+relationshipsFile, "the file is missing")
	case errors.Is(err, errNotRegular):
		c.about(name, "put the file itself in its place", "it is not a regular file")
	default:
		c.about(name, "make it a readable file of this folder", "it cannot be opened: %s", reason(err))
	}
	return nil
}

// reason is an error without the path that the caller names anyway.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// checkNames finds the CSV and YAML files that would be passed over in silence, which a misspelt name leads to.
func (c *collector) checkNames(fsys fs.FS) error {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return err
	}
	known := fileNames()
	for _, e := range entries {
		lower := strings.ToLower(e.Name())
		suspect := strings.Contains(lower, ".csv") || lower == "dataset.yml" || lower == infoFile
		if e.IsDir() || !suspect || slices.Contains(known, e.Name()) {
			continue
		}
		fix := "rename or remove it; the files are " + strings.Join(known, ", ")
		if meant := names.Nearest(lower, slices.Values(known)); meant != "" {
			fix = "rename it to " + meant + ", or remove it"
		}
		c.about(e.Name(), fix, "no such file belongs to a dataset, so it would not be read")
	}
	return nil
}

// readAll reads a small file whole. One byte more than the limit is an error, never a silent cut.
func readAll(f io.Reader, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("it is longer than %d bytes", limit)
	}
	return text, err
}
