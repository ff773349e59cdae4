package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/internal/version"
)

func rootCommand(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "coopgraph",
		Short: "How are these actors connected, since when, through what, and who says so?",
		Long: "coopgraph keeps regional cooperation networks in Neo4j and answers path and neighbourhood questions.\n" +
			"Every flag that names an environment variable takes its default from it.",
		SilenceErrors: true, SilenceUsage: true, Version: version.Version,
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see %s --help", err, c.CommandPath())}
	})
	var s settings
	s.flags(root.PersistentFlags())
	root.AddGroup(&cobra.Group{ID: "ask", Title: "Ask:"}, &cobra.Group{ID: "serve", Title: "Serve:"}, &cobra.Group{ID: "data", Title: "Data:"})
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("ask", searchCommand(&s), entityCommand(&s), pathCommand(&s), neighbourhoodCommand(&s), connectCommand(&s), commonCommand(&s),
		distancesCommand(&s), timelineCommand(&s), diffCommand(&s), sourceCommand(&s), graphCommand(&s), queryCommand(&s))
	add("serve", upCommand(&s), serveCommand(&s), mcpCommand(&s))
	add("data", loadCommand(&s), unloadCommand(&s), upgradeCommand(&s), importCommand(), exportCommand(&s), snapshotCommand(&s), checkCommand(&s))
	root.AddCommand(versionCommand(), exitCodesTopic())
	return root
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "say which version this is", Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "coopgraph %s (commit %s)\n", version.Version, version.Commit)
			return err
		},
	}
}

// args makes a wrong number of arguments a usage error.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, given []string) error {
		if err := check(c, given); err != nil {
			return usageError{fmt.Errorf("%w; see %s --help", err, c.CommandPath())}
		}
		return nil
	}
}
