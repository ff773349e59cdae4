package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Visitor receives the elements of a graph. A nil function skips them; an error from one ends the stream and is returned.
type Visitor struct {
	Node         func(Node) error
	Relationship func(Relationship) error
}

// GraphEnd is what stands at the end of a whole graph, since only then is it certain.
type GraphEnd struct {
	Revision Revision `json:"revision"`
	Epoch    *Epoch   `json:"epoch"`
	Loading  Loading  `json:"loading"` // true where a load was under way, so that half of it may have been seen
}

// Graph gives every node, then every relationship, each by id, as they arrive. Memory does not grow with the graph. Where
// the stream breaks off, or ends before its end, there is an error, and what was given until then is not the graph.
func (c *Client) Graph(ctx context.Context, q GraphQuestion, v Visitor) (GraphEnd, error) {
	answer, err := q.ask(ctx, c, "json")
	if err != nil {
		return GraphEnd{}, err
	}
	defer func() { _ = answer.Body.Close() }() // what is left of it is not wanted
	s := stream{json.NewDecoder(answer.Body)}
	end, err := s.read(v)
	if own, ok := errors.AsType[visitorError](err); ok {
		return end, own.error
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = fmt.Errorf("client: the graph broke off before its end: %w", io.ErrUnexpectedEOF)
	}
	return end, err
}

// visitorError keeps an error of the caller's own apart from those of reading.
type visitorError struct{ error }

// stream reads {"graph": {"nodes": [...], "relationships": [...]}, ...} piece by piece, whatever the order of the fields.
type stream struct{ *json.Decoder }

func (s *stream) read(v Visitor) (GraphEnd, error) {
	var end GraphEnd
	seen := false
	err := s.object(func(name string) error {
		switch name {
		case "graph":
			return s.object(func(name string) error {
				switch name {
				case "nodes":
					return each(s, v.Node)
				case "relationships":
					return each(s, v.Relationship)
				}
				return s.skip()
			})
		case "revision":
			seen = true
			return s.Decode(&end.Revision)
		case "epoch":
			return s.Decode(&end.Epoch)
		case "loading":
			return s.Decode(&end.Loading)
		}
		return s.skip()
	})
	if err == nil && !seen {
		err = io.ErrUnexpectedEOF
	}
	return end, err
}

// object calls back at the value of every field.
func (s *stream) object(field func(name string) error) error {
	if err := s.delimiter('{'); err != nil {
		return err
	}
	for s.More() {
		name, err := s.Token()
		if err != nil {
			return err
		}
		if err := field(fmt.Sprint(name)); err != nil {
			return err
		}
	}
	return s.delimiter('}')
}

// each calls back with every element of a list.
func each[T any](s *stream, with func(T) error) error {
	if err := s.delimiter('['); err != nil {
		return err
	}
	for s.More() {
		if with == nil {
			if err := s.skip(); err != nil {
				return err
			}
			continue
		}
		var item T
		if err := s.Decode(&item); err != nil {
			return err
		}
		if err := with(item); err != nil {
			return visitorError{err}
		}
	}
	return s.delimiter(']')
}

func (s *stream) skip() error {
	var rest json.RawMessage
	return s.Decode(&rest)
}

func (s *stream) delimiter(want json.Delim) error {
	token, err := s.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("client: the graph is not as its contract says: %v in place of %v", token, want)
	}
	return nil
}
