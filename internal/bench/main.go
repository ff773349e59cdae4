// Command bench measures the program against named rivals and prints a table, which it also writes to
// build/bench.json. `make bench` runs it. Each pair is measured in one run on one machine, several times in turn, and
// the medians are compared: times of different runs say nothing.
//
// It starts a Neo4j of its own by Java, in a folder that goes with it, and never touches another.
//
// Caveats: it wants the machine to itself; what else runs widens the spread, which the table shows.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from the first signal on, the next one ends the program
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run carries out one command line and gives the exit code: 1 where a required ratio was missed, 2 for anything else.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	quick := f.Bool("quick", false, "a tenth of the rows and fewer rounds; its ratios are rough")
	out := f.String("out", filepath.Join("build", "bench.json"), "where the results go as JSON")
	program := f.String("program", filepath.Join("build", "coopgraph"), "the program to measure, where a process of its own is")
	only := f.String("only", "", "measure one part alone: encoding, reading, loading, bulk, paths or viewer")
	picture := f.String("plot", "", "measure nothing: draw how times grow into this SVG file, from the results of an earlier run in -out")
	held := f.String("hold", "", "measure nothing: be the process whose memory is measured, which answers from this snapshot")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	var err error
	switch {
	case *picture != "":
		err = plot(*out, *picture)
	case *held != "":
		err = hold(ctx, *held, stderr)
	default:
		b := &bench{quick: *quick, program: *program, only: *only, stdout: stdout, stderr: stderr}
		if err = errors.Join(b.all(ctx), b.report(*out)); err == nil && b.missed() {
			return 1
		}
	}
	if err != nil {
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return 2
	}
	return 0
}

// bench is one run.
type bench struct {
	quick          bool
	program        string
	stdout, stderr io.Writer
	only           string
	rate           float64 // relationships a second of the first load through transactions; 0 where it was not measured
	results        []result
}

// size is a number of rows, a tenth in the quick form.
func (b *bench) size(rows int) int {
	if b.quick {
		return rows / 10
	}
	return rows
}

// rounds is how often each side of a pair is measured.
func (b *bench) rounds() int {
	if b.quick {
		return 1
	}
	return 3
}

// all measures everything.
func (b *bench) all(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "coopgraph-bench-*")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // it lies in the system's folder for such
	for _, part := range []struct {
		name    string
		measure func(context.Context, string) error
	}{{"encoding", b.encoding}, {"reading", b.reading}, {"loading", b.loading}, {"bulk", b.bulk}, {"paths", b.paths},
		{"viewer", b.viewer}} {
		if b.only != "" && b.only != part.name {
			continue
		}
		if err := part.measure(ctx, dir); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}
