package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/loader"
)

func checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check DATASET",
		Short: "check a dataset folder and list every problem",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, names []string) error {
			return checkFolder(c, names[0])
		},
	}
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
