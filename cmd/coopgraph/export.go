package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"coopgraph/loader/export"
)

func exportCommand(s *settings) *cobra.Command {
	var o export.Options
	c := &cobra.Command{
		Use:   "export DEST",
		Short: "write the graph back as dataset folders, which load then takes",
		Long: "Each dataset of the graph gets a folder of its name in DEST, which must not exist yet or be empty. What is\n" +
			"loaded elsewhere with `coopgraph load DEST` is the same graph, property by property. The same graph gives\n" +
			"the same bytes. Files for people beside a dataset, such as ORIGIN.md, are not in the graph.",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			ctx := c.Context()
			db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			summary, err := export.Write(ctx, db, given[0], o)
			if err != nil {
				return err
			}
			return printExport(c.OutOrStdout(), given[0], summary)
		},
	}
	c.Flags().StringArrayVar(&o.Datasets, "dataset", nil, "only this dataset (may be repeated)")
	return c
}

func printExport(w io.Writer, dest string, s export.Summary) error {
	fmt.Fprintf(w, "Exported revision %d of the graph to %s:\n", s.Revision, dest)
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, d := range s.Datasets {
		fmt.Fprintf(table, "  %s\t%d entities, %d relationships with %d claims, %d sources\n",
			d.Name, d.Entities, d.Relationships, d.Claims, d.Sources)
	}
	return table.Flush()
}
