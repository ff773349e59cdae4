package loader

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/user"
	"time"

	"coopgraph/graph"
)

// Options says how to load. The zero value is what most want.
type Options struct {
	// DryRun compares and writes nothing. It holds the lease while it compares, so it is refused while a load runs.
	DryRun bool
	// BatchSize is how many elements one transaction writes at most, 5,000 by default.
	BatchSize int
	// Progress gets a progress bar if it is a terminal, and nothing else.
	Progress io.Writer
	// Holder is shown to whoever is refused meanwhile; by default "user@host pid 12".
	Holder string
	// Program is the version of the program, which the graph records beside the dataset.
	Program string
	// RetryFor is how long a database that went away in the middle is waited for, a minute by default. Negative: not at
	// all.
	RetryFor time.Duration
	// Patient waits for the lease of another load until that would have run out: a load that was killed cannot give it
	// back, and one that is alive keeps it. Waiting, where it is set, is told once why.
	Patient bool
	Waiting func(reason error)
	// Sample is how many changes of each sort (create, change, remove; source, entity, relationship) the summary shows,
	// 3 by default.
	Sample int
}

const (
	defaultBatchSize = 5000
	defaultRetryFor  = time.Minute
	defaultSample    = 3
)

// Load checks the dataset if that was not done, and makes the graph say what the dataset says: it writes what is new
// or changed, removes what the dataset no longer contains and no other dataset claims, and commits.
//
// Problems of the dataset come back as [Problems]. A graph under another load is CodeBusy, naming the holder. A
// database that goes away is waited for, then it is CodeUnavailable. A lease that was taken over is CodeLost, at once.
// Where ctx ends, the batch under way is finished (for 5 s at most) and the error wraps that of ctx. After each of
// these, running the same load again completes it. The summary counts what was found to do, whatever the error.
func Load(ctx context.Context, w graph.Writer, d *Dataset, o Options) (Summary, error) {
	if err := d.Check(ctx); err != nil {
		return Summary{Dataset: d.Info.Name}, err
	}
	info := d.Info
	info.Program = o.Program
	return run(ctx, w, info.Name, o, func(r *session) error {
		same, err := r.unchanged(ctx, d, &info)
		if err != nil || same {
			return err
		}
		return r.bring(ctx, d.content, &info)
	})
}

// Unload removes what a dataset says: its elements go where no other dataset says anything of them. The errors are
// those of [Load]; a dataset of which the graph has nothing is CodeNotFound.
func Unload(ctx context.Context, w graph.Writer, name string, o Options) (Summary, error) {
	nothing, err := emptyContents()
	if err != nil {
		return Summary{Dataset: name}, err
	}
	return run(ctx, w, name, o, func(r *session) error { return r.bring(ctx, nothing, &graph.Dataset{Name: name}) })
}

// run takes the lease, lets do compare and write, and gives the lease back.
func run(ctx context.Context, w graph.Writer, name string, o Options, do func(*session) error) (Summary, error) {
	began := time.Now()
	o.BatchSize = cmp.Or(max(o.BatchSize, 0), defaultBatchSize)
	o.RetryFor, o.Sample = cmp.Or(o.RetryFor, defaultRetryFor), cmp.Or(o.Sample, defaultSample)
	r := &session{Options: o, summary: Summary{Dataset: name, DryRun: o.DryRun, Entities: map[graph.Kind]Count{},
		Relationships: map[graph.Type]Count{}, sample: o.Sample, sampled: map[string]int{}}}
	var err error
	r.lease, err = r.begin(ctx, w, cmp.Or(o.Holder, holder())+", dataset "+name)
	if err != nil {
		return r.summary, err
	}
	r.summary.TookOver = r.lease.TookOver()
	err = do(r)
	if !r.committed {
		err = r.release(ctx, err)
	}
	r.summary.Took = time.Since(began)
	return r.summary, err
}

// holder names this process to others.
func holder() string {
	name, host := "somebody", "somewhere"
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
	}
	if h, err := os.Hostname(); err == nil {
		host = h
	}
	return fmt.Sprintf("%s@%s pid %d", name, host, os.Getpid())
}
