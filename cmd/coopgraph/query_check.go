package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"coopgraph/queries"
)

func queryNewCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "new NAME",
		Short: "write a query to begin with, which explains itself and runs as it is",
		Long: "Writes NAME.cypher with every field of a header, a remark on each, and a statement that runs as it is. A file that\n" +
			"is there already stays as it is.",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, names []string) error {
			path, err := queries.New(dir, names[0])
			if err != nil {
				return err
			}
			dir := filepath.Dir(path)
			fmt.Fprintf(c.OutOrStdout(), "Wrote %s. Change it, then:\n\n  %[2]s query check %[3]s\n  %[2]s query %[4]s --queries %[3]s --help\n",
				path, os.Args[0], dir, names[0])
			return nil
		},
	}
	c.Flags().StringVar(&dir, "dir", ".", "the folder to write it into")
	return c
}

func queryCheckCommand(s *settings) *cobra.Command {
	var offline bool
	c := &cobra.Command{
		Use:   "check DIR",
		Short: "check a folder of queries against a running Neo4j, and show their plans",
		Long: "Checks every query of a folder: its header, its words, and, on a Neo4j that is running, its plan. For each file it says\n" +
			"ok or broken, with file, line and reason; shows the plan's steps with the rows that Neo4j expects of each, those that\n" +
			"feed a step below it; and warns where a plan reads all nodes or relationships, or makes every pair of two lists.\n\n" +
			"Exit codes: 0 all queries are in order, warnings or not; 1 one is broken, or no Neo4j could be asked; 2 the folder\n" +
			"cannot be read. With --offline header and words are enough, and no Neo4j is asked.",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, dirs []string) error { return checkQueries(c, s, dirs[0], offline) },
	}
	c.Flags().BoolVar(&offline, "offline", false, "check header and words alone")
	return c
}

var errBroken = errors.New("not all queries can be run")

func checkQueries(c *cobra.Command, s *settings, dir string, offline bool) error {
	var found []queries.Query
	collect := func(all []queries.Query) {
		for _, q := range all {
			if q.Own {
				found = append(found, q)
			}
		}
	}
	own, err := queries.OwnAll([]string{dir})
	if err != nil {
		return err
	}
	var away error
	if !offline {
		away = withCatalogue(c, s, []string{dir}, func(catalogue *queries.Catalogue) error {
			err := catalogue.CheckOwn(c.Context())
			collect(catalogue.List())
			return err
		})
	}
	if offline || away != nil {
		found = own
	}
	out := bufio.NewWriter(c.OutOrStdout())
	broken := 0
	for _, q := range found {
		if q.Broken != "" {
			broken++
		}
		fmt.Fprint(out, q.CheckText())
	}
	fmt.Fprintf(out, "%s in %s, %d broken\n", plural(len(found), "file"), dir, broken)
	if err := out.Flush(); err != nil {
		return err
	}
	if broken > 0 {
		return errBroken
	}
	if away != nil {
		return fmt.Errorf("the plans were not checked: %w; --offline takes header and words for enough", away)
	}
	return nil
}

func queryDocsCommand(s *settings) *cobra.Command {
	var folders []string
	c := &cobra.Command{
		Use:   "docs",
		Short: "write the documentation of all queries in Markdown, with the answers to their examples",
		Long: "Writes Markdown that tells of every query what it answers, its parameters, columns and Cypher, and how its example\n" +
			"is answered by the Neo4j that is running.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return withCatalogue(c, s, folders, func(catalogue *queries.Catalogue) error {
				answered, err := catalogue.Examples(c.Context())
				if err != nil {
					return err
				}
				return queries.WriteDocs(c.OutOrStdout(), answered)
			})
		},
	}
	foldersFlag(c.Flags(), &folders)
	return c
}
