package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"

	"coopgraph/api"
	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/internal/generate"
)

// encodedNodes is how many nodes the answer has that is encoded, in the quick form, too.
const encodedNodes = small

// encodings is how often it is encoded in a round.
const encodings = 5

// ready is a read model that has one answer ready, so that nothing but encoding it takes time.
type ready struct {
	graph.Reader
	answer graph.NeighbourhoodAnswer
}

func (r *ready) Neighbourhood(context.Context, graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	return r.answer, nil
}

// counter takes an answer and keeps nothing of it.
type counter struct {
	header http.Header
	bytes  int
}

func (c *counter) Header() http.Header { return c.header }
func (c *counter) WriteHeader(int)     {}

func (c *counter) Write(b []byte) (int, error) {
	c.bytes += len(b)
	return len(b), nil
}

// encoding measures how long the API takes for an answer that it has ready, from request to last byte, against
// encoding/json on the same answer in the structs that are generated from openapi.yaml. Both make the same bytes.
func (b *bench) encoding(ctx context.Context, _ string) error {
	r, start, err := answerReady(ctx)
	if err != nil {
		return err
	}
	handler, err := api.New(api.Config{Reader: r, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	ask := func(w http.ResponseWriter) {
		handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/v1/neighbourhood?ids="+start, http.NoBody))
	}
	first := httptest.NewRecorder()
	ask(first)
	body := first.Body.Bytes()
	if first.Code != http.StatusOK {
		return fmt.Errorf("the answer was %d: %.300s", first.Code, body)
	}
	var structs api.NeighbourhoodAnswer
	if err := json.Unmarshal(body, &structs); err != nil {
		return err
	}
	again, err := json.Marshal(&structs)
	if err != nil {
		return err
	}
	if !bytes.Equal(bytes.TrimSpace(body), again) {
		return errors.New("encoding/json makes another text of the same answer, so that the two cannot be compared")
	}
	var ours, theirs []float64
	for range b.rounds() * encodings {
		counted := counter{header: http.Header{}}
		took, err := seconds(func() error { ask(&counted); return nil })
		if counted.bytes != len(body) {
			err = fmt.Errorf("the answer had %d bytes, and then %d", len(body), counted.bytes)
		}
		if err != nil {
			return err
		}
		ours = append(ours, took*1000)
		took, err = seconds(func() error { _, err := json.Marshal(&structs); return err })
		if err != nil {
			return err
		}
		theirs = append(theirs, took*1000)
	}
	b.lower(result{Case: "own JSON of a graph in an answer, over the whole API", Graph: fmt.Sprintf("%d nodes, %d relationships",
		len(r.answer.Graph.Nodes), len(r.answer.Graph.Relationships)), Ours: median(ours), Rival: "encoding/json on ready structs",
		Theirs: median(theirs), Unit: "ms", Required: 0.5})
	b.note("that answer has %.1f MB", float64(len(body))/(1<<20))
	return nil
}

// answerReady makes a neighbourhood of all nodes of a generated graph, with as many relationships as one may have, and
// gives an id that can be asked about.
func answerReady(ctx context.Context) (*ready, string, error) {
	g := generate.New(6, encodedNodes, 10*encodedNodes)
	model, err := csr.Build(ctx, g)
	if err != nil {
		return nil, "", err
	}
	r := &ready{Reader: model, answer: graph.NeighbourhoodAnswer{Complete: true}}
	shown := &r.answer.Graph
	r.answer.Marker, err = model.Scan(ctx, graph.Visitor{
		Entity: func(e graph.Entity) error {
			shown.Nodes = append(shown.Nodes, graph.Node{Entity: e, Distance: 1})
			return nil
		},
		Relationship: func(rel graph.Relationship) error {
			if len(shown.Relationships) < graph.MaxRelationships {
				shown.Relationships = append(shown.Relationships, rel)
			}
			return nil
		},
	})
	return r, strings.Clone(shown.Nodes[0].ID), err
}
