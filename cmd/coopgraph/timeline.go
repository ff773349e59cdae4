package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func timelineCommand(s *settings) *cobra.Command {
	a, f := asking{settings: s}, filterFlags{}
	var q client.TimelineQuestion
	c := &cobra.Command{
		Use:   "timeline ENTITY...",
		Short: "list by date what began and ended, of one entity or among several",
		Long:  "ENTITY is a name, an id (country:aze) or a code with its scheme (iso3:AZE). --from-date and --to-date bound the events.",
		Args:  args(cobra.RangeArgs(1, graph.MaxTimelineIDs)),
		RunE: func(c *cobra.Command, entities []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				var err error
				if q.IDs, q.Filter, err = f.about(ctx, s, entities); err != nil {
					return err
				}
				return answered(ctx, s, q, func(ctx context.Context) (*client.TimelineAnswer, error) { return s.Timeline(ctx, q) }, showTimeline)
			})
		},
	}
	pageFlags(c, &q.Limit, &q.Cursor, graph.MaxLimit)
	f.flags(c, "via-kinds", "max-degree")
	a.flags(c, citedFormats)
	a.completeEntities(c, graph.MaxTimelineIDs)
	return c
}

func showTimeline(w io.Writer, a *client.TimelineAnswer) (bool, error) {
	g := showing(&a.Graph)
	fmt.Fprintf(w, "%s of %s\n", plural(a.Count, "event"), g.names(a.Ids))
	if err := g.events(w, a.Events); err != nil {
		return false, err
	}
	if a.UndatedCount > 0 {
		fmt.Fprintf(w, "\n%s without a known beginning or end\n\n", plural(a.UndatedCount, "tie"))
		t := newTable(w, tieColumns[2:]...)
		for _, id := range a.Undated {
			if r := g.relationships[id]; r != nil {
				t.row(g.tie(r)[2:]...)
			}
		}
		if err := t.Flush(); err != nil {
			return false, err
		}
	}
	if a.Cut != nil {
		fmt.Fprint(w, "\n"+more(len(a.Events), a.Count, "event", a.Cut.Next))
	}
	loadingNote(w, a.Loading)
	return a.Count+a.UndatedCount > 0, nil
}

// events lists what happened to ties, if anything did.
func (s shown) events(w io.Writer, events []client.TimelineEvent) error {
	if len(events) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	t := newTable(w, "date", "what", "from", "type", "to", "as", "sources")
	for _, e := range events {
		if r := s.relationships[e.Relationship]; r != nil {
			t.row(append([]string{e.Date, e.Kind}, s.tie(r)[2:]...)...)
		}
	}
	return t.Flush()
}
