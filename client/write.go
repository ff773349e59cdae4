package client

import (
	"bytes"
	"context"
	"encoding/json"
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
	var last lastLine
	if format == "ndjson" {
		w = io.MultiWriter(w, &last)
	}
	if out.Bytes, err = io.Copy(w, answer.Body); err != nil {
		return out, fmt.Errorf("client: the answer could not be read or written beyond %d bytes: %w", out.Bytes, err)
	}
	if format != "ndjson" {
		return out, nil
	}
	complete, err := last.summary()
	if err != nil {
		return out, fmt.Errorf("client: the answer broke off after %d bytes: %w", out.Bytes, err)
	}
	out.Complete = out.Complete && complete
	return out, nil
}

// lastLine keeps the last line of what is written to it, where it is no longer than a problem may be. Of a form of lines
// it alone tells whether the rest is whole, since the server knows that last.
type lastLine struct {
	line  []byte
	ended bool // the line is over, and what comes begins another
}

func (l *lastLine) Write(p []byte) (int, error) {
	line, ends := bytes.CutSuffix(p, []byte("\n"))
	at := bytes.LastIndexByte(line, '\n')
	if at >= 0 || l.ended {
		l.line = l.line[:0]
	}
	line = line[at+1:]
	l.line, l.ended = append(l.line, line[:min(len(line), maxProblem-len(l.line))]...), ends
	return len(p), nil
}

// summary tells from the last line whether the answer has all that was asked for. An answer without a summary broke off.
func (l *lastLine) summary() (complete bool, err error) {
	var last struct {
		Error   *Problem `json:"error"`
		Summary *struct {
			Complete bool `json:"complete"`
		} `json:"summary"`
	}
	switch err := json.Unmarshal(l.line, &last); {
	case err != nil, !l.ended, last.Error == nil && last.Summary == nil:
		return false, io.ErrUnexpectedEOF
	case last.Error != nil:
		return false, &Error{Problem: *last.Error}
	}
	return last.Summary.Complete, nil
}
