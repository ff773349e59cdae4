package loader

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/neo4jlocal/neo4jtest"
)

// jobVariable makes the test binary a loader process that tests kill and stop.
const jobVariable = "COOPGRAPH_LOADER_TEST_JOB"

// job is what such a process does.
type job struct {
	Config    bolt.Config
	Dir       string
	Holder    string
	BatchSize int
	StopAt    int // stops itself before this batch; 0: never
}

func TestMain(m *testing.M) {
	if text := os.Getenv(jobVariable); text != "" {
		os.Exit(work(text))
	}
	neo4jtest.Main(m)
}

// work loads a folder, waiting for the lease of a predecessor that was killed, and prints the code of its error.
func work(text string) int {
	var j job
	err := json.Unmarshal([]byte(text), &j)
	if err == nil {
		err = j.load(context.Background())
	}
	if err != nil {
		fmt.Printf("%s: %v\n", graph.CodeOf(err), err)
		return 1
	}
	return 0
}

func (j job) load(ctx context.Context) error {
	d, err := OpenDir(j.Dir)
	if err != nil {
		return err
	}
	db, err := bolt.Open(ctx, j.Config)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close(ctx) }()
	w := &hooked{db, func(n int) {
		if n > 0 && n == j.StopAt {
			_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP) // a test that waits for it notices where it fails
		}
	}}
	for {
		_, err := Load(ctx, w, d, Options{BatchSize: j.BatchSize, Holder: j.Holder})
		if graph.CodeOf(err) != graph.CodeBusy {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}
