package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/graph/bolt"
	"coopgraph/internal/version"
)

func upgradeCommand(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "upgrade",
		Short: "bring a graph that an older version wrote to the form of this one",
		Long: "A graph has the version of its form. This program loads into a graph of its own version alone, and brings an\n" +
			"older one up with this command, after which older programs refuse it. `up` does the same by itself. Nothing is\n" +
			"lost, and cut short it may be run again.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			db, disconnect, err := s.connect(c.Context(), c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			return upgrade(c.Context(), db, c.OutOrStdout(), true)
		},
	}
}

// upgrade brings the graph up, and tells; where there was nothing to do only if it is asked to.
func upgrade(ctx context.Context, db *bolt.DB, stdout io.Writer, always bool) error {
	from, to, err := db.Upgrade(ctx, "coopgraph "+version.Version)
	switch {
	case err != nil:
		return err
	case from != to:
		fmt.Fprintf(stdout, "Upgraded the graph from schema %d to %d.\n", from, to)
	case always && to == 0:
		fmt.Fprintln(stdout, "The graph is empty; the first load makes its schema.")
	case always:
		fmt.Fprintf(stdout, "The graph has schema %d already.\n", to)
	}
	return nil
}
