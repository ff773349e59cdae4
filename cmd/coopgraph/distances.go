package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func distancesCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.DistancesQuestion
	c := &cobra.Command{
		Use:   "distances ENTITY ENTITY...",
		Short: "count the steps between each two of several entities",
		Long:  "ENTITY is a name, an id (country:aze) or a code with its scheme (iso3:AZE).",
		Args:  args(cobra.RangeArgs(2, graph.MaxDistanceIDs)),
		RunE: func(c *cobra.Command, entities []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				var err error
				if q.IDs, q.Filter, err = f.about(ctx, s, entities); err != nil {
					return err
				}
				return lookup(ctx, s, func(ctx context.Context) (*client.DistancesAnswer, error) { return s.Distances(ctx, q) }, showDistances)
			})
		},
	}
	f.flags(c)
	a.flags(c, plainFormats)
	a.completeEntities(c, graph.MaxDistanceIDs)
	return c
}

func showDistances(w io.Writer, a *client.DistancesAnswer) (bool, error) {
	t := newTable(w, append([]string{"from"}, a.Ids...)...)
	joined := false
	for i, from := range a.Ids {
		row := []string{from}
		for j, hops := range a.Hops[i] {
			joined = joined || i != j && hops >= 0
			row = append(row, hopsText(hops))
		}
		t.row(row...)
	}
	if err := t.Flush(); err != nil {
		return false, err
	}
	if !a.Complete {
		fmt.Fprintln(w, "(the search ended at its budget, ? is not known; narrow the question)")
	}
	loadingNote(w, a.Loading)
	return joined, nil
}

func hopsText(hops int) string {
	switch hops {
	case graph.Unreachable:
		return "-"
	case graph.NotSearched:
		return "?"
	}
	return strconv.Itoa(hops)
}
