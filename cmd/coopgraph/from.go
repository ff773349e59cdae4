package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/pflag"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/graph/live"
	"coopgraph/internal/offline"
	"coopgraph/internal/version"
	"coopgraph/loader"
	"coopgraph/queries"
)

// fromFlag is what a command reads in place of Neo4j.
func fromFlag(f *pflag.FlagSet, from *[]string) {
	f.StringArrayVar(from, "from", nil, "read dataset folders as load takes them, bundled for the bundled ones, or a snapshot file, "+
		"in place of Neo4j (may be repeated)")
}

// serveFrom serves dataset folders or a snapshot, without Neo4j.
func serveFrom(ctx context.Context, from []string, web *webSettings, stderr io.Writer) error {
	listener, err := web.listen()
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // serving closes it first
	began := time.Now()
	model, err := readFrom(ctx, from, stderr)
	if err != nil {
		return err
	}
	live.Pace(model.Memory().Total())
	handler, err := web.handler(ctx, engine{reader: model}, nil, stderr)
	if err != nil {
		return err
	}
	nodes, relationships := model.Len()
	slog.New(slog.NewTextHandler(stderr, nil)).Info("serving without Neo4j", "address", listener.Addr().String(),
		"entities", nodes, "relationships", relationships, "read", time.Since(began).Round(time.Millisecond))
	return web.serve(ctx, listener, handler)
}

// bundled is the name of all bundled datasets together.
const bundled = "bundled"

// readFrom reads a snapshot where a single file is named, else datasets as load does.
func readFrom(ctx context.Context, from []string, stderr io.Writer) (*csr.Model, error) {
	if info, err := os.Stat(from[0]); err == nil && !info.IsDir() {
		if len(from) > 1 {
			return nil, graph.Invalid("--from", "%s is a file; a snapshot is served alone, and datasets are folders", from[0])
		}
		return csr.ReadSnapshot(from[0])
	}
	var names []string
	for _, name := range from {
		if name == bundled {
			names = append(names, data.Names()...)
			continue
		}
		names = append(names, name)
	}
	datasets, err := openDatasets(names)
	if err != nil {
		return nil, err
	}
	return offline.Read(ctx, datasets, loader.Options{Progress: stderr, Program: version.Version})
}

// noDatabase stands for the Neo4j that canned queries would run in.
type noDatabase struct{}

var _ graph.Statements = noDatabase{}

// Explain implements graph.Statements. The catalogue puts the check of a query off, and lists it.
func (noDatabase) Explain(context.Context, string) (graph.Plan, error) {
	return graph.Plan{}, graph.Unavailable(nil, "there is no Neo4j")
}

// Query implements graph.Statements.
func (noDatabase) Query(context.Context, string, map[string]any, func([]any) bool) ([]string, graph.Marker, error) {
	return nil, graph.Marker{}, graph.Unavailable(nil, "there is no Neo4j")
}

// listed is a catalogue of queries that cannot be run.
type listed struct{ *queries.Catalogue }

// Run implements api.Queries: an unknown query is told as ever, and for the others it says what is missing.
func (l listed) Run(ctx context.Context, name string, args map[string]string) (queries.Result, error) {
	result, err := l.Catalogue.Run(ctx, name, args)
	return result, withoutNeo4j(err)
}

// Stream implements api.Queries, as Run does.
func (l listed) Stream(ctx context.Context, name string, args map[string]string, begin func([]string) error,
	row func([]any) bool) (queries.Summary, error) {
	summary, err := l.Catalogue.Stream(ctx, name, args, begin, row)
	return summary, withoutNeo4j(err)
}

func withoutNeo4j(err error) error {
	if graph.CodeOf(err) != graph.CodeUnavailable {
		return err
	}
	return &graph.Error{Code: graph.CodeNotServed, Err: err, Message: "canned queries run in Neo4j, and this server " +
		"answers without one (serve --from); ask one that was started with `coopgraph up` or `coopgraph serve`"}
}

// snapshotText tells how a snapshot came about.
func snapshotText(m *csr.Model, path string) string {
	nodes, relationships := m.Len()
	return fmt.Sprintf("Wrote %d entities and %d relationships to %s; serve it with: %s serve --from %s\n", nodes, relationships,
		path, os.Args[0], path)
}
