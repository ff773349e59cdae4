package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func neighbourhoodCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.NeighbourhoodQuestion
	c := &cobra.Command{
		Use:     "neighbourhood ENTITY...",
		Aliases: []string{"neighborhood", "around"},
		Short:   "list what is around one or several entities, and the ties among all of them",
		Long: "ENTITY is a name, an id (country:aze) or a code with its scheme (iso3:AZE). The nearest come first, and among\n" +
			"them those of fewest neighbours.",
		Args: args(cobra.RangeArgs(1, graph.MaxStarts)),
		RunE: func(c *cobra.Command, entities []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				var err error
				if q.IDs, q.Filter, err = f.about(ctx, s, entities); err != nil {
					return err
				}
				return answered(ctx, s, q, func(ctx context.Context) (*client.NeighbourhoodAnswer, error) { return s.Neighbourhood(ctx, q) },
					showNeighbourhood)
			})
		},
	}
	c.Flags().IntVar(&q.Depth, "depth", graph.DefaultDepth, fmt.Sprintf("how many steps away, 1 to %d", graph.MaxDepth))
	pageFlags(c, &q.Limit, &q.Cursor, graph.MaxLimit)
	f.flags(c)
	a.flags(c, citedFormats)
	a.completeEntities(c, graph.MaxStarts)
	return c
}

// pageFlags are those of answers that come in pages.
func pageFlags(c *cobra.Command, limit *int, cursor *string, most int) {
	c.Flags().IntVar(limit, "limit", graph.DefaultLimit, fmt.Sprintf("how many at most, 1 to %d", most))
	c.Flags().StringVar(cursor, "cursor", "", "the next page: what the answer before named")
}

func showNeighbourhood(w io.Writer, a *client.NeighbourhoodAnswer) (bool, error) {
	g := showing(&a.Graph)
	var around []*client.Node
	for _, n := range g.nodes {
		if n.Distance != nil && *n.Distance > 0 {
			around = append(around, n)
		}
	}
	slices.SortFunc(around, func(x, y *client.Node) int {
		return cmp.Or(cmp.Compare(*x.Distance, *y.Distance), cmp.Compare(x.Degree, y.Degree), cmp.Compare(x.Id, y.Id))
	})
	fmt.Fprintf(w, "%s of %s\n", plural(len(around), "neighbour"), g.names(a.Starts))
	if len(around) == 0 {
		fmt.Fprint(w, neighbourhoodCut(a, 0))
		return false, nil
	}
	fmt.Fprintln(w)
	nodes := newTable(w, "steps", "neighbours", "kind", "id", "name")
	for _, n := range around {
		nodes.row(strconv.Itoa(*n.Distance), strconv.Itoa(n.Degree), n.Kind, n.Id, n.Name)
	}
	if err := nodes.Flush(); err != nil {
		return false, err
	}
	fmt.Fprintln(w)
	ties := newTable(w, tieColumns...)
	for i := range a.Graph.Relationships {
		ties.row(g.tie(&a.Graph.Relationships[i])...)
	}
	if err := ties.Flush(); err != nil {
		return false, err
	}
	fmt.Fprint(w, neighbourhoodCut(a, len(around)))
	loadingNote(w, a.Loading)
	return true, nil
}

// neighbourhoodCut says what was left out, and how to get it.
func neighbourhoodCut(a *client.NeighbourhoodAnswer, around int) string {
	if a.Complete {
		return ""
	}
	out := "\n" + more(around, around+a.Cut.Nodes, "neighbour", a.Cut.Next)
	if a.Cut.Relationships > 0 {
		out += fmt.Sprintf("(%s among them left out; narrow the question)\n", plural(a.Cut.Relationships, "tie"))
	}
	if a.Cut.Unopened != nil {
		out += fmt.Sprintf("(what is %s away and beyond was not looked at; narrow the question)\n", plural(*a.Cut.Unopened, "step"))
	}
	if a.Cut.Budget {
		out += "(the search ended at its budget; narrow the question)\n"
	}
	return out
}
