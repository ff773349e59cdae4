package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"coopgraph/api/format"
	"coopgraph/graph"
	"coopgraph/internal/hostile"
	"coopgraph/queries"
)

// expectation is what a judge of formats should find: items by the names of the API's JSON, without those that have no
// value. It lies beside the files as expected.json.
type expectation struct {
	Nodes         []hostile.Item `json:"nodes"`
	Relationships []hostile.Item `json:"relationships"`
	Claims        int            `json:"claims"`
}

func (e *expectation) write(dir string) error {
	return writeJSON(filepath.Join(dir, "expected.json"), e)
}

func writeJSON(path string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// writeSample writes the hostile graph, its citations and a table into a folder, in every format, with what to expect.
func writeSample(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	g := hostile.Graph()
	var e expectation
	e.Nodes, e.Relationships = hostile.Expected(&g)
	for i := range g.Relationships {
		e.Claims += len(g.Relationships[i].Claims)
	}
	head := format.Head{Title: `A sample of "hostile" <texts> & {signs}`, Question: "/v1/graph?x=%60`", Generator: "coopgraph verify",
		Permalink: "http://127.0.0.1/v1/graph?revision=7", Marker: graph.Marker{Epoch: "sample", Revision: 7}}
	for _, name := range format.GraphNames() {
		f, _ := format.Graph(name)
		err := writeFile(filepath.Join(dir, name), func(w io.Writer) error { return format.WriteGraph(f.New(w), head, &g) })
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	cited := &format.Cited{Head: head, LinkedRevision: 6, Day: graph.MustDate("2026-11-27"), Graph: g, Sources: hostile.Sources(),
		Datasets: hostile.Datasets()}
	for _, name := range format.CitationNames() {
		f, _ := format.Citation(name)
		if err := writeFile(filepath.Join(dir, "cited-"+name), func(w io.Writer) error { return f.Write(w, cited) }); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return errors.Join(e.write(dir), writeJSON(filepath.Join(dir, "expected-sources.json"), hostile.Sources()), writeTables(dir, head))
}

// writeTables writes one table in every format for tables, and its rows as JSON.
func writeTables(dir string, head format.Head) error {
	columns := []queries.Column{{Name: "text", Type: queries.String}, {Name: "whole", Type: queries.Integer}, {Name: "number", Type: queries.Number},
		{Name: "truth", Type: queries.Boolean}, {Name: "since", Type: queries.Date}, {Name: "entity", Type: queries.Entity}, {Name: "list", Type: queries.List}}
	var rows, expected [][]any
	g := hostile.Graph()
	for i, s := range hostile.Texts() {
		if i%4 == 3 {
			rows, expected = append(rows, make([]any, len(columns))), append(expected, make([]any, len(columns)))
			continue
		}
		e := g.Nodes[i].Entity
		rows = append(rows, []any{s, int64(i), float64(i) / 8, i%2 == 0, graph.Year(1900 + i), e, []any{s, nil, int64(i)}})
		expected = append(expected, []any{s, i, float64(i) / 8, i%2 == 0, fmt.Sprint(1900 + i), e.ID, []any{s, nil, fmt.Sprint(i)}})
	}
	for _, name := range format.TableNames() {
		f, _ := format.Table(name)
		err := writeFile(filepath.Join(dir, "table-"+name), func(w io.Writer) error {
			return format.WriteTable(f.New(w), head, columns, queries.Result{Rows: rows, Complete: true, Marker: head.Marker})
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return writeJSON(filepath.Join(dir, "expected-rows.json"), expected)
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	return errors.Join(write(w), w.Flush(), file.Close())
}

// exportFormats has the server write the whole graph in every format, and says what to expect of them by its own JSON,
// which the other judges have looked through.
func (s *server) exportFormats(ctx context.Context, export, dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for _, name := range format.GraphNames() {
		if err := s.download(ctx, "/v1/graph?format="+name, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(export)
	if err != nil {
		return err
	}
	var document struct {
		Graph struct{ Nodes, Relationships []hostile.Item }
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("%s: %w", export, err)
	}
	e := expectation{Nodes: document.Graph.Nodes, Relationships: document.Graph.Relationships}
	for _, n := range e.Nodes {
		drop(n)
	}
	for _, r := range e.Relationships {
		e.Claims += ofClaims(r)
		drop(r)
	}
	return e.write(dir)
}

// drop takes out what has no value.
func drop(it hostile.Item) {
	for name, v := range it {
		if m, ok := v.(map[string]any); v == nil || ok && len(m) == 0 {
			delete(it, name)
		}
	}
}

// ofClaims puts sources and datasets in the place of the claims, which it counts.
func ofClaims(r hostile.Item) int {
	claims, _ := r["claims"].([]any)
	sources, datasets := map[string]any{}, map[string]any{}
	for _, c := range claims {
		claim, _ := c.(map[string]any)
		datasets[fmt.Sprint(claim["dataset"])] = nil
		if claim["withdrawn"] != true && claim["withdraws"] == nil && claim["source"] != "" {
			sources[fmt.Sprint(claim["source"])] = nil
		}
	}
	delete(r, "claims")
	r["sources"], r["datasets"] = slices.Sorted(maps.Keys(sources)), slices.Sorted(maps.Keys(datasets))
	return len(claims)
}
