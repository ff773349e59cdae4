package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func pathCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.PathsQuestion
	c := &cobra.Command{
		Use:   "path FROM TO",
		Short: "say in words how two entities are connected, with sources",
		Long:  "FROM and TO are names, ids (country:aze) or codes with their scheme (iso3:AZE).",
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, ends []string) error {
			if q.K == 0 || q.MaxHops == 0 { // 0 would ask for the default
				return graph.Invalid("-k, --max-hops", "0 is out of range; give 1 or more")
			}
			return a.run(c, func(ctx context.Context, s *session) error {
				ids, filter, err := f.about(ctx, s, ends)
				if err != nil {
					return err
				}
				q.From, q.To, q.Filter = ids[0], ids[1], filter
				return answered(ctx, s, q, func(ctx context.Context) (*client.PathsAnswer, error) { return s.Paths(ctx, q) },
					func(w io.Writer, a *client.PathsAnswer) (bool, error) { return s.showPaths(ctx, w, &q, a) })
			})
		},
	}
	pathFlags(c, &q)
	f.flags(c)
	a.flags(c, citedFormats)
	a.completeEntities(c, 2)
	return c
}

// pathFlags are those of questions for paths.
func pathFlags(c *cobra.Command, q *client.PathsQuestion) {
	c.Flags().StringVar(&q.Mode, "mode", string(graph.Best), "best or all-shortest")
	c.Flags().StringVar(&q.Rank, "rank", string(graph.Specific), "specific (least shared first) or hops (fewest steps first)")
	c.Flags().IntVarP(&q.K, "k", "k", graph.DefaultK, fmt.Sprintf("how many paths, 1 to %d", graph.MaxK))
	c.Flags().IntVar(&q.MaxHops, "max-hops", graph.DefaultMaxHops, fmt.Sprintf("greatest number of steps, 1 to %d", graph.MaxMaxHops))
	c.Flags().BoolVar(&q.Concurrent, "concurrent", false, "only paths whose steps may all hold on one day")
	completeFlag(c, "mode", graph.Modes())
	completeFlag(c, "rank", graph.Ranks())
}

func (s *session) showPaths(ctx context.Context, w io.Writer, q *client.PathsQuestion, a *client.PathsAnswer) (bool, error) {
	if a.None != nil {
		fmt.Fprintln(w, explainNone(q, a.None))
		return false, nil
	}
	g := showing(&a.Graph)
	for i := range a.Paths {
		p := &a.Paths[i]
		fmt.Fprintf(w, "%d. %s\n   %s, cost %s, %s\n", i+1, chainText(g, p.Nodes), plural(p.Hops, "step"), p.Cost, periodText(p.SharedPeriod))
		for _, sentence := range p.Text {
			fmt.Fprintf(w, "   - %s\n", sentence)
		}
	}
	if a.Cut != nil && a.Cut.More {
		fmt.Fprintf(w, "\n(the first %d of the shortest paths; there are more, narrow the question)\n", len(a.Paths))
	}
	if a.Cut != nil && a.Cut.Budget {
		fmt.Fprintln(w, "\n(the search ended at its budget, so that there may be better paths; narrow the question)")
	}
	loadingNote(w, a.Loading)
	return true, s.listSources(ctx, w, a.Graph.Relationships)
}

func chainText(g shown, nodes []string) string {
	chain := make([]string, len(nodes))
	for i, id := range nodes {
		chain[i] = g.name(id)
	}
	return strings.Join(chain, " — ")
}

// periodText says on which days all steps hold.
func periodText(periods []client.Period) string {
	if len(periods) == 0 {
		return "never all at one time as far as known"
	}
	var days graph.Days
	for _, p := range periods {
		from, _ := graph.ParseDate(text(p.From)) // a day that cannot be read is an open end
		to, _ := graph.ParseDate(text(p.To))
		days = append(days, graph.Interval{From: from.First(), To: to.Last()})
	}
	return "all steps hold " + days.Words()
}

func explainNone(q *client.PathsQuestion, none *client.NoPath) string {
	switch graph.Reason(none.Reason) {
	case graph.Unconnected:
		return "No path: they are not connected at all."
	case graph.BeyondMaxHops:
		if none.Hops != nil {
			return fmt.Sprintf("No path within %d steps; the nearest has %d (--max-hops %d).", q.MaxHops, *none.Hops, *none.Hops)
		}
	case graph.FilteredOut:
		var relax []string
		for _, r := range none.Relax {
			relax = append(relax, fmt.Sprintf("%s (%s)", r.Parameter, plural(r.Hops, "step")))
		}
		if len(relax) == 0 {
			return "No path passes the filter, and no single part of it, taken away, would connect them."
		}
		return "No path passes the filter. They would be connected without: " + strings.Join(relax, ", ") + "."
	case graph.OverBudget:
		return "No path was found before the budget was spent; narrow the question."
	}
	return "No path. " + none.Text
}

func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
