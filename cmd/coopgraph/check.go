package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/graph/audit"
	"coopgraph/loader"
)

// shownFindings is how many findings of a sort are shown where nobody says.
const shownFindings = 20

func checkCommand(s *settings) *cobra.Command {
	var format string
	var limit int
	c := &cobra.Command{
		Use:   "check [DATASET]",
		Short: "check the running graph, or a dataset folder, and list every problem",
		Long: "Without DATASET the whole running graph is looked through: what somebody changed by hand, facts without a\n" +
			"source, claims that contradict each other, overlapping spells, members of what did not exist yet. Nothing is\n" +
			"written. The exit code is 1 where there is an error; warnings and notes are for you to judge.\n" +
			"With DATASET, a folder or the name of a bundled dataset, its files are checked and no Neo4j is needed.",
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, names []string) error {
			if format != "text" && format != "json" {
				return graph.Invalid("--format", "%q is not a format", format).WithAllowed("text", "json")
			}
			if limit < 0 {
				return graph.Invalid("--limit", "%d is out of range; give 0 for all, or a number", limit)
			}
			if len(names) == 0 {
				return checkGraph(c, s, format, limit)
			}
			if c.Flags().Changed("format") || c.Flags().Changed("limit") {
				return usageError{fmt.Errorf("--format and --limit are for the check of the running graph; leave out %s, or these",
					names[0])}
			}
			return checkFolder(c, names[0])
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json (of the running graph)")
	c.Flags().IntVar(&limit, "limit", shownFindings, "how many findings of a sort are shown; 0 shows all (of the "+
		"running graph)")
	return c
}

// checkGraph looks through the running graph.
func checkGraph(c *cobra.Command, s *settings, format string, limit int) error {
	ctx := c.Context()
	db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer disconnect()
	report, err := audit.Check(ctx, db, audit.Options{Limit: limit})
	if err != nil {
		return err
	}
	if format == "json" {
		err = writeJSON(c.OutOrStdout(), report)
	} else {
		_, err = report.WriteTo(c.OutOrStdout())
	}
	if err == nil && report.Errors > 0 {
		err = fmt.Errorf("the graph is not in order: %d of what was found are errors", report.Errors)
	}
	return err
}

// checkFolder checks a dataset folder, or each of a folder of such folders.
func checkFolder(c *cobra.Command, name string) error {
	datasets, err := openDatasets([]string{name})
	if err != nil {
		return err
	}
	for _, d := range datasets {
		if err := d.Check(c.Context()); err != nil {
			what := name
			if len(datasets) > 1 {
				what = d.Info.Name + " in " + name
			}
			return fmt.Errorf("the dataset %s has problems:\n%w", what, err)
		}
		if err := printInOrder(c.OutOrStdout(), d); err != nil {
			return err
		}
	}
	return nil
}

func printInOrder(w io.Writer, d *loader.Dataset) error {
	_, err := fmt.Fprintf(w, "%s is in order: %d entities, %d relationships with %d claims, %d sources\n",
		d.Info.Name, d.Info.Entities, d.Info.Relationships, d.Info.Claims, d.Info.Sources)
	return err
}
