package main

import (
	"io"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/graph/csr"
)

func snapshotCommand(s *settings) *cobra.Command {
	var from []string
	c := &cobra.Command{
		Use:   "snapshot FILE",
		Short: "write the graph into one file, from which `serve --from` answers without Neo4j",
		Long: "The file is a copy of the whole graph in the form in which it lies in memory, and is read many times as fast\n" +
			"as what it was made of. It is for this version of the program and this kind of machine; `export` writes what lasts.",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, given []string) error {
			ctx := c.Context()
			var model *csr.Model
			var err error
			if len(from) > 0 {
				model, err = readFrom(ctx, from, c.ErrOrStderr())
			} else {
				db, disconnect, connectErr := s.connect(ctx, c.ErrOrStderr())
				if connectErr != nil {
					return connectErr
				}
				defer disconnect()
				model, err = csr.Build(ctx, db)
			}
			if err != nil {
				return err
			}
			if marker, err := model.Marker(ctx); err != nil || marker.Loading {
				return &graph.Error{Code: graph.CodeBusy, Err: err,
					Message: "a load is under way or was cut short, so that half of it may have been read; try again after it"}
			}
			if err := model.WriteSnapshot(given[0]); err != nil {
				return err
			}
			_, err = io.WriteString(c.OutOrStdout(), snapshotText(model, given[0]))
			return err
		},
	}
	fromFlag(c.Flags(), &from)
	return c
}
