package neo4jlocal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportRefusesWhatIsNotOurs(t *testing.T) {
	for name, c := range map[string]struct {
		o    Options
		says string
	}{
		"a server by its address": {Options{Way: WayAuto, URI: "bolt://127.0.0.1:1"}, "unset NEO4J_URI"},
		"a container":             {Options{Way: WayDocker}, "COOPGRAPH_NEO4J=java"},
		"another database":        {Options{Way: WayJava, Database: "other"}, "NEO4J_DATABASE"},
	} {
		c.o.Home = filepath.Join(t.TempDir(), "home")
		if _, err := BeginImport(t.Context(), c.o); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v; want %q in it", name, err, c.says)
		}
		if _, err := os.Stat(c.o.Home); err == nil {
			t.Errorf("%s: a folder was made", name)
		}
	}
	o := testOptions(t.TempDir())
	lock, err := home(o.Home).lock()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := BeginImport(t.Context(), o); !errors.Is(err, ErrInUse) {
		t.Errorf("a home in use gave %v", err)
	}
}

func TestAnImportThatFailsLeavesNothing(t *testing.T) {
	im, err := BeginImport(t.Context(), testOptions(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	if !im.Fresh() {
		t.Error("a new home is not fresh")
	}
	err = im.Run(t.Context(), []string{"--nodes=nosuchfile.txt"})
	if err == nil || !strings.Contains(err.Error(), "nosuchfile") || !strings.Contains(err.Error(), "stays empty") {
		t.Errorf("an import of nothing gave %v", err)
	}
	if err := im.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(im.home.path("import*")); len(left) > 0 || !im.Fresh() {
		t.Errorf("left behind: %v", left)
	}
}

func TestWhatAnInterruptedImportLeftIsRemoved(t *testing.T) {
	h := home(t.TempDir())
	for _, dir := range []string{"neo4j/data/databases/neo4j", "neo4j/data/transactions/neo4j",
		"neo4j/data/databases/system", "import.d"} {
		if err := os.MkdirAll(h.path(dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	exists := func(path string) bool {
		_, err := os.Stat(h.path(path))
		return err == nil
	}
	if err := h.tidy(t.Context(), Options{}); err != nil || !exists("neo4j/data/databases/neo4j") || exists("import.d") {
		t.Errorf("without a mark the database has to stay, and files to go: %v", err)
	}
	if err := os.WriteFile(h.path("import"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.tidy(t.Context(), Options{}); err != nil || exists("neo4j/data/databases/neo4j") ||
		exists("neo4j/data/transactions/neo4j") || !exists("neo4j/data/databases/system") || exists("import") {
		t.Errorf("the half of an import is still there, or what is not of it is gone: %v", err)
	}
}

func TestTheImportersOutputIsKeptForAnError(t *testing.T) {
	p := newImportProgress(nil)
	for _, text := range []string{"(2/4) Relationship im",
		"port 2026-11-23\n.......... ..........  55% ∆1s 167ms\n\n", "Caused by: no space\n\tat org.neo4j.X\nlast"} {
		if n, err := p.Write([]byte(text)); n != len(text) || err != nil {
			t.Fatal(n, err)
		}
	}
	p.finish()
	want := "  (2/4) Relationship import 2026-11-23\n  Caused by: no space\n  last"
	if got := p.last(); got != want || p.part != 2 || p.parts != 4 {
		t.Errorf("part %d of %d; got %q", p.part, p.parts, got)
	}
}
