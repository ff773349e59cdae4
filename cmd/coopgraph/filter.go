package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

// filterFlags are the flags of a filter, named like the API's parameters with hyphens.
type filterFlags struct{ client.Filter }

// flags adds those that make sense for a command.
func (f *filterFlags) flags(c *cobra.Command, without ...string) {
	lists := []struct {
		name    string
		into    *[]string
		meaning string
		values  []string
	}{
		{"types", &f.Types, "only these relationship types", graph.TypeNames()},
		{"not-types", &f.NotTypes, "none of these relationship types", graph.TypeNames()},
		{"kinds", &f.Kinds, "only these kinds of node between or beside those asked about", graph.KindNames()},
		{"via-kinds", &f.ViaKinds, "pass only through these kinds", graph.KindNames()},
		{"source", &f.Sources, "only claims of these sources", nil},
		{"dataset", &f.Datasets, "only claims of these datasets", nil},
		{"avoid", &f.Avoid, "nodes to go round, by name, id or code", nil},
	}
	for _, l := range lists {
		if !slices.Contains(without, l.name) {
			c.Flags().StringSliceVar(l.into, l.name, nil, l.meaning)
			completeFlag(c, l.name, l.values)
		}
	}
	texts := []struct {
		name    string
		into    *string
		meaning string
		values  []string
	}{
		{"direction", &f.Direction, "any, out or in (default any)", graph.Directions()},
		{"as-of", &f.AsOf, "only what holds on this date (2024, 2024-06 or 2024-06-27)", nil},
		{"from-date", &f.FromDate, "only what holds on this date or later", nil},
		{"to-date", &f.ToDate, "only what holds on this date or earlier", nil},
		{"undated", &f.Undated, "what has no beginning, before it was first observed: drop or keep (default drop)", []string{"drop", "keep"}},
		{"min-confidence", &f.MinConfidence, "documented, reported or inferred", graph.ConfidenceNames()},
	}
	for _, t := range texts {
		if !slices.Contains(without, t.name) {
			c.Flags().StringVar(t.into, t.name, "", t.meaning)
			completeFlag(c, t.name, t.values)
		}
	}
	if !slices.Contains(without, "max-degree") {
		c.Flags().IntVar(&f.MaxDegree, "max-degree", 0, "pass only through nodes of at most this degree (0: any)")
	}
}

// filter is the filter as it was given, with the ids of what is avoided by name.
func (f *filterFlags) filter(ctx context.Context, s *session) (client.Filter, error) {
	out := f.Filter
	var err error
	out.Avoid, err = s.find(ctx, f.Avoid...)
	return out, err
}

// about gives the ids of the entities that a question is about, and its filter.
func (f *filterFlags) about(ctx context.Context, s *session, entities []string) ([]string, client.Filter, error) {
	ids, err := s.find(ctx, entities...)
	if err != nil {
		return nil, client.Filter{}, err
	}
	filter, err := f.filter(ctx, s)
	return ids, filter, err
}
