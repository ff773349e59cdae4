package mcp

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"coopgraph/graph"
)

type entityInput struct {
	Entity string `json:"entity"`
}

type entityAnswer struct {
	state
	entityRef
	Type        string            `json:"type,omitempty" jsonschema:"finer than the kind"`
	Names       map[string]string `json:"names,omitempty" jsonschema:"by language"`
	Aliases     []string          `json:"aliases,omitempty"`
	Codes       map[string]string `json:"codes,omitempty" jsonschema:"by scheme"`
	Formerly    []string          `json:"formerly,omitempty" jsonschema:"ids that it had before"`
	Description string            `json:"description,omitempty"`
	Since       string            `json:"since,omitempty"`
	Until       string            `json:"until,omitempty"`
	Capital     string            `json:"capital,omitempty"`
	Latitude    *float64          `json:"latitude,omitempty"`
	Longitude   *float64          `json:"longitude,omitempty"`
	URL         string            `json:"url,omitempty"`
	Neighbours  int               `json:"neighbours"`
	Ties        []tieCount        `json:"ties" jsonschema:"which neighbours these are: those of which there are fewest first"`
	Datasets    []string          `json:"datasets" jsonschema:"those that name it"`
	cited
}

// tieCount is how many neighbours of one sort an entity has: what a neighbourhood would bring.
type tieCount struct {
	Type       string `json:"type"`
	Direction  string `json:"direction" jsonschema:"as seen from the entity; any for types that mean the same both ways"`
	Kind       string `json:"kind" jsonschema:"of the neighbours"`
	Neighbours int    `json:"neighbours"`
}

func (s *Server) addEntity() {
	add(s, tool[entityInput, *entityAnswer]{
		name: "entity", title: "What is known of an entity itself",
		description: "Say what is known of one entity itself: kind, names, codes, description, dates, by which sources, and how many " +
			"neighbours of which sort it has. Its ties themselves are what neighbourhood and timeline tell.",
		arguments: arguments{required(text("entity", "A name, an id (country:aze) or a code (iso3:AZE)."))},
		answer:    s.describe,
	})
}

func (s *Server) describe(ctx context.Context, in entityInput) (*entityAnswer, error) {
	id, err := s.entity(ctx, "entity", in.Entity)
	if err != nil {
		return nil, err
	}
	e, err := s.Reader.Entity(ctx, id)
	if err != nil {
		return nil, about("entity", err)
	}
	a := &entityAnswer{entityRef: entityRef{e.ID, e.Name, string(e.Kind)}, Type: e.Type, Names: e.Names, Aliases: e.Aliases,
		Codes: e.Codes, Formerly: e.Formerly, Description: e.Description, Since: e.Since.String(), Until: e.Until.String(), Capital: e.Capital,
		Latitude: e.Latitude, Longitude: e.Longitude, URL: e.URL, Neighbours: e.Degree, Ties: []tieCount{}, Datasets: notNil(e.Datasets())}
	if a.cited, err = s.cite(ctx, slices.Clone(e.Sources)); err != nil {
		return nil, err
	}
	counted, err := s.Reader.Ties(ctx, graph.TiesQuery{ID: id})
	if err != nil {
		return nil, err
	}
	for _, t := range counted.Ties {
		a.Ties = append(a.Ties, tieCount{string(t.Type), string(t.Direction), string(t.Kind), t.Neighbours})
	}
	a.state = s.state(counted.Marker)
	return a, nil
}

func (a *entityAnswer) text() string {
	var w words
	w.line("%s: %s", a.full(), strings.Join(slices.DeleteFunc([]string{a.Kind, a.Type}, func(t string) bool { return t == "" }), ", "))
	if a.Description != "" {
		w.line("%s", a.Description)
	}
	for _, field := range []struct{ name, value string }{
		{"Also called", strings.Join(a.Aliases, "; ")}, {"In other languages", pairsText(a.Names)}, {"Codes", pairsText(a.Codes)},
		{"Formerly", strings.Join(a.Formerly, ", ")},
		{"Since", a.Since}, {"Until", a.Until}, {"Capital", a.Capital}, {"Page", a.URL},
		{"Neighbours", fmt.Sprint(a.Neighbours)}, {"Datasets", strings.Join(a.Datasets, ", ")}} {
		if field.value != "" {
			w.line("%s: %s", field.name, field.value)
		}
	}
	if len(a.Ties) > 0 {
		w.line("\nTies, as neighbourhood tells them with these types, direction and kinds")
	}
	for _, t := range a.Ties {
		w.line("- %s %s: %s of the kind %s", t.Type, t.Direction, plural(t.Neighbours, "neighbour"), t.Kind)
	}
	return w.end(a.state, a.cited)
}

func pairsText(m map[string]string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, key+" "+m[key])
	}
	return strings.Join(parts, "; ")
}
