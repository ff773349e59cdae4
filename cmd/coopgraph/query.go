package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/queries"
)

func queryCommand(s *settings) *cobra.Command {
	var params, folders []string
	var format string
	c := &cobra.Command{
		Use:   "query [NAME]",
		Short: "run a canned query, or list them where none is named",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, names []string) error {
			ctx := c.Context()
			given, err := pairs(params)
			if err != nil {
				return err
			}
			db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			catalogue, err := queries.Open(ctx, db, db.Resolve, queries.Options{Folders: folders})
			if err != nil {
				return err
			}
			if len(names) == 0 {
				return listQueries(c.OutOrStdout(), catalogue)
			}
			result, err := catalogue.Run(ctx, names[0], given)
			if err != nil {
				return err
			}
			return printTable(c.OutOrStdout(), format, result)
		},
	}
	c.Flags().StringArrayVarP(&params, "param", "p", nil, "a parameter, as key=value; may be repeated")
	c.Flags().StringSliceVar(&folders, "queries", nil, "folders with *.cypher files of your own")
	c.Flags().StringVar(&format, "format", "table", "table, csv or json")
	return c
}

func pairs(params []string) (map[string]string, error) {
	given := map[string]string{}
	for _, p := range params {
		key, value, ok := strings.Cut(p, "=")
		if !ok {
			return nil, usageError{fmt.Errorf("-p %s: write key=value", p)}
		}
		if _, twice := given[key]; twice {
			return nil, usageError{fmt.Errorf("-p %s is given twice", key)}
		}
		given[key] = value
	}
	return given, nil
}

func listQueries(w io.Writer, catalogue *queries.Catalogue) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, q := range catalogue.List() {
		var params []string
		for _, p := range q.Params {
			text := p.Name
			if !p.Required {
				text = "[" + text + "]"
			}
			params = append(params, text)
		}
		title := q.Title
		if q.Broken != "" {
			title = "broken: " + q.Broken
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", q.Name, strings.Join(params, " "), title)
	}
	return table.Flush()
}

func printTable(w io.Writer, format string, r queries.Result) error {
	rows := make([][]string, len(r.Rows))
	for i, row := range r.Rows {
		for _, v := range row {
			rows[i] = append(rows[i], cell(v))
		}
	}
	switch format {
	case "json":
		return writeJSON(w, map[string]any{"query": r.Query, "columns": r.Columns, "rows": rows, "complete": r.Complete})
	case "csv":
		out := csv.NewWriter(w)
		if err := out.Write(r.Columns); err != nil {
			return err
		}
		for _, row := range rows {
			for i := range row {
				row[i] = queries.Inert(row[i])
			}
		}
		return out.WriteAll(rows)
	case "table":
		table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		fmt.Fprintln(table, strings.Join(r.Columns, "\t"))
		for _, row := range rows {
			fmt.Fprintln(table, strings.Join(row, "\t"))
		}
		if err := table.Flush(); err != nil {
			return err
		}
		if !r.Complete {
			fmt.Fprintf(w, "(the first %d rows; there are more)\n", len(rows))
		}
		return nil
	}
	return graph.Invalid("--format", "%q is not a format", format).WithAllowed("table", "csv", "json")
}

// cell writes a value for people.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case graph.Entity:
		return v.Name + " (" + v.ID + ")"
	case graph.Relationship:
		return v.ID()
	case graph.Source:
		return v.ID
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = cell(item)
		}
		return strings.Join(parts, ", ")
	}
	return strings.ReplaceAll(fmt.Sprint(v), "\n", " ")
}
