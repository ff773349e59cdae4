package client

import (
	"context"
	"fmt"
	"io"
)

// Written says what was written.
type Written struct {
	MediaType string
	Complete  bool // false where the form lacks something that was asked for: a page of more, or an answer that was cut
	Bytes     int64
}

// Write asks a question and writes the answer in one of the server's forms: json, graphology, cytoscape, d3, jgf, gexf,
// graphml, csv (a zip for graphs), dot, mermaid, cypher, jsonld, ndjson, markdown, bibtex, csl, parquet, as far as the
// question has it. Memory does not grow with the answer. Where the answer breaks off the error says so, and what was
// written until then must not be used.
func (c *Client) Write(ctx context.Context, w io.Writer, q Question, format string) (Written, error) {
	answer, err := q.ask(ctx, c, format)
	if err != nil {
		return Written{}, err
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	out := Written{MediaType: answer.Header.Get("Content-Type"), Complete: answer.Header.Get("X-Complete") != "false"}
	if out.Bytes, err = io.Copy(w, answer.Body); err != nil {
		return out, fmt.Errorf("client: the answer broke off after %d bytes: %w", out.Bytes, err)
	}
	return out, nil
}
