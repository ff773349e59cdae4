package loader

import (
	"cmp"
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
	"coopgraph/loader/dataset"
)

// The files of a dataset that are not of one kind.
const (
	infoFile          = "dataset.yaml"
	sourcesFile       = "sources.csv"
	relationshipsFile = "relationships.csv"
)

// kindFile is the file with the entities of a kind.
func kindFile(k graph.Kind) string { return kindFiles[k] }

var kindFiles = func() map[graph.Kind]string {
	files := map[graph.Kind]string{}
	for _, k := range graph.Kinds() {
		files[k.Kind] = k.Kind.Prefix() + ".csv"
	}
	return files
}()

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

// endings are those that a CSV file's name may have after .csv, and what they mean.
var endings = []string{"", ".gz", ".zst"}

// find gives the name under which a dataset has a file, plain or compressed; name itself where it has none.
func (c *collector) find(fsys fs.FS, name string) string {
	found := ""
	for _, ending := range endings {
		if _, err := fs.Stat(fsys, name+ending); err != nil {
			continue
		}
		if found != "" {
			c.about(name+ending, "keep one of the two", "the dataset has %s as well", found)
			continue
		}
		found = name + ending
	}
	return cmp.Or(found, name)
}

// openFor opens a file and turns what is wrong with it into a problem. It gives nil without a problem where a file
// that need not be there is absent.
func (c *collector) openFor(fsys fs.FS, name string, required bool) io.ReadCloser {
	actual := name
	if name != infoFile {
		actual = c.find(fsys, name)
	}
	f, err := open(fsys, actual)
	switch {
	case err == nil:
		r, err := dataset.Decompress(f, actual)
		if err != nil {
			c.about(name, "compress it again, or put the plain file in its place", "%v", err)
			return nil
		}
		return r
	case errors.Is(err, fs.ErrNotExist) && !required:
	case errors.Is(err, fs.ErrNotExist):
		c.about(name, "add it; a dataset needs "+infoFile+", "+sourcesFile+" and "+relationshipsFile, "the file is missing")
	case errors.Is(err, errNotRegular):
		c.about(actual, "put the file itself in its place", "it is not a regular file")
	default:
		c.about(actual, "make it a readable file of this folder", "it cannot be opened: %s", reason(err))
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
		plain := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".gz"), ".zst")
		if e.IsDir() || !suspect || slices.Contains(known, plain) && (plain == e.Name() || plain != infoFile) {
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
