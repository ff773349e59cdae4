// Command coopgraph is a graph database of regional cooperation networks: it starts or finds a Neo4j, loads datasets
// into it, serves the API, and answers from the command line. `coopgraph help` lists the commands.
//
// main separates reading flags from running: every command is a function of a context, settings and two writers.
//
// Caveats: a second Ctrl-C ends the program at once; whatever it started dies with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"coopgraph/client"
	"coopgraph/graph"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from the first signal on, the next one ends the program
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// Exit codes, which `coopgraph help exit-codes` explains.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2
	exitNothing = 3
)

// run carries out one command line and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := rootCommand(stdout, stderr)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if errors.Is(err, nothingFoundError{}) {
		return exitNothing
	}
	// One that says how far a load came is printed as it is.
	if errors.Is(err, context.Canceled) && !strings.Contains(err.Error(), "was stopped after") {
		err = errors.New("stopped")
	}
	fmt.Fprintf(stderr, "coopgraph: %v\n", err)
	_, isUsage := errors.AsType[usageError](err)
	problem, isProblem := errors.AsType[*client.Error](err)
	if isUsage || graph.CodeOf(err) == graph.CodeInvalid || isProblem && problem.Code == client.CodeInvalid {
		return exitUsage
	}
	return exitFailed
}

// usageError is about how the command was called.
type usageError struct{ error }
