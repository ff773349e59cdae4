package deptest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "coopgraph"

// file is a Go file of the project.
type file struct {
	path      string // from the root, with slashes
	pkg       string // its package's folder, "." for the root
	test      bool   // only built for tests: by its name, or because its package is one of testPackages
	generated bool
	lines     int
	comment   bool // it has a package comment
	imports   []string
}

// testPackages exist for tests and measuring alone, though their files are not named so.
var testPackages = []string{"graph/graphtest", "graph/bolt/bolttest", "neo4jlocal/neo4jtest", "internal/deptest",
	"internal/bench", "internal/verify"}

func isTestPackage(pkg string) bool {
	for _, p := range testPackages {
		if within(pkg, p) {
			return true
		}
	}
	return false
}

// within reports whether pkg is root or below it.
func within(pkg, root string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }

// sources reads all Go files of the project, whatever the system they are built for.
func sources(t *testing.T) []file {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("the project's root is not two folders up: %v", err)
	}
	var files []file
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" ||
			d.Name() == "node_modules" || name == "build"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		f, err := read(name, text)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d Go files were found: the walk is broken", len(files))
	}
	return files
}

func read(name string, text []byte) (file, error) {
	f := file{path: name, pkg: path.Dir(name), lines: bytes.Count(text, []byte("\n"))}
	f.test = strings.HasSuffix(name, "_test.go") || isTestPackage(f.pkg)
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return f, err
	}
	f.generated = ast.IsGenerated(parsed)
	f.comment = parsed.Doc != nil && strings.TrimSpace(parsed.Doc.Text()) != ""
	for _, spec := range parsed.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return f, err
		}
		f.imports = append(f.imports, target)
	}
	return f, nil
}
