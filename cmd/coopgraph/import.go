package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/loader/archigos"
	"coopgraph/loader/atop"
	"coopgraph/loader/contiguity"
	"coopgraph/loader/countries"
	"coopgraph/loader/cowigo"
	"coopgraph/loader/csvmap"
	"coopgraph/loader/dataset"
	"coopgraph/loader/factbook"
	"coopgraph/loader/ftm"
	"coopgraph/loader/regional"
	"coopgraph/loader/states"
)

// format is an outside format that can be imported.
type format struct {
	importer dataset.Importer
	source   string // what SRC is
}

// formats are the outside formats by name.
var formats = map[string]format{
	"archigos":       {archigos.Import, "archigos.csv of Archigos 4.1, or the folder that it is in"},
	"atop":           {atop.Import, "atop_dyad_year.csv of the ATOP project, or the folder that it is in"},
	"cow-contiguity": {contiguity.Import, "contdir.csv of the Correlates of War project, or the folder that it is in"},
	"cow-igo":        {cowigo.Import, "folder with the two files of the COW data on organisations, version 3"},
	"countries":      {countries.Import, "countries.json of mledoze/countries"},
	"csv":            {csvmap.Import, "a mapping in YAML beside your CSV files, or a folder with mapping.yaml (docs/import.md)"},
	"factbook":       {factbook.Import, "factbook.zip, or the folder of country pages, of factbook/factbook.json"},
	"ftm":            {ftm.Import, "FollowTheMoney entities, one JSON object a line, such as OpenSanctions' (docs/import.md)"},
	"region":         {regional.Import, "a folder with nodes.csv, relationships.csv and sources.csv, as collected for the region"},
	"states":         {states.Import, "cow_states.csv of the Correlates of War project, or the folder that it is in"},
}

func importCommand() *cobra.Command {
	var known []string
	var list strings.Builder
	for _, name := range slices.Sorted(maps.Keys(formats)) {
		fmt.Fprintf(&list, "  %-16s %s\n", name, formats[name].source)
	}
	c := &cobra.Command{
		Use:   "import FORMAT SRC DEST",
		Short: "turn data of an outside format into a dataset folder, which load then takes",
		Long: "SRC is a file, a folder or a zip archive; files in it may be gzip or Zstandard. Nothing is written to\n" +
			"Neo4j. The same input gives the same bytes. What was merged, left out and counted stands in DEST/report.\n\n" +
			"FORMAT, and what SRC is:\n" + list.String(),
		Args: args(cobra.ExactArgs(3)),
		RunE: func(c *cobra.Command, given []string) error {
			f, ok := formats[given[0]]
			if !ok {
				return graph.Invalid("FORMAT", "%q is not a format", given[0]).
					WithAllowed(slices.Sorted(maps.Keys(formats))...)
			}
			in, err := dataset.OpenInput(given[1], known...)
			if err != nil {
				return err
			}
			folder, err := f.importer(c.Context(), in)
			if err := cmp.Or(err, in.Close()); err != nil {
				return fmt.Errorf("import %s: %w", given[1], err)
			}
			if err := folder.Write(given[2]); err != nil {
				return err
			}
			_, err = fmt.Fprint(c.OutOrStdout(), folder.Summary())
			return err
		},
	}
	c.Flags().StringArrayVar(&known, "known", nil,
		"a dataset folder whose officials may be the same people (may be repeated)")
	return c
}
