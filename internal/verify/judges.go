package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"coopgraph/internal/nodeenv"
	"coopgraph/internal/pyenv"
)

//go:embed node
var nodeFiles embed.FS

// judgeFormats opens every format in the libraries that it is for: a small graph of hostile texts, and the whole graph of
// the server.
func judgeFormats(ctx context.Context, s settings, server *server, export string, stdout, stderr io.Writer) error {
	dir := filepath.Join(s.dir, "formats")
	py, err := pyenv.SetUp(ctx, pyenv.Options{Dir: dir, What: "the judges of formats", Scripts: files,
		Requirements: "requirements-formats.txt", Probe: "import networkx, pandas, pyarrow, rdflib", Stdout: stdout, Stderr: stderr})
	if err != nil {
		return err
	}
	scripts, err := fs.Sub(nodeFiles, "node")
	if err != nil {
		return err
	}
	node, err := nodeenv.SetUp(ctx, nodeenv.Options{Dir: filepath.Join(dir, "node"), What: "the judges of formats", Scripts: scripts,
		Stdout: stdout, Stderr: stderr})
	if err != nil {
		return err
	}
	sample, whole, around := filepath.Join(py.Dir(), "sample"), filepath.Join(py.Dir(), "whole"), filepath.Join(py.Dir(), "around")
	if err := writeSample(sample); err != nil {
		return err
	}
	expected, err := server.exportFormats(ctx, "/v1/graph?", export, whole)
	if err != nil {
		return err
	}
	if err := server.exportCited(ctx, expected, around); err != nil {
		return err
	}
	var found error
	for _, part := range []struct{ folder, what string }{
		{sample, "A graph of hostile texts"}, {around, "What is around the best connected entity of http://" + s.addr},
		{whole, "The whole graph of http://" + s.addr},
	} {
		fmt.Fprintf(stdout, "\n%s, opened in the libraries of each format.\n\n%-58s%10s%8s\n", part.what, "opened", "how many", "differ")
		found = errors.Join(found, judged(py.Run(ctx, nil, "python", py.Script("formats.py"), part.folder)),
			judged(node.Run(ctx, "formats.mjs", part.folder)))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(found, judgeCypher(ctx, []string{sample, around, whole}, stdout, stderr))
}
