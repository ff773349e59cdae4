package client

import (
	"context"
	"net/url"
	"strconv"
	"strings"
)

// Paths asks how two entities are connected. That there is no path is no error: None then says why.
func (c *Client) Paths(ctx context.Context, q PathsQuestion) (*PathsAnswer, error) {
	return decoded[PathsAnswer](q.ask(ctx, c, ""))
}

// PathsDiff asks how two entities were connected on two dates.
func (c *Client) PathsDiff(ctx context.Context, q PathsDiffQuestion) (*PathsDiffAnswer, error) {
	return decoded[PathsDiffAnswer](q.ask(ctx, c, ""))
}

// Neighbourhood asks what is around one or several entities.
func (c *Client) Neighbourhood(ctx context.Context, q NeighbourhoodQuestion) (*NeighbourhoodAnswer, error) {
	return decoded[NeighbourhoodAnswer](q.ask(ctx, c, ""))
}

// Distances asks how far apart each two of several entities are.
func (c *Client) Distances(ctx context.Context, q DistancesQuestion) (*DistancesAnswer, error) {
	return decoded[DistancesAnswer](q.ask(ctx, c, ""))
}

// Connect asks for a small subgraph that joins several entities.
func (c *Client) Connect(ctx context.Context, q ConnectQuestion) (*ConnectAnswer, error) {
	return decoded[ConnectAnswer](q.ask(ctx, c, ""))
}

// Common asks which neighbours several entities share.
func (c *Client) Common(ctx context.Context, q CommonQuestion) (*CommonAnswer, error) {
	return decoded[CommonAnswer](q.ask(ctx, c, ""))
}

// Timeline asks what began and ended.
func (c *Client) Timeline(ctx context.Context, q TimelineQuestion) (*TimelineAnswer, error) {
	return decoded[TimelineAnswer](q.ask(ctx, c, ""))
}

// Diff asks what began and ended between two dates.
func (c *Client) Diff(ctx context.Context, q DiffQuestion) (*DiffAnswer, error) {
	return decoded[DiffAnswer](q.ask(ctx, c, ""))
}

// Source asks for a source and what it supports.
func (c *Client) Source(ctx context.Context, q SourceQuestion) (*SourceAnswer, error) {
	return decoded[SourceAnswer](q.ask(ctx, c, ""))
}

// RunQuery runs a canned query.
func (c *Client) RunQuery(ctx context.Context, q QueryRun) (*QueryAnswer, error) {
	return decoded[QueryAnswer](q.ask(ctx, c, ""))
}

// Entity gives everything known of an entity, by id or by a code with its scheme. A former id gives the entity of today.
func (c *Client) Entity(ctx context.Context, id string) (*EntityAnswer, error) {
	return decoded[EntityAnswer](c.getEntity(ctx, id))
}

// Ties counts an entity's neighbours by type, direction and kind: what an expansion would bring.
func (c *Client) Ties(ctx context.Context, id string, f Filter) (*TiesAnswer, error) {
	return decoded[TiesAnswer](c.getTies(ctx, id, f.query()))
}

// EntitiesPage asks for entities: those of IDs, 500 at most, in this order; or without ids a page of the list of all.
type EntitiesPage struct {
	IDs    []string `json:"ids,omitempty"`
	Kind   KindName `json:"kind,omitempty"`
	Limit  int      `json:"limit,omitempty"`  // 1 to 5000; 0 is 100
	Cursor string   `json:"cursor,omitempty"` // Next of the answer before
}

// Entities lists entities in the order of their ids, or looks a batch of them up.
func (c *Client) Entities(ctx context.Context, p EntitiesPage) (*EntityList, error) {
	return decoded[EntityList](c.postEntities(ctx, p))
}

// Search finds entities by name, best first: of the kinds, or of all where there are none; limit of them at most, 1 to
// 100, 10 for 0.
func (c *Client) Search(ctx context.Context, name string, limit int, kinds ...KindName) (*SearchAnswer, error) {
	query := url.Values{"q": {name}}
	if limit != 0 {
		query.Set("limit", strconv.Itoa(limit))
	}
	add(query, "kinds", strings.Join(kinds, ","))
	return decoded[SearchAnswer](c.search(ctx, query))
}

// Relationship gives a relationship with all its claims, its ends and its sources.
func (c *Client) Relationship(ctx context.Context, id string) (*RelationshipAnswer, error) {
	return decoded[RelationshipAnswer](c.getRelationship(ctx, id))
}

// Datasets lists what was loaded.
func (c *Client) Datasets(ctx context.Context) (*DatasetList, error) {
	return decoded[DatasetList](c.listDatasets(ctx))
}

// Stats counts what is in the graph.
func (c *Client) Stats(ctx context.Context) (*StatsAnswer, error) {
	return decoded[StatsAnswer](c.getStats(ctx))
}

// Schema gives kinds, relationship types, schemes and limits.
func (c *Client) Schema(ctx context.Context) (*SchemaAnswer, error) {
	return decoded[SchemaAnswer](c.getSchema(ctx))
}

// Queries lists the canned queries.
func (c *Client) Queries(ctx context.Context) (*QueryList, error) {
	return decoded[QueryList](c.listQueries(ctx))
}

// Query describes a canned query.
func (c *Client) Query(ctx context.Context, name string) (*Query, error) {
	return decoded[Query](c.getQuery(ctx, name))
}

// Health says which process answers.
func (c *Client) Health(ctx context.Context) (*Health, error) {
	return decoded[Health](c.healthz(ctx))
}

// Ready says whether questions can be answered; that they cannot is an error.
func (c *Client) Ready(ctx context.Context) (*Ready, error) {
	return decoded[Ready](c.readyz(ctx))
}

// query writes the filter as parameters.
func (f *Filter) query() url.Values {
	query := url.Values{}
	for name, list := range map[string][]string{"types": f.Types, "not_types": f.NotTypes, "kinds": f.Kinds, "via_kinds": f.ViaKinds,
		"source": f.Sources, "dataset": f.Datasets, "avoid": f.Avoid} {
		add(query, name, strings.Join(list, ","))
	}
	for name, text := range map[string]string{"direction": f.Direction, "as_of": f.AsOf, "from_date": f.FromDate, "to_date": f.ToDate,
		"undated": f.Undated, "min_confidence": f.MinConfidence} {
		add(query, name, text)
	}
	if f.MaxDegree != 0 {
		query.Set("max_degree", strconv.Itoa(f.MaxDegree))
	}
	return query
}
