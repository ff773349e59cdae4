package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"coopgraph/client"
)

func entityCommand(s *settings) *cobra.Command {
	a := asking{settings: s}
	c := &cobra.Command{
		Use:   "entity ENTITY",
		Short: "say what is known of an entity, and count its neighbours by sort",
		Long:  "ENTITY is a name, an id (country:aze) or a code with its scheme (iso3:AZE).",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, entities []string) error {
			return a.run(c, func(ctx context.Context, s *session) error {
				ids, err := s.find(ctx, entities...)
				if err != nil {
					return err
				}
				return lookup(ctx, s, func(ctx context.Context) (*client.EntityAnswer, error) { return s.Entity(ctx, ids[0]) },
					func(w io.Writer, a *client.EntityAnswer) (bool, error) { return true, s.showEntity(ctx, w, a) })
			})
		},
	}
	a.flags(c, plainFormats)
	a.completeEntities(c, 1)
	return c
}

func (s *session) showEntity(ctx context.Context, w io.Writer, a *client.EntityAnswer) error {
	fmt.Fprintf(w, "%s (%s)\n", a.Name, a.Id)
	if a.Description != nil {
		fmt.Fprintln(w, *a.Description)
	}
	fmt.Fprintln(w)
	t := table{newTabs(w)}
	for _, field := range [][2]string{{"kind", a.Kind}, {"type", text(a.Type)}, {"also called", strings.Join(a.Aliases, "; ")},
		{"names", pairText(a.Names)}, {"codes", pairText(a.Codes)}, {"formerly", strings.Join(a.Formerly, ", ")}, {"since", text(a.Since)},
		{"until", text(a.Until)}, {"capital", text(a.Capital)}, {"page", text(a.Url)}, {"datasets", strings.Join(a.Datasets, ", ")},
		{"neighbours", strconv.Itoa(a.Degree)}} {
		if field[1] != "" {
			t.row(field[0], field[1])
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if err := s.showTies(ctx, w, a.Id); err != nil {
		return err
	}
	fmt.Fprintln(w, "\nSources")
	for i := range a.Sources {
		fmt.Fprintf(w, "   [%s] %s\n", a.Sources[i].Id, sourceLine(&a.Sources[i]))
	}
	return nil
}

// showTies counts the neighbours by sort.
func (s *session) showTies(ctx context.Context, w io.Writer, id string) error {
	counted, err := s.Ties(ctx, id, client.Filter{})
	if err != nil || len(counted.Ties) == 0 {
		return err
	}
	fmt.Fprintln(w)
	t := newTable(w, "neighbours", "types", "direction", "kinds")
	for _, c := range counted.Ties {
		t.row(strconv.Itoa(c.Neighbours), c.Type, c.Direction, c.Kind)
	}
	return t.Flush()
}

func pairText(m map[string]string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, key+" "+m[key])
	}
	return strings.Join(parts, "; ")
}
