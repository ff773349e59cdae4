package main

import (
	"github.com/spf13/cobra"

	"coopgraph/loader"
)

func unloadCommand(s *settings) *cobra.Command {
	var dryRun bool
	c := &cobra.Command{
		Use:   "unload NAME",
		Short: "take a dataset away again, and leave what others claim",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, names []string) error {
			ctx := c.Context()
			db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			summary, err := loader.Unload(ctx, db, names[0], options(dryRun, c.ErrOrStderr()))
			if err != nil {
				return err
			}
			_, err = summary.WriteTo(c.OutOrStdout())
			return err
		},
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "show what would go and remove nothing")
	return c
}
