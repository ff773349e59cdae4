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
	Entity     Type = "entity"      // a name, an id, or a code with its scheme
	EntityList Type = "entity-list" // such, with commas between them; one that has a comma itself in double quotes
	StringList Type = "string-list" // texts, likewise
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
	// Minimum and Maximum bound an integer or number; nil for no bound.
	Minimum, Maximum *float64
}

// IsList reports whether several values may be given.
func (p Param) IsList() bool { return p.Type == EntityList || p.Type == StringList }

// IsEntity reports whether its values name entities.
func (p Param) IsEntity() bool { return p.Type == Entity || p.Type == EntityList }

// Argument is a value for a parameter, as text.
type Argument struct{ Name, Value string }

// Column is a column of a query's answer.
type Column struct {
	Name        string
	Type        Type
	Description string
}

// Query is one file of the catalogue.
type Query struct {
	Name, Title, Description string
	Group                    string // the heading under which it is listed; "" for none
	Params                   []Param
	Columns                  []Column
	Example                  []Argument // arguments that show what it answers, in the order of the header; empty for none
	Graph                    bool       // it returns nodes and relationships that make a graph
	Cypher                   string
	RowLimit                 int
	TimeLimit                time.Duration
	Tags                     []string
	File                     string // the file's name; for those of a user folder with the folder before it
	Own                      bool   // it is of a user folder, not built in
	// Broken says why the query cannot be run, with file and line; "" for one that can, and while Neo4j is away for
	// one that was not yet checked.
	Broken string
	// Plan is what the database would do, and Warnings say where that reads more than it has to; both are empty for a
	// query that the database has not seen.
	Plan     *graph.Operator
	Warnings []string

	checked bool   // its plan was checked against the database
	source  string // the whole file
	text    string // the statement, with as many empty lines before it as the header has, so that lines are the file's
}

// Checked reports whether the database has planned it. Where it has not, Broken may yet come to say why it cannot run.
func (q Query) Checked() bool { return q.checked }

// ExampleArguments are those of its example, by name, as [Catalogue.Run] takes them.
func (q Query) ExampleArguments() map[string]string {
	args := make(map[string]string, len(q.Example))
	for _, a := range q.Example {
		args[a.Name] = a.Value
	}
	return args
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
