package loader

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// testLease is short, so that a test need not wait long for the lease of the dead.
const testLease = time.Second

// start runs a job in a process of its own.
func start(t *testing.T, j job) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	text, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), jobVariable+"="+string(text))
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &out
}

func put(t *testing.T, fsys fstest.MapFS) string {
	t.Helper()
	files := map[string]string{}
	for name, f := range fsys {
		files[name] = string(f.Data)
	}
	return onDisk(t, files)
}

func shortLease(t *testing.T) bolt.Config {
	c := bolttest.Config(neo4jtest.Server(t))
	c.Lease = testLease
	return c
}

// waitUntil waits for a condition.
func waitUntil(t *testing.T, what string, limit time.Duration, fn func() bool) {
	t.Helper()
	for began := time.Now(); !fn(); time.Sleep(time.Millisecond) {
		if time.Since(began) > limit {
			t.Fatalf("%s did not happen within %s", what, limit)
		}
	}
}

// writing reports whether a holder is in the middle of a load.
func writing(t *testing.T, db *bolt.DB, holder string) bool {
	m, err := db.Marker(t.Context())
	held := bolttest.Run(t, neo4jtest.Server(t), "MATCH (m:CoopgraphMeta {holder: $holder}) RETURN m.holder",
		map[string]any{"holder": holder + ", dataset test"})
	return err == nil && m.Loading && len(held) > 0
}

// TestKilledAnywhere kills loads of two versions of a dataset in turn, at random moments from their first batch on, and
// then loads the first version once more.
func TestKilledAnywhere(t *testing.T) {
	const kills, batch = 10, 100
	db := bolttest.Open(t)
	a, b := versions(4000)
	mustLoadFS(t, db, a, Options{BatchSize: batch})
	want, read := dump(t), scanned(t, db)
	bolttest.Wipe(t, neo4jtest.Server(t))
	whole := mustLoadFS(t, db, a, Options{BatchSize: batch}) // now that the schema is there

	jobs := []job{{Config: shortLease(t), Dir: put(t, a), Holder: "a", BatchSize: batch},
		{Config: shortLease(t), Dir: put(t, b), Holder: "b", BatchSize: batch}}
	half := 0
	for i := 0; half < kills && i < 3*kills; i++ {
		cmd, out := start(t, jobs[i%2])
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		// A load that finds next to nothing to do may have ended before it is seen.
		waitUntil(t, "a batch", 30*time.Second, func() bool { return len(ended) > 0 || writing(t, db, jobs[i%2].Holder) })
		time.Sleep(rand.N(whole.Took / 2))
		_ = cmd.Process.Kill() // it may have ended
		if err := <-ended; err != nil && strings.Contains(err.Error(), "killed") {
			half++
		} else if err != nil {
			t.Errorf("the load ended by itself: %v, %s", err, out.String())
		}
	}
	if half < kills {
		t.Errorf("only %d of %d loads were killed in the middle", half, 3*kills)
	}
	time.Sleep(testLease)
	s := mustLoadFS(t, db, a, Options{})
	t.Logf("after %d loads that were killed the last says\n%s", half, s.String())
	same(t, "after loads that were killed", dump(t), want)
	same(t, "read after loads that were killed", scanned(t, db), read)
}

// TestSleeperIsRefused stops a loader past its lease, lets another load, and wakes the first: once between two batches,
// and once wherever it happens to be, which is mostly within a transaction that holds the marker's lock.
func TestSleeperIsRefused(t *testing.T) {
	db := bolttest.Open(t)
	a, b := versions(4000)
	mustLoadFS(t, db, b, Options{})
	want := dump(t)
	for name, stopAt := range map[string]int{"between batches": 20, "anywhere": 0} {
		t.Run(name, func(t *testing.T) {
			bolttest.Wipe(t, neo4jtest.Server(t))
			cmd, out := start(t, job{Config: shortLease(t), Dir: put(t, a), Holder: "sleeper", BatchSize: 20, StopAt: stopAt})
			if stopAt == 0 {
				waitUntil(t, "a batch", 30*time.Second, func() bool { return writing(t, db, "sleeper") })
				if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
					t.Fatal(err)
				}
			}
			waitUntil(t, "silence", 30*time.Second, func() bool { return stopped(t, cmd.Process.Pid) })
			time.Sleep(testLease + 100*time.Millisecond)
			began := time.Now()
			s := mustLoadFS(t, db, b, Options{Holder: "other"})
			t.Logf("the other load took %s", time.Since(began))
			if s.TookOver != "sleeper, dataset test" {
				t.Errorf("it took over from %q", s.TookOver)
			}
			if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err == nil || !strings.HasPrefix(out.String(), "lost: writing dataset test stopped after ") {
				t.Errorf("the sleeper ended with %v and said %q", err, out.String())
			}
			same(t, "after the sleeper woke", dump(t), want)
		})
	}
}

// stopped asks ps whether a process is stopped.
func stopped(t *testing.T, pid int) bool {
	state, err := exec.CommandContext(t.Context(), "ps", "-o", "state=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		t.Fatalf("ps: %v; it is needed to see that a process is stopped", err)
	}
	return strings.HasPrefix(string(state), "T")
}
