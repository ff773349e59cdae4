package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/loader/countries"
	"coopgraph/loader/regional"
)

// importers turn an outside format into a dataset folder, and give notes on what they left out.
var importers = map[string]func(src, dest string) ([]string, error){
	"countries": countries.Import,
	"regional":  regional.Import,
}

func importCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FORMAT SRC DEST",
		Short: "turn data of an outside format into a dataset folder, which load then takes",
		Long: "Formats: countries (SRC is countries.json of mledoze/countries), regional (SRC is a folder with nodes.csv,\n" +
			"relationships.csv and sources.csv). Nothing is written to Neo4j. The same input gives the same bytes.",
		Args: args(cobra.ExactArgs(3)),
		RunE: func(c *cobra.Command, given []string) error {
			importer, ok := importers[given[0]]
			if !ok {
				return graph.Invalid("FORMAT", "%q is not a format", given[0]).
					WithAllowed(slices.Sorted(maps.Keys(importers))...)
			}
			notes, err := importer(given[1], given[2])
			for _, note := range notes {
				fmt.Fprintln(c.OutOrStdout(), note)
			}
			return err
		},
	}
}
