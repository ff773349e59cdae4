package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func connectCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.ConnectQuestion
	c := &cobra.Command{
		Use:   "connect ENTITY ENTITY ENTITY...",
		Short: "say through what several entities hang together, in few steps",
		Long:  "ENTITY is a name, an id (country:aze) or a code with its scheme (iso3:AZE); " + fmt.Sprintf("%d to %d of them.", graph.MinConnectIDs, graph.MaxConnectIDs),
		Args:  args(cobra.RangeArgs(graph.MinConnectIDs, graph.MaxConnectIDs)),
		RunE: func(c *cobra.Command, entities []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				var err error
				if q.IDs, q.Filter, err = f.about(ctx, s, entities); err != nil {
					return err
				}
				return answered(ctx, s, q, func(ctx context.Context) (*client.ConnectAnswer, error) { return s.Connect(ctx, q) },
					func(w io.Writer, a *client.ConnectAnswer) (bool, error) { return s.showConnect(ctx, w, a) })
			})
		},
	}
	f.flags(c, "direction")
	a.flags(c, citedFormats)
	a.completeEntities(c, graph.MaxConnectIDs)
	return c
}

func (s *session) showConnect(ctx context.Context, w io.Writer, a *client.ConnectAnswer) (bool, error) {
	if !a.Joined {
		g := showing(&a.Graph)
		fmt.Fprintln(w, "Not all of them are joined; these hang together:")
		for _, group := range a.Groups {
			fmt.Fprintf(w, "- %s\n", g.names(group))
		}
		if !a.Complete {
			fmt.Fprintln(w, "(the search ended at its budget; narrow the question)")
		}
		return false, nil
	}
	how := "nothing joins them in fewer"
	if text(a.Method) != string(graph.Exact) {
		how = fmt.Sprintf("at most %.4g times as many as needed", a.Bound)
	}
	fmt.Fprintf(w, "%s join them, cost %s; %s\n", plural(a.Hops, "step"), a.Cost, how)
	for _, step := range a.Steps {
		fmt.Fprintf(w, "- %s\n", step.Text)
	}
	loadingNote(w, a.Loading)
	return true, s.listSources(ctx, w, a.Graph.Relationships)
}
