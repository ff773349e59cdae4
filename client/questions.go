package client

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
)

// Filter narrows what a question sees; the zero Filter lets everything pass. The ends of a question are never filtered
// away. Lists have 500 values at most.
type Filter struct {
	Types     []TypeName `json:"types,omitempty"`     // only these relationship types
	NotTypes  []TypeName `json:"not_types,omitempty"` // none of these
	Kinds     []KindName `json:"kinds,omitempty"`     // entities shown
	ViaKinds  []KindName `json:"via_kinds,omitempty"` // entities passed through
	Direction string     `json:"direction,omitempty"` // any, out or in; "" is any
	// AsOf keeps what holds on some day of it. FromDate and ToDate keep what overlaps them; each may stand alone.
	AsOf     Date `json:"as_of,omitempty"`
	FromDate Date `json:"from_date,omitempty"`
	ToDate   Date `json:"to_date,omitempty"`
	// Undated is keep or drop: whether what has no known beginning counts as holding before it was first observed. "" is
	// drop.
	Undated       string         `json:"undated,omitempty"`
	MinConfidence ConfidenceName `json:"min_confidence,omitempty"`
	Sources       []string       `json:"source,omitempty"`     // only claims of these sources, by id
	Datasets      []string       `json:"dataset,omitempty"`    // only claims of these datasets, by name
	Avoid         []string       `json:"avoid,omitempty"`      // ids of entities to go round
	MaxDegree     int            `json:"max_degree,omitempty"` // of entities passed through; 0 for no bound
}

// Question is what can be asked: [PathsQuestion] and the others. Ids may be codes with their scheme (iso3:AZE) everywhere.
type Question interface {
	// ask sends the question; "" is the form that the server gives by itself, its own JSON.
	ask(ctx context.Context, c *Client, format string) (*http.Response, error)
}

// PathsQuestion asks how From and To are connected.
type PathsQuestion struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Mode       string `json:"mode,omitempty"`       // best or all-shortest; "" is best
	Rank       string `json:"rank,omitempty"`       // specific or hops; "" is specific
	K          int    `json:"k,omitempty"`          // 1 to 50; 0 is 3
	MaxHops    int    `json:"max_hops,omitempty"`   // 1 to 12; 0 is 6
	Concurrent bool   `json:"concurrent,omitempty"` // only paths all of whose steps hold on some common day
	Filter
}

// PathsDiffQuestion asks how two were connected on two dates, which stand in the filter as FromDate and ToDate.
type PathsDiffQuestion PathsQuestion

// NeighbourhoodQuestion asks what is around 1 to 20 entities.
type NeighbourhoodQuestion struct {
	IDs    []string `json:"ids"`
	Depth  int      `json:"depth,omitempty"`  // 1 to 4; 0 is 1
	Limit  int      `json:"limit,omitempty"`  // 1 to 5000 beside the starts; 0 is 100
	Cursor string   `json:"cursor,omitempty"` // Cut.Next of the answer before
	Filter
}

// DistancesQuestion asks how many steps there are between each two of 2 to 100 entities.
type DistancesQuestion struct {
	IDs []string `json:"ids"`
	Filter
}

// ConnectQuestion asks for a small subgraph that joins 3 to 10 entities.
type ConnectQuestion struct {
	IDs []string `json:"ids"`
	Filter
}

// CommonQuestion asks which neighbours 2 to 20 entities share.
type CommonQuestion struct {
	IDs    []string `json:"ids"`
	Min    int      `json:"min,omitempty"`    // of the entities a neighbour has to be tied to; 0 is all
	Limit  int      `json:"limit,omitempty"`  // 1 to 1000; 0 is 100
	Cursor string   `json:"cursor,omitempty"` // Cut.Next of the answer before
	Filter
}

// TimelineQuestion asks what began and ended, of one entity or among 2 to 20.
type TimelineQuestion struct {
	IDs    []string `json:"ids"`
	Limit  int      `json:"limit,omitempty"`  // 1 to 5000; 0 is 100
	Cursor string   `json:"cursor,omitempty"` // Cut.Next of the answer before
	Filter
}

// DiffQuestion asks what began and ended between two dates, which stand in the filter as FromDate and ToDate: in the whole
// graph without ids, of one entity, or among 2 to 20.
type DiffQuestion struct {
	IDs    []string `json:"ids,omitempty"`
	Limit  int      `json:"limit,omitempty"`  // 1 to 5000; 0 is 100
	Cursor string   `json:"cursor,omitempty"` // Cut.Next of the answer before
	Filter
}

// GraphQuestion asks for the whole graph, or what of it passes the filter.
type GraphQuestion struct{ Filter }

// SourceQuestion asks for a source and what it supports, page by page.
type SourceQuestion struct {
	ID     string
	Limit  int    // entities and relationships, 1 to 5000; 0 is 100
	Cursor string // Cut.Next of the answer before
}

// QueryRun runs a canned query.
type QueryRun struct {
	Name string
	// Args are values for the query's own parameters, by name: a text, number or bool, or texts for a list.
	Args map[string]any
}

func (q PathsQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postPaths(ctx, shaped{q, format})
}

func (q PathsDiffQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postPathsDiff(ctx, shaped{q, format})
}

func (q NeighbourhoodQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postNeighbourhood(ctx, shaped{q, format})
}

func (q DistancesQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postDistances(ctx, shaped{q, format})
}

func (q ConnectQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postConnect(ctx, shaped{q, format})
}

func (q CommonQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postCommon(ctx, shaped{q, format})
}

func (q TimelineQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postTimeline(ctx, shaped{q, format})
}

func (q DiffQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postDiff(ctx, shaped{q, format})
}

func (q GraphQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	return c.postGraph(ctx, shaped{q, format})
}

func (q SourceQuestion) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	query := url.Values{}
	add(query, "cursor", q.Cursor)
	add(query, "format", format)
	if q.Limit != 0 {
		query.Set("limit", strconv.Itoa(q.Limit))
	}
	return c.getSource(ctx, q.ID, query)
}

func (q QueryRun) ask(ctx context.Context, c *Client, format string) (*http.Response, error) {
	args := q.Args
	if args == nil {
		args = map[string]any{}
	}
	return c.postQuery(ctx, q.Name, shaped{args, format})
}

// add adds a parameter that has a value.
func add(query url.Values, name, value string) {
	if value != "" {
		query.Set(name, value)
	}
}

// shaped is a question's body with the form that its answer is to have.
type shaped struct {
	question any
	format   string
}

// MarshalJSON implements json.Marshaler.
func (s shaped) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(s.question)
	if err != nil || s.format == "" {
		return body, err
	}
	format, err := json.Marshal(s.format)
	if err != nil {
		return nil, err
	}
	fields := bytes.TrimSuffix(body, []byte("}"))
	if len(fields) > 1 {
		fields = append(fields, ',')
	}
	return append(append(append(fields, `"format":`...), format...), '}'), nil
}
