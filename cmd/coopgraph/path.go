package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

func pathCommand(s *settings) *cobra.Command {
	var q graph.PathQuery
	var f filterFlags
	var mode, rank string
	c := &cobra.Command{
		Use:   "path FROM TO",
		Short: "say in words how two entities are connected, with sources",
		Long:  "FROM and TO are names, ids (country:aze) or codes with their scheme (iso3:AZE).",
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, ends []string) error {
			filter, err := f.filter()
			if err != nil {
				return err
			}
			if q.K == 0 || q.MaxHops == 0 { // 0 would ask for the default
				return graph.Invalid("-k, --max-hops", "0 is out of range; give 1 or more")
			}
			q.Filter, q.Mode, q.Rank = filter, graph.Mode(mode), graph.Rank(rank)
			ctx, cancel := context.WithTimeout(c.Context(), graph.MaxDeadline)
			defer cancel()
			db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			if q.From, err = names.Find(ctx, db, ends[0]); err != nil {
				return err
			}
			if q.To, err = names.Find(ctx, db, ends[1]); err != nil {
				return err
			}
			answer, err := db.Paths(ctx, q)
			if err != nil {
				return err
			}
			return printPaths(ctx, c.OutOrStdout(), db, &q, answer)
		},
	}
	c.Flags().StringVar(&mode, "mode", string(graph.Best), "best or all-shortest")
	c.Flags().StringVar(&rank, "rank", string(graph.Specific), "specific (least shared first) or hops (fewest steps first)")
	c.Flags().IntVarP(&q.K, "k", "k", graph.DefaultK, fmt.Sprintf("how many paths, 1 to %d", graph.MaxK))
	c.Flags().IntVar(&q.MaxHops, "max-hops", graph.DefaultMaxHops, fmt.Sprintf("greatest number of steps, 1 to %d", graph.MaxMaxHops))
	c.Flags().BoolVar(&q.Concurrent, "concurrent", false, "only paths whose steps may all hold on one day")
	f.flags(c.Flags())
	return c
}

func printPaths(ctx context.Context, w io.Writer, r graph.Reader, q *graph.PathQuery, a graph.PathAnswer) error {
	if a.None != nil {
		_, err := fmt.Fprintln(w, explainNone(q, a.None))
		return err
	}
	nameOf := map[string]string{}
	for _, n := range a.Graph.Nodes {
		nameOf[n.ID] = n.Name
	}
	for i, p := range a.Paths {
		var chain []string
		for _, id := range p.Nodes {
			chain = append(chain, nameOf[id])
		}
		fmt.Fprintf(w, "%d. %s\n   %s, cost %s, %s\n", i+1, strings.Join(chain, " — "), plural(p.Hops(), "step"),
			graph.CostText(p.Cost), periodText(p.SharedPeriod))
		for _, sentence := range p.Text {
			fmt.Fprintf(w, "   - %s\n", sentence)
		}
	}
	if a.Loading {
		fmt.Fprintln(w, "\nA load is under way: the graph is half old, half new.")
	}
	return printSources(ctx, w, r, a)
}

func printSources(ctx context.Context, w io.Writer, r graph.Reader, a graph.PathAnswer) error {
	var ids []string
	for i := range a.Graph.Relationships {
		ids = append(ids, a.Graph.Relationships[i].Sources()...)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nSources")
	for _, id := range ids {
		s, err := r.Source(ctx, id)
		if err != nil {
			return err
		}
		parts := []string{s.Title, s.Publisher, s.Published.String(), s.URL}
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
		fmt.Fprintf(w, "   [%s] %s\n", id, strings.Join(parts, ", "))
	}
	return nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// periodText says on which days all steps hold.
func periodText(days graph.Days) string {
	if len(days) == 0 {
		return "never all at one time as far as known"
	}
	return "all steps hold " + days.Words()
}

func explainNone(q *graph.PathQuery, none *graph.NoPath) string {
	switch none.Reason {
	case graph.Unconnected:
		return "No path: they are not connected at all."
	case graph.BeyondMaxHops:
		return fmt.Sprintf("No path within %d steps; the nearest has %d (--max-hops %d).", q.MaxHops, none.Hops, none.Hops)
	case graph.FilteredOut:
		var relax []string
		for _, r := range none.Relax {
			relax = append(relax, fmt.Sprintf("%s (%s)", r.Part, plural(r.Hops, "step")))
		}
		if len(relax) == 0 {
			return "No path passes the filter, and no single part of it, taken away, would connect them."
		}
		return "No path passes the filter. They would be connected without: " + strings.Join(relax, ", ") + "."
	case graph.OverBudget:
	}
	return "No path was found before the budget was spent; narrow the question."
}

func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
