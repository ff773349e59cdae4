package graph

import "context"

// Reader answers questions about a graph. Every engine implements it and passes the suite in graph/graphtest, so the
// same question gets the same answer in the same order.
//
// All methods are safe for concurrent use. They honour the context: where its deadline passes they return an [Error]
// of CodeDeadline, where the database cannot be reached one of CodeUnavailable. They never return a partial answer
// beside an error. Answers belong to the caller.
type Reader interface {
	// Marker says which revision answers are given from at this moment.
	Marker(ctx context.Context) (Marker, error)
	// Resolve turns a reference into an entity's id: an id, a code with its scheme ("iso3:AZE"), or an id that an entity
	// had before. An entity that has the id goes before one that had it; of several that had it the first by id is
	// taken. An unknown one is CodeNotFound with the nearest entities as candidates; a malformed one is CodeInvalid.
	Resolve(ctx context.Context, ref string) (string, error)
	// Entity gives the entity with this id, with its degree; CodeNotFound where there is none.
	Entity(ctx context.Context, id string) (Entity, error)
	// Entities lists entities by id, at most q.Limit, from the first id after q.After on.
	Entities(ctx context.Context, q EntitiesQuery) ([]Entity, error)
	// Relationship gives the relationship with this id, also one of which every claim is withdrawn, which no question
	// finds; CodeNotFound where there is none.
	Relationship(ctx context.Context, id string) (Relationship, error)
	// Source gives the source with this id; CodeNotFound where there is none.
	Source(ctx context.Context, id string) (Source, error)
	// Search finds entities by name, best first: score, then degree, then id.
	Search(ctx context.Context, q SearchQuery) ([]Hit, error)
	// Paths answers how two entities are connected. From and To are ids; an unknown one is CodeNotFound.
	Paths(ctx context.Context, q PathQuery) (PathAnswer, error)
	// Neighbourhood answers what is around the starts, which are ids; an unknown one is CodeNotFound.
	Neighbourhood(ctx context.Context, q NeighbourhoodQuery) (NeighbourhoodAnswer, error)
	// Distances answers how many hops there are between each two of up to MaxDistanceIDs entities. In this and the
	// following questions an unknown id is CodeNotFound.
	Distances(ctx context.Context, q DistancesQuery) (DistancesAnswer, error)
	// Connect answers which small subgraph joins all of the entities.
	Connect(ctx context.Context, q ConnectQuery) (ConnectAnswer, error)
	// Common answers which neighbours the entities share.
	Common(ctx context.Context, q CommonQuery) (CommonAnswer, error)
	// Timeline answers what began and ended, of one entity or among several.
	Timeline(ctx context.Context, q TimelineQuery) (TimelineAnswer, error)
	// Diff answers what began or ended between two dates, in the whole graph, of one entity or among several.
	Diff(ctx context.Context, q DiffQuery) (DiffAnswer, error)
	// Ties answers how many neighbours of which sort an entity has; an unknown id is CodeNotFound.
	Ties(ctx context.Context, q TiesQuery) (TiesAnswer, error)
	// Supports answers what a source supports; an unknown source is CodeNotFound.
	Supports(ctx context.Context, q SupportsQuery) (SupportsAnswer, error)
	// Scan calls back with everything: sources, then entities, then relationships, then those of which every claim is
	// withdrawn, each by id, where the callback is not nil. An error from a callback ends the scan and is returned. The memory it takes does not grow with the graph.
	Scan(ctx context.Context, v Visitor) (Marker, error)
	// Stats counts what is there.
	Stats(ctx context.Context) (Stats, error)
	// Datasets lists what was loaded, by name.
	Datasets(ctx context.Context) ([]Dataset, error)
}

// Visitor receives a scan. A nil function skips that part.
type Visitor struct {
	Source       func(Source) error
	Entity       func(Entity) error
	Relationship func(Relationship) error
	Withdrawn    func(Relationship) error
	// Yield, if any, is called every few dozen elements where they come from another process, which is asked for no more
	// of them until it returns: whoever waits in it makes a long scan one that others hardly notice.
	Yield func()
}

// Plan is what a database says it would do for a statement.
type Plan struct {
	// ReadOnly is the database's own word on whether the statement only reads. It is not enough to go by: see queries.
	ReadOnly  bool
	Operators []string // every operator of the plan, sorted, each once, without decorations
	Columns   []string // what the statement returns, in order
	// Root is the operator that the others feed: the plan as a tree. It is nil where the database shows none.
	Root *Operator
}

// Operator is a step of a plan, with those that feed it.
type Operator struct {
	Name     string  // without decorations: "Expand(All)"
	Details  string  // what it works on, in the database's own words; "" where it does not say
	Rows     float64 // how many rows the database expects of it; -1 where it does not say
	Children []*Operator
}

// Statements runs Cypher that is not ours, in sessions with read access.
//
// Values of a row are nil, bool, int64, float64, string, [Date], []any, map[string]any, [Entity], [Relationship], or
// [Source]; a path is a []any of entities and relationships in turn.
type Statements interface {
	// Explain plans the statement without running it. A statement that the database refuses is CodeInvalid with its
	// line and column in the message.
	Explain(ctx context.Context, cypher string) (Plan, error)
	// Query runs the statement with bound parameters and calls back with every row, until the callback returns false.
	// It returns the columns.
	Query(ctx context.Context, cypher string, params map[string]any, row func(values []any) bool) ([]string, Marker, error)
}
