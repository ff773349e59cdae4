package mcp

import (
	"context"
	"fmt"

	"coopgraph/graph"
)

type datasetsAnswer struct {
	state
	Datasets      []dataset      `json:"datasets"`
	Entities      map[string]int `json:"entities" jsonschema:"how many there are of each kind"`
	Relationships map[string]int `json:"relationships" jsonschema:"how many ties there are of each type"`
	Sources       int            `json:"sources"`
	Claims        int            `json:"claims"`
}

type dataset struct {
	Name          string `json:"name"`
	Title         string `json:"title"`
	Version       string `json:"version,omitempty"`
	Description   string `json:"description,omitempty"`
	Licence       string `json:"licence"`
	Citation      string `json:"citation,omitempty" jsonschema:"how it asks to be cited"`
	URL           string `json:"url,omitempty"`
	Entities      int    `json:"entities"`
	Relationships int    `json:"relationships"`
	Claims        int    `json:"claims"`
	Sources       int    `json:"sources"`
}

func (s *Server) addDatasets() {
	add(s, tool[struct{}, *datasetsAnswer]{
		name: "datasets", title: "What is in the graph",
		description: "List the datasets that the graph is made of, with their versions, terms and citations, and count what is in the " +
			"graph by kind and type.",
		answer: s.datasets,
	})
}

func (s *Server) datasets(ctx context.Context, _ struct{}) (*datasetsAnswer, error) {
	found, err := s.Reader.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	stats, err := s.Reader.Stats(ctx)
	if err != nil {
		return nil, err
	}
	a := &datasetsAnswer{state: s.state(stats.Marker), Datasets: []dataset{}, Entities: map[string]int{}, Relationships: map[string]int{},
		Sources: stats.Sources, Claims: stats.Claims}
	for _, d := range found {
		a.Datasets = append(a.Datasets, dataset{Name: d.Name, Title: d.Title, Version: d.Version, Description: d.Description,
			Licence: d.Licence, Citation: d.Citation, URL: d.URL, Entities: d.Entities, Relationships: d.Relationships,
			Claims: d.Claims, Sources: d.Sources})
	}
	for kind, n := range stats.Entities {
		a.Entities[string(kind)] = n
	}
	for t, n := range stats.Relationships {
		a.Relationships[string(t)] = n
	}
	return a, nil
}

func (a *datasetsAnswer) text() string {
	var w words
	w.line("Revision %d of the graph: %s from %s.", a.Revision, plural(a.Claims, "claim"), plural(a.Sources, "source"))
	for _, kind := range graph.KindNames() {
		if n := a.Entities[kind]; n > 0 {
			w.line("- %s: %d", kind, n)
		}
	}
	for _, t := range graph.TypeNames() {
		if n := a.Relationships[t]; n > 0 {
			w.line("- %s: %d", t, n)
		}
	}
	for i := range a.Datasets {
		w.line("\n%s", a.Datasets[i].paragraph())
	}
	return w.plain(a.state)
}

func (d *dataset) paragraph() string {
	text := fmt.Sprintf("%s: %s", d.Name, d.Title)
	if d.Version != "" {
		text += ", version " + d.Version
	}
	if d.Description != "" {
		text += "\n  " + d.Description
	}
	text += fmt.Sprintf("\n  %d entities, %d ties, %d claims, %d sources. Terms: %s", d.Entities, d.Relationships, d.Claims, d.Sources, d.Licence)
	if d.Citation != "" {
		text += "\n  Cite as: " + d.Citation
	}
	if d.URL != "" {
		text += "\n  " + d.URL
	}
	return text
}
