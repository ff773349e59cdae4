package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	shapes "coopgraph/api/format"
	"coopgraph/client"
	"coopgraph/graph"
)

func sourceCommand(s *settings) *cobra.Command {
	a := asking{settings: s}
	var q client.SourceQuestion
	c := &cobra.Command{
		Use:   "source ID",
		Short: "say which page, report or table a source is, and what it supports",
		Long:  "ID is what stands in brackets in other answers. With --format bibtex or csl the source is cited.",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, ids []string) error {
			q.ID = strings.Trim(ids[0], "[]")
			return a.run(c, func(ctx context.Context, s *session) error {
				return answered(ctx, s, q, func(ctx context.Context) (*client.SourceAnswer, error) { return s.Source(ctx, q) }, showSource)
			})
		},
	}
	pageFlags(c, &q.Limit, &q.Cursor, graph.MaxLimit)
	a.flags(c, slices.Concat(plainFormats, shapes.CitationNames()))
	return c
}

func showSource(w io.Writer, a *client.SourceAnswer) (bool, error) {
	fmt.Fprintf(w, "[%s] %s\n\n", a.Source.Id, sourceLine(&a.Source))
	head := table{newTabs(w)}
	for _, field := range [][2]string{{"accessed", text(a.Source.Accessed)}, {"terms", text(a.Source.Licence)}, {"note", text(a.Source.Note)},
		{"datasets", strings.Join(a.Source.Datasets, ", ")}, {"entities", strconv.Itoa(a.Counts.Entities)},
		{"ties", strconv.Itoa(a.Counts.Relationships)}} {
		if field[1] != "" {
			head.row(field[0], field[1])
		}
	}
	if err := head.Flush(); err != nil {
		return false, err
	}
	g := showing(&client.Graph{Nodes: a.Entities, Relationships: a.Relationships})
	if len(a.Entities) > 0 {
		fmt.Fprintln(w)
		t := newTable(w, "kind", "id", "name")
		for i := range a.Entities {
			t.row(a.Entities[i].Kind, a.Entities[i].Id, a.Entities[i].Name)
		}
		if err := t.Flush(); err != nil {
			return false, err
		}
	}
	if len(a.Relationships) > 0 {
		fmt.Fprintln(w)
		t := newTable(w, tieColumns...)
		for i := range a.Relationships {
			t.row(g.tie(&a.Relationships[i])...)
		}
		if err := t.Flush(); err != nil {
			return false, err
		}
	}
	if a.Cut != nil {
		fmt.Fprint(w, "\n"+more(len(a.Entities)+len(a.Relationships), a.Counts.Entities+a.Counts.Relationships, "entities and tie", a.Cut.Next))
	}
	return true, nil
}
