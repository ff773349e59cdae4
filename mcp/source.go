package mcp

import (
	"context"
	"strings"
)

type sourceInput struct {
	ID string `json:"id"`
}

type sourceAnswer struct {
	state
	sourceRef
	Licence  string   `json:"licence,omitempty"`
	Note     string   `json:"note,omitempty"`
	Datasets []string `json:"datasets" jsonschema:"those that draw on it"`
}

func (s *Server) addSource() {
	add(s, tool[sourceInput, *sourceAnswer]{
		name: "source", title: "Which source this is",
		description: "Say which page, report or table a source is: title, publisher, dates, address, terms. To see only what it supports, " +
			"give its id as sources to the other tools.",
		arguments: arguments{required(text("id", "The source's id, as it stands in brackets: trend-2024-06-27."))},
		answer:    s.source,
	})
}

func (s *Server) source(ctx context.Context, in sourceInput) (*sourceAnswer, error) {
	src, err := s.Reader.Source(ctx, strings.Trim(in.ID, "[]"))
	if err != nil {
		return nil, about("id", err)
	}
	a := &sourceAnswer{sourceRef: sourceRef{ID: src.ID, Title: src.Title, Publisher: src.Publisher, Published: src.Published.String(),
		Accessed: src.Accessed.String(), URL: src.URL}, Licence: src.Licence, Note: src.Note, Datasets: notNil(src.Datasets())}
	a.state, err = s.now(ctx)
	return a, err
}

func (a *sourceAnswer) text() string {
	var w words
	w.line("%s", a.line())
	for _, field := range []struct{ name, value string }{{"Accessed", a.Accessed}, {"Terms", a.Licence}, {"Note", a.Note},
		{"Datasets", strings.Join(a.Datasets, ", ")}} {
		if field.value != "" {
			w.line("%s: %s", field.name, field.value)
		}
	}
	return w.plain(a.state)
}
