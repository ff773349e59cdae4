package main

import (
	"context"

	"github.com/spf13/cobra"

	shapes "coopgraph/api/format"
	"coopgraph/client"
)

func graphCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	c := &cobra.Command{
		Use:   "graph",
		Short: "write the whole graph, or what of it passes the filter, for other programs",
		Long: "For Gephi (gexf, csv), NetworkX (graphml), Graphviz (dot), another Neo4j (cypher), web pages (graphology, cytoscape,\n" +
			"d3) and others. Dataset folders, which load takes back without loss, are what `export` writes.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				filter, err := f.filter(ctx, s)
				if err != nil {
					return err
				}
				return s.write(ctx, client.GraphQuestion{Filter: filter})
			})
		},
	}
	f.flags(c, "direction", "via-kinds", "max-degree")
	a.flags(c, append([]string{"json"}, shapes.GraphNames()...))
	return c
}
