package queries

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"coopgraph/graph"
)

//go:embed skeleton.txt
var skeleton string

// New writes a query to begin with into a folder, NAME.cypher: every field of a header with a remark on it, and a
// statement that passes the check as it is. It gives the file's path. A file that is there already stays as it is:
// CodeInvalid, as for a name that is none.
func New(folder, name string) (string, error) {
	var q Query
	if fault := q.setName(entry{value: name}); fault != nil {
		return "", graph.Invalid("name", "%s", fault.reason)
	}
	for _, f := range builtInFiles() {
		if f.base == name+extension {
			return "", graph.Invalid("name", "%q is the name of a built-in query; take another", name)
		}
	}
	path := filepath.Join(folder, name+extension)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // a query is no secret, and others edit it
	switch {
	case errors.Is(err, fs.ErrExist):
		return "", graph.Invalid("name", "%s is there already; take another name, or remove it first", path)
	case err != nil:
		return "", &graph.Error{Code: graph.CodeInvalid, Param: "dir", Err: err, Message: fmt.Sprintf(
			"%s cannot be written (%s); name a folder that is there", path, reasonOf(err))}
	}
	_, err = f.WriteString(strings.ReplaceAll(skeleton, "NAME", name))
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("writing %s: %w", path, err)
	}
	return path, nil
}
