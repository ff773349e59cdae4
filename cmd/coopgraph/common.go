package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func commonCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.CommonQuestion
	c := &cobra.Command{
		Use:   "common ENTITY ENTITY...",
		Short: "list what several entities are all tied to, the most specific first",
		Long:  "ENTITY is a name, an id (country:aze) or a code with its scheme (iso3:AZE).",
		Args:  args(cobra.RangeArgs(2, graph.MaxCommonIDs)),
		RunE: func(c *cobra.Command, entities []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				var err error
				if q.IDs, q.Filter, err = f.about(ctx, s, entities); err != nil {
					return err
				}
				return answered(ctx, s, q, func(ctx context.Context) (*client.CommonAnswer, error) { return s.Common(ctx, q) }, showCommon)
			})
		},
	}
	c.Flags().IntVar(&q.Min, "min", 0, "how many of them a neighbour has to be tied to (default all)")
	pageFlags(c, &q.Limit, &q.Cursor, graph.MaxCommon)
	f.flags(c)
	a.flags(c, citedFormats)
	a.completeEntities(c, graph.MaxCommonIDs)
	return c
}

func showCommon(w io.Writer, a *client.CommonAnswer) (bool, error) {
	g := showing(&a.Graph)
	fmt.Fprintf(w, "%s of %s\n", plural(a.Count, "shared neighbour"), g.names(a.Ids))
	if a.Count == 0 {
		return false, nil
	}
	fmt.Fprintln(w)
	t := newTable(w, "neighbours", "shared", "tied to", "by", "as", "since", "until", "sources")
	for i := range a.Shared {
		n := &a.Shared[i]
		head := []string{strconv.Itoa(n.Degree), fmt.Sprintf("%s (%s)", g.name(n.Id), n.Id)}
		for _, tied := range n.Ties {
			for _, id := range tied.Relationships {
				if r := g.relationships[id]; r != nil {
					row := g.tie(r)
					t.row(head[0], head[1], g.name(tied.Id), r.Type, row[5], row[0], row[1], row[6])
					head = []string{"", ""}
				}
			}
		}
	}
	if err := t.Flush(); err != nil {
		return false, err
	}
	if a.Cut != nil {
		fmt.Fprint(w, "\n"+more(len(a.Shared), a.Count, "shared neighbour", a.Cut.Next))
	}
	loadingNote(w, a.Loading)
	return true, nil
}
