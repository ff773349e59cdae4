package queries

import (
	"time"

	"coopgraph/graph"
)

// The bounds of a query's answer: defaults and maxima of its header's rows and time.
const (
	DefaultRows = 1000
	MaxRows     = 10000
	DefaultTime = graph.DefaultDeadline
	MaxTime     = graph.MaxDeadline
)

// Type is the type of a parameter or column.
type Type string

// The types of parameters. A column has one of them or one of the others.
const (
	String     Type = "string"
	Integer    Type = "integer"
	Number     Type = "number"
	Boolean    Type = "boolean"
	Date       Type = "date"        // 2024, 2024-06, 2024-06-27 or today
	Entity     Type = "entity"      // an id, or a code with its scheme
	EntityList Type = "entity-list" // such, with commas between them
	StringList Type = "string-list" // texts with commas between them
)

// Types of columns that no parameter has.
const (
	List         Type = "list"
	Map          Type = "map"
	Relationship Type = "relationship"
	Source       Type = "source"
	Path         Type = "path"
)

var (
	paramTypes  = []string{"string", "integer", "number", "boolean", "date", "entity", "entity-list", "string-list"}
	columnTypes = []string{"string", "integer", "number", "boolean", "date", "list", "map", "entity", "relationship",
		"source", "path"}
)

// Param is a parameter of a query.
type Param struct {
	Name        string
	Type        Type
	Description string
	Required    bool
	Default     string   // as it would be given; "" for none
	Allowed     []string // the only values; empty for any
	EntityKind  string   // for entities, the one kind that makes sense; "" for any
}

// Column is a column of a query's answer.
type Column struct {
	Name        string
	Type        Type
	Description string
}

// Query is one file of the catalogue.
type Query struct {
	Name, Title, Description string
	Params                   []Param
	Columns                  []Column
	Graph                    bool // it returns nodes and relationships that make a graph
	Cypher                   string
	RowLimit                 int
	TimeLimit                time.Duration
	Tags                     []string
	File                     string // the file's name; for those of a user folder with the folder before it
	// Broken says why the query cannot be run, with file and line; "" for one that can, and while Neo4j is away for
	// one that was not yet checked.
	Broken string

	checked bool   // its plan was checked against the database
	text    string // the statement, with as many empty lines before it as the header has, so that lines are the file's
}

// Result is the answer of a query.
type Result struct {
	Query   string
	Columns []string
	// Rows hold what graph.Statements gives.
	Rows [][]any
	// Graph has the nodes and relationships of all rows, for a query that returns a graph; else it is nil.
	Graph    *graph.Subgraph
	Complete bool // false where there were more rows than the query's limit
	Marker   graph.Marker
}
