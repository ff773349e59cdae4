package neo4jlocal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// home is the folder of one Neo4j of the Java way:
//
//	lock        held with flock while a process of ours uses the folder; says who
//	password    of Neo4j's user neo4j, mode 0600
//	run.json    the running child: pid, birth, addresses; left behind if we were killed
//	first-start there until the first start has come to its end: what is there before holds nobody's data
//	import      there until an import has come to its end: what is in the data database before is half of it
//	import.d/   the files of an import
//	neo4j/      Neo4j's own home: conf, data, logs, import (kept empty)
type home string

func (h home) path(parts ...string) string {
	return filepath.Join(append([]string{string(h)}, parts...)...)
}
func (h home) neo4j() string   { return h.path("neo4j") }
func (h home) console() string { return h.path("neo4j", "logs", "console.log") }

// make creates the folders, for the owner's eyes alone.
func (h home) make() error {
	for _, dir := range []string{"conf", "data", "logs", "import"} {
		if err := os.MkdirAll(h.path("neo4j", dir), 0o700); err != nil {
			return fmt.Errorf("home folder: %w; choose another with COOPGRAPH_HOME", err)
		}
	}
	return nil
}

// lock takes the home for this process. The kernel drops the lock of a process that dies, so what the file says is
// for people only.
func (h home) lock() (*os.File, error) {
	f, ok, err := tryLock(h.path("lock"))
	if err != nil {
		return nil, fmt.Errorf("lock of the home folder: %w", err)
	}
	if !ok {
		holder, _ := os.ReadFile(h.path("lock"))
		return nil, fmt.Errorf("%s: %w by %s; stop that process first, or set COOPGRAPH_HOME to another folder",
			h, ErrInUse, strings.TrimSpace(string(holder)))
	}
	note := fmt.Sprintf("process %d (%s), since %s\n", os.Getpid(), filepath.Base(os.Args[0]), time.Now().Format(time.DateTime))
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(note), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock of the home folder: %w", err), f.Close())
	}
	return f, nil
}

// tryLock opens path and locks it; false means that another living process has it.
func tryLock(path string) (*os.File, bool, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, err
	}
	ok, err := flock(f)
	if err != nil || !ok {
		return nil, false, errors.Join(err, f.Close())
	}
	return f, true, nil
}

// waitLock is tryLock until it succeeds or ctx ends; waiting is called once if it has to wait.
func waitLock(ctx context.Context, path string, waiting func()) (*os.File, error) {
	for {
		f, ok, err := tryLock(path)
		if err != nil || ok {
			return f, err
		}
		if waiting != nil {
			waiting()
			waiting = nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// running is what run.json says.
type running struct {
	PID   int    `json:"pid"`
	Birth string `json:"birth"`
	URI   string `json:"uri"`
	HTTP  string `json:"http"`
	Log   string `json:"log"`
}

func (h home) writeRunning(r running) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return writeFile(h.path("run.json"), b)
}

// running reads run.json; false means that there is none, or that its process is gone.
func (h home) running() (running, bool) {
	var r running
	b, err := os.ReadFile(h.path("run.json"))
	if err != nil || json.Unmarshal(b, &r) != nil || r.PID <= 1 {
		return r, false
	}
	return r, alive(r.PID, r.Birth)
}

// endOrphan stops a Neo4j that still runs on this home although its parent, who held the lock, is dead.
func (h home) endOrphan(ctx context.Context, o Options) error {
	if r, ok := h.running(); ok {
		o.logf("Stopping a Neo4j (process %d) that an earlier run left behind.", r.PID)
		if err := endOrphan(ctx, r.PID, r.Birth); err != nil {
			return err
		}
	}
	err := os.Remove(h.path("run.json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// tidy ends and removes what an earlier process left behind that died on this home.
func (h home) tidy(ctx context.Context, o Options) error {
	if err := h.endOrphan(ctx, o); err != nil {
		return err
	}
	if err := h.dropHalfMade(); err != nil {
		return err
	}
	return h.dropHalfImported(o)
}

// dropHalfMade removes what a first start left that was cut short: Neo4j cannot recover databases that it was just
// making. Nothing can have been loaded into them.
func (h home) dropHalfMade() error {
	if _, err := os.Stat(h.path("first-start")); err != nil {
		return nil //nolint:nilerr // it is not there: the first start is yet to come, or came to its end
	}
	if err := os.RemoveAll(h.path("neo4j", "data")); err != nil {
		return fmt.Errorf("removing what an interrupted first start left: %w", err)
	}
	if err := os.Remove(h.path("password")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("removing what an interrupted first start left: %w", err)
	}
	return os.Mkdir(h.path("neo4j", "data"), 0o700)
}

// firstStartDone notes that there is data to keep from now on.
func (h home) firstStartDone() error {
	if err := os.Remove(h.path("first-start")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// password returns the kept password. Where there is none it makes one, has set give it to Neo4j, and keeps it only
// then: a password that was kept but never set would lock everybody out.
func (h home) password(set func(password string) error) (string, error) {
	file := h.path("password")
	b, err := os.ReadFile(file)
	if err == nil {
		return checkPassword(file, b)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("Neo4j's password: %w", err)
	}
	if _, err := os.Stat(h.path("neo4j", "data", "databases", "system")); err == nil {
		return "", fmt.Errorf("%s is missing, but %s holds data that needs it: put the file back, "+
			"or remove that folder and load again", file, h.path("neo4j", "data"))
	}
	if err := writeFile(h.path("first-start"), []byte("the first start has not come to its end\n")); err != nil {
		return "", err
	}
	password := newPassword()
	if err := set(password); err != nil {
		return "", err
	}
	return password, writeFile(file, []byte(password+"\n"))
}

// checkPassword trims what was read and makes sure that nobody else may read it.
func checkPassword(file string, content []byte) (string, error) {
	password := strings.TrimSpace(string(content))
	if password == "" {
		return "", fmt.Errorf("%s is empty: put the password back", file)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		return "", fmt.Errorf("Neo4j's password: %w", err)
	}
	return password, nil
}

// newPassword has 128 random bits. Hexadecimal, since it goes through env files and argument files unquoted.
func newPassword() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// writeFile replaces a file in one step, readable by its owner alone.
func writeFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
