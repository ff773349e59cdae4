package live

import (
	"context"

	"coopgraph/graph"
)

// answering is what answers at this moment. A question asks it once, so that it is answered from one revision.
func (r *Reader) answering() graph.Reader {
	r.asked.Add(1)
	if current := r.current.Load(); current != nil {
		return current.model
	}
	return r.source
}

// Marker implements graph.Reader.
func (r *Reader) Marker(ctx context.Context) (graph.Marker, error) {
	return r.answering().Marker(ctx)
}

// Resolve implements graph.Reader.
func (r *Reader) Resolve(ctx context.Context, ref string) (string, error) {
	return r.answering().Resolve(ctx, ref)
}

// Entity implements graph.Reader.
func (r *Reader) Entity(ctx context.Context, id string) (graph.Entity, error) {
	return r.answering().Entity(ctx, id)
}

// Entities implements graph.Reader.
func (r *Reader) Entities(ctx context.Context, q graph.EntitiesQuery) ([]graph.Entity, error) {
	return r.answering().Entities(ctx, q)
}

// Relationship implements graph.Reader.
func (r *Reader) Relationship(ctx context.Context, id string) (graph.Relationship, error) {
	return r.answering().Relationship(ctx, id)
}

// Source implements graph.Reader.
func (r *Reader) Source(ctx context.Context, id string) (graph.Source, error) {
	return r.answering().Source(ctx, id)
}

// Search implements graph.Reader.
func (r *Reader) Search(ctx context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	return r.answering().Search(ctx, q)
}

// Paths implements graph.Reader.
func (r *Reader) Paths(ctx context.Context, q graph.PathQuery) (graph.PathAnswer, error) {
	return r.answering().Paths(ctx, q)
}

// Neighbourhood implements graph.Reader.
func (r *Reader) Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	return r.answering().Neighbourhood(ctx, q)
}

// Distances implements graph.Reader.
func (r *Reader) Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	return r.answering().Distances(ctx, q)
}

// Connect implements graph.Reader.
func (r *Reader) Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	return r.answering().Connect(ctx, q)
}

// Common implements graph.Reader.
func (r *Reader) Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error) {
	return r.answering().Common(ctx, q)
}

// Timeline implements graph.Reader.
func (r *Reader) Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	return r.answering().Timeline(ctx, q)
}

// Diff implements graph.Reader.
func (r *Reader) Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error) {
	return r.answering().Diff(ctx, q)
}

// Ties implements graph.Reader.
func (r *Reader) Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error) {
	return r.answering().Ties(ctx, q)
}

// Supports implements graph.Reader.
func (r *Reader) Supports(ctx context.Context, q graph.SupportsQuery) (graph.SupportsAnswer, error) {
	return r.answering().Supports(ctx, q)
}

// Scan implements graph.Reader.
func (r *Reader) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	return r.answering().Scan(ctx, v)
}

// Stats implements graph.Reader.
func (r *Reader) Stats(ctx context.Context) (graph.Stats, error) {
	return r.answering().Stats(ctx)
}

// Datasets implements graph.Reader.
func (r *Reader) Datasets(ctx context.Context) ([]graph.Dataset, error) {
	return r.answering().Datasets(ctx)
}
