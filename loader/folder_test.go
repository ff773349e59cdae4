package loader

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"coopgraph/graph"
)

// onDisk writes files into a new folder.
func onDisk(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpenDirReadsAFolder(t *testing.T) {
	d, err := OpenDir(onDisk(t, good()))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil || d.Info.Entities != 4 {
		t.Errorf("%d entities, %v", d.Info.Entities, err)
	}
}

func TestOpenDirNamesWhatIsNoFolder(t *testing.T) {
	dir := onDisk(t, good())
	if _, err := OpenDir(filepath.Join(dir, "absent")); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("an absent folder: %v", err)
	}
	if _, err := OpenDir(filepath.Join(dir, infoFile)); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("a file: %v", err)
	}
}

// TestOpenDirRefusesWhatIsNoFile holds every special file against both ways of reading, YAML and CSV.
func TestOpenDirRefusesWhatIsNoFile(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("name: secret\ntitle: secret\nlicence: secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		put  func(path string) error
		want string
	}{
		"FIFO":          {func(path string) error { return syscall.Mkfifo(path, 0o600) }, "it is not a regular file"},
		"device":        {func(path string) error { return os.Symlink("/dev/zero", path) }, "it cannot be opened: path escapes from parent"},
		"folder":        {func(path string) error { return os.Mkdir(path, 0o700) }, "it is not a regular file"},
		"absolute link": {func(path string) error { return os.Symlink(outside, path) }, "it cannot be opened: path escapes from parent"},
		"relative link": {func(path string) error { return os.Symlink("../../secret", path) }, "it cannot be opened: path escapes from parent"},
		"unreadable":    {func(path string) error { return os.Symlink("loop", path) }, "the file is missing"},
	} {
		for _, name := range []string{infoFile, sourcesFile, relationshipsFile} {
			t.Run(what+" "+name, func(t *testing.T) {
				dir := onDisk(t, with(name, ""))
				if err := c.put(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				d, err := OpenDir(dir)
				if err != nil {
					t.Fatal(err)
				}
				problems, _ := errors.AsType[Problems](d.Check(t.Context()))
				if len(problems) == 0 || !strings.HasPrefix(problems[0].Error(), name+": "+c.want) {
					t.Errorf("got %v", problems)
				}
				if strings.Contains(problems.Error(), "secret") || time.Since(began) > 10*time.Second {
					t.Errorf("after %s it says %v", time.Since(began), problems)
				}
			})
		}
	}
}

func TestALinkWithinTheFolderIsFollowed(t *testing.T) {
	dir := onDisk(t, with("sources.csv", ""))
	if err := os.WriteFile(filepath.Join(dir, "s.txt"), []byte(good()["sources.csv"]), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("s.txt", filepath.Join(dir, "sources.csv")); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
