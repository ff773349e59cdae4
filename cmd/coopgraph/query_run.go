package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/queries"
)

// runCommand is the command that runs one query, with a flag for each of its parameters.
func runCommand(s *settings, q queries.Query) *cobra.Command {
	var o queryOptions
	given := map[string]string{}
	c := &cobra.Command{
		Use: q.Name, Short: q.Title, Long: queryHelp(q), Example: queryExample(q), Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			values, err := pairs(o.params)
			if err != nil {
				return err
			}
			for name := range given {
				if _, twice := values[name]; twice {
					return usageError{fmt.Errorf("%s is given twice, with -p and as a flag", name)}
				}
			}
			maps.Copy(values, given)
			return withCatalogue(c, s, o.folders, func(catalogue *queries.Catalogue) error {
				result, err := catalogue.Run(c.Context(), q.Name, values)
				if err != nil {
					return err
				}
				return printTable(c.OutOrStdout(), o.format, result)
			})
		},
	}
	c.Flags().SortFlags = false // the parameters first, in the order of the header
	for _, p := range q.Params {
		name := flagName(p.Name)
		flag := c.Flags().VarPF(&argument{p, given}, name, "", flagUsage(p))
		if p.Type == queries.Boolean {
			flag.NoOptDefVal = "true"
		}
		_ = c.RegisterFlagCompletionFunc(name, completeParam(s, p)) // it fails for a flag that is not there
	}
	o.flags(c.Flags())
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]cobra.Completion{"table", "csv", "json"},
		cobra.ShellCompDirectiveNoFileComp))
	return c
}

// flagName is a parameter's name as flags are written.
func flagName(param string) string { return strings.ReplaceAll(param, "_", "-") }

// argument is the flag of a parameter. A list may be given in several parts.
type argument struct {
	param queries.Param
	given map[string]string
}

func (a *argument) String() string { return cmp.Or(a.given[a.param.Name], a.param.Default) }

func (a *argument) Type() string { return string(a.param.Type) }

func (a *argument) Set(value string) error {
	before, again := a.given[a.param.Name]
	switch {
	case again && !a.param.IsList():
		return fmt.Errorf("it is given twice")
	case again:
		value = before + "," + value
	}
	a.given[a.param.Name] = value
	return nil
}

func flagUsage(p queries.Param) string {
	usage := p.Description
	if len(p.Allowed) > 0 {
		usage += " Allowed: " + strings.Join(p.Allowed, ", ") + "."
	}
	if p.Required {
		usage += " (required)"
	}
	return usage
}

// queryHelp says what a query answers, with its columns.
func queryHelp(q queries.Query) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n\n%s\n\nColumns:\n", q.Title, q.Description)
	table := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, c := range q.Columns {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", c.Name, c.Type, c.Description)
	}
	_ = table.Flush() // a strings.Builder takes everything
	fmt.Fprintf(&b, "\nAt most %d rows, within %s.", q.RowLimit, q.TimeLimit)
	return b.String()
}

// queryExample is the command line of the query's example.
func queryExample(q queries.Query) string {
	if len(q.Example) == 0 {
		return ""
	}
	return "  " + queries.CommandLine(q)
}

func printTable(w io.Writer, format string, r queries.Result) error {
	rows := make([][]string, len(r.Rows))
	for i, row := range r.Rows {
		for _, v := range row {
			rows[i] = append(rows[i], queries.CellText(v))
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
