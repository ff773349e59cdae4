package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func diffCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.DiffQuestion
	var paths client.PathsQuestion
	var ofPaths bool
	c := &cobra.Command{
		Use:   "diff [ENTITY...] --from-date DATE --to-date DATE",
		Short: "compare two dates: which ties began and ended, or which paths came and went",
		Long: "Without an ENTITY the whole graph is compared, with one its ties, with several those among them. With --paths\n" +
			"and two of them, how they were connected on either date. ENTITY is a name, an id (country:aze) or a code with its\n" +
			"scheme (iso3:AZE).",
		Args: args(cobra.MaximumNArgs(graph.MaxTimelineIDs)),
		RunE: func(c *cobra.Command, entities []string) error {
			if ofPaths && len(entities) != 2 {
				return usageError{fmt.Errorf("--paths is about two entities, not %d; see %s --help", len(entities), c.CommandPath())}
			}
			return a.run(c, func(ctx context.Context, s *session) error {
				ids, filter, err := f.about(ctx, s, entities)
				if err != nil {
					return err
				}
				if ofPaths {
					paths.From, paths.To, paths.Filter = ids[0], ids[1], filter
					q := client.PathsDiffQuestion(paths)
					return answered(ctx, s, q, func(ctx context.Context) (*client.PathsDiffAnswer, error) { return s.PathsDiff(ctx, q) }, showPathsDiff)
				}
				q.IDs, q.Filter = ids, filter
				return answered(ctx, s, q, func(ctx context.Context) (*client.DiffAnswer, error) { return s.Diff(ctx, q) }, showDiff)
			})
		},
	}
	c.Flags().BoolVar(&ofPaths, "paths", false, "compare the paths between two entities")
	pathFlags(c, &paths)
	pageFlags(c, &q.Limit, &q.Cursor, graph.MaxLimit)
	f.flags(c, "as-of")
	c.Flag("from-date").Usage, c.Flag("to-date").Usage = "the earlier date (2024, 2024-06 or 2024-06-27)", "the later date"
	a.flags(c, citedFormats)
	a.completeEntities(c, graph.MaxTimelineIDs)
	return c
}

func showDiff(w io.Writer, a *client.DiffAnswer) (bool, error) {
	g := showing(&a.Graph)
	of := "the whole graph"
	if len(a.Ids) > 0 {
		of = g.names(a.Ids)
	}
	fmt.Fprintf(w, "%s between %s and %s: %d began, %d ended, %d unchanged, %d not known\n", of, a.FromDate, a.ToDate, a.Began, a.Ended,
		a.Unchanged, a.Undated)
	if err := g.events(w, a.Changes); err != nil {
		return false, err
	}
	if a.Cut != nil {
		fmt.Fprint(w, "\n"+more(len(a.Changes), a.Began+a.Ended, "change", a.Cut.Next))
	}
	loadingNote(w, a.Loading)
	return a.Began+a.Ended > 0, nil
}

func showPathsDiff(w io.Writer, a *client.PathsDiffAnswer) (bool, error) {
	g := showing(&a.Graph)
	when := map[string]string{"both": "on both dates", "from_date": "on " + a.FromDate + " alone", "to_date": "on " + a.ToDate + " alone"}
	for i, pair := range a.Paths {
		p := pair.After
		if p == nil {
			p = pair.Before
		}
		fmt.Fprintf(w, "%d. %s\n   %s, cost %s, %s\n", i+1, chainText(g, p.Nodes), plural(p.Hops, "step"), p.Cost, when[pair.At])
		for _, sentence := range p.Text {
			fmt.Fprintf(w, "   - %s\n", sentence)
		}
	}
	for i, world := range []client.PathsWorld{a.Before, a.After} {
		date := []string{a.FromDate, a.ToDate}[i]
		if world.None != nil {
			fmt.Fprintf(w, "%s: %s\n", date, world.None.Text)
		}
		if !world.Complete {
			fmt.Fprintf(w, "%s: not all paths were found; narrow the question\n", date)
		}
	}
	loadingNote(w, a.Loading)
	return len(a.Paths) > 0, nil
}
