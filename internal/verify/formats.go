package main

import (
	"bufio"
	"cmp"
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
	return errors.Join(e.write(dir), writeJSON(filepath.Join(dir, "expected-sources.json"), titles(hostile.Sources())), writeTables(dir, head))
}

func titles(of []graph.Source) []source {
	out := make([]source, len(of))
	for i := range of {
		out[i] = source{of[i].ID, of[i].Title}
	}
	return out
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

// exportFormats has the server write a graph in every format, and says what to expect of them by the server's own JSON of
// it, which the other judges look through.
func (s *server) exportFormats(ctx context.Context, question, own, dir string) (*expectation, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	for _, name := range format.GraphNames() {
		if err := s.download(ctx, question+"format="+name, filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(own)
	if err != nil {
		return nil, err
	}
	var document struct {
		Graph struct{ Nodes, Relationships []hostile.Item }
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %w", own, err)
	}
	e := &expectation{Nodes: document.Graph.Nodes, Relationships: document.Graph.Relationships}
	for _, n := range e.Nodes {
		drop(n)
	}
	for _, r := range e.Relationships {
		e.Claims += ofClaims(r)
		drop(r)
	}
	return e, e.write(dir)
}

// citedNodes is how many neighbours the answer has that is cited.
const citedNodes = 200

// exportCited has the server write what is around the best connected entity in every format, citations included.
func (s *server) exportCited(ctx context.Context, whole *expectation, dir string) error {
	if len(whole.Nodes) == 0 {
		return errors.New("the graph has no entities, so that nothing can be cited")
	}
	hub := slices.MaxFunc(whole.Nodes, func(a, b hostile.Item) int {
		x, _ := a["degree"].(float64)
		y, _ := b["degree"].(float64)
		return cmp.Compare(x, y)
	})
	question := fmt.Sprintf("/v1/entities/%s/neighbourhood?limit=%d&", hub["id"], citedNodes)
	own := filepath.Join(dir, "json")
	if err := errors.Join(os.MkdirAll(dir, 0o750), s.download(ctx, question, own)); err != nil {
		return err
	}
	e, err := s.exportFormats(ctx, question, own, dir)
	if err != nil {
		return err
	}
	for _, name := range format.CitationNames() {
		if err := s.download(ctx, question+"format="+name, filepath.Join(dir, "cited-"+name)); err != nil {
			return err
		}
	}
	sources, err := s.sourcesOf(ctx, e)
	if err != nil {
		return err
	}
	return writeJSON(filepath.Join(dir, "expected-sources.json"), sources)
}

// source is what the judges want to know of one.
type source struct{ ID, Title string }

// sourcesOf asks for the sources of the relationships.
func (s *server) sourcesOf(ctx context.Context, e *expectation) ([]source, error) {
	ids := map[string]bool{}
	for _, r := range e.Relationships {
		of, _ := r["sources"].([]string)
		for _, id := range of {
			ids[id] = true
		}
	}
	var sources []source
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		body, err := s.get(ctx, "/v1/sources/"+id+"?limit=1")
		if err != nil {
			return nil, err
		}
		var answer struct{ Source source }
		err = json.NewDecoder(body).Decode(&answer)
		body.Close()
		if err != nil {
			return nil, fmt.Errorf("/v1/sources/%s: %w", id, err)
		}
		sources = append(sources, answer.Source)
	}
	return sources, nil
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
