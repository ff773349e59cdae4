package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/queries"
)

// runCommand is the command that runs one query, with a flag for each of its parameters.
func runCommand(s *settings, q queries.Query) *cobra.Command {
	var o queryOptions
	given := map[string]string{}
	c := &cobra.Command{
		Use: q.Name, Short: q.Title, Long: queryHelp(q), Example: queryExample(q), Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.complete(c.Flags(), s); err != nil {
				return err
			}
			values, err := pairs(o.params)
			if err != nil {
				return err
			}
			for name, value := range given {
				if _, twice := values[name]; twice {
					return usageError{fmt.Errorf("%s is given twice, with -p and as a flag", name)}
				}
				values[name] = value
			}
			return o.run(c, func(ctx context.Context, s *session) error {
				run := client.QueryRun{Name: q.Name, Args: values}
				return answered(ctx, s, run, func(ctx context.Context) (*client.QueryAnswer, error) { return s.RunQuery(ctx, run) }, showRows)
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
		_ = c.RegisterFlagCompletionFunc(name, o.completeParam(s, p)) // it fails for a flag that is not there
	}
	formats := tableFormats
	if q.Graph {
		formats = graphFormats
	}
	o.flags(c.Flags(), formats)
	o.form.completions(c)
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

// showRows prints the rows of an answer.
func showRows(w io.Writer, a *client.QueryAnswer) (bool, error) {
	t := newTable(w, a.Columns...)
	for _, row := range a.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = cellText(v)
		}
		t.row(cells...)
	}
	if err := t.Flush(); err != nil {
		return false, err
	}
	if !a.Complete {
		fmt.Fprintf(w, "(the first %d rows; there are more)\n", len(a.Rows))
	}
	loadingNote(w, a.Loading)
	return len(a.Rows) > 0, nil
}

// cellText is a value of an answer as a table shows it: of an entity its name and id, of what else has an id that.
func cellText(v any) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = cellText(item)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		id, hasID := v["id"].(string)
		if name, named := v["name"].(string); hasID && named {
			return name + " (" + id + ")"
		}
		if hasID {
			return id
		}
	}
	return queries.CellText(v)
}

// queryOf is a query as a server tells of it.
func queryOf(q client.Query) queries.Query {
	out := queries.Query{Name: q.Name, Title: q.Title, Description: text(q.Description), Group: text(q.Group), Graph: q.Graph, Cypher: q.Cypher,
		RowLimit: q.RowLimit, TimeLimit: time.Duration(q.TimeLimit * float64(time.Second)), Tags: q.Tags, Broken: text(q.Broken),
		Params: each(q.Params, func(p client.QueryParam) queries.Param {
			return queries.Param{Name: p.Name, Type: queries.Type(p.Type), Description: text(p.Description), Required: p.Required, Default: text(p.Default),
				Allowed: p.Allowed, EntityKind: text(p.EntityKind), Minimum: p.Minimum, Maximum: p.Maximum}
		}),
		Columns: each(q.Columns, func(c client.QueryColumn) queries.Column {
			return queries.Column{Name: c.Name, Type: queries.Type(text(c.Type)), Description: text(c.Description)}
		})}
	for _, p := range q.Params {
		if value, given := q.Example[p.Name]; given {
			out.Example = append(out.Example, queries.Argument{Name: p.Name, Value: value})
		}
	}
	return out
}

func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
