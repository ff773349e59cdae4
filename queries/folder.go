package queries

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"coopgraph/graph"
)

//go:embed *.cypher
var builtIn embed.FS

const extension = ".cypher"

// The bounds of a folder: a query is a page of text, and a folder of them is read by people.
const (
	maxFileSize = 64 << 10
	maxFiles    = 500
)

// file is a file of a folder, or why it could not be read.
type file struct {
	base   string // its name without the folder
	shown  string // its name as people know it
	text   string
	reason string
	own    bool // it is of a user folder
}

// builtInFiles are the files beside this one.
func builtInFiles() []file {
	names, err := fs.Glob(builtIn, "*"+extension)
	if err != nil {
		panic(err) // the pattern is right
	}
	var files []file
	for _, name := range names {
		text, err := builtIn.ReadFile(name)
		if err != nil {
			panic(err) // it was listed
		}
		files = append(files, file{base: name, shown: name, text: string(text)})
	}
	return files
}

// folderFiles reads a user's folder. What is there is not trusted: only regular files are opened, no link is followed,
// nothing outside of the folder is reached, and no more is read of a file than it may have. Files with other extensions
// and folders within are left alone.
func folderFiles(folder string) ([]file, error) {
	unreadable := func(err error) error {
		return &graph.Error{Code: graph.CodeInvalid, Param: "queries", Err: err, Message: fmt.Sprintf(
			"the folder %s cannot be read (%v); name a folder that is there", folder, reasonOf(err))}
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { _ = root.Close() }()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, unreadable(err)
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return !strings.HasSuffix(e.Name(), extension) || e.IsDir() || strings.HasPrefix(e.Name(), ".")
	})
	if len(entries) > maxFiles {
		return nil, graph.Invalid("queries", "the folder %s has %d queries; %d are allowed", folder, len(entries), maxFiles)
	}
	var files []file
	for _, e := range entries {
		f := file{base: e.Name(), shown: filepath.Join(folder, e.Name()), own: true}
		if f.text, err = readFile(root, e.Name()); err != nil {
			f.reason = reasonOf(err)
		}
		files = append(files, f)
	}
	return files, nil
}

var (
	errNotRegular = errors.New("it is not a regular file; links, pipes and devices are not read")
	errTooLarge   = fmt.Errorf("it is larger than %d KiB", maxFileSize>>10)
)

func readFile(root *os.Root, name string) (string, error) {
	before, err := root.Lstat(name)
	if err != nil {
		return "", err
	}
	if !before.Mode().IsRegular() {
		return "", errNotRegular
	}
	// Should it have become a pipe since, opening it must not wait for a writer.
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	opened, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !os.SameFile(before, opened) {
		return "", errNotRegular
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return "", err
	}
	if len(content) > maxFileSize {
		return "", errTooLarge
	}
	return strings.TrimPrefix(string(content), "\ufeff"), nil
}

// reasonOf leaves out the operation and path that an error of the file system names: they are said beside it.
func reasonOf(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return err.Error()
}
