// Package queries is the catalogue of canned Cypher queries and its runner: what analysts ask every week, by name and
// with typed parameters.
//
// A query is one file, name.cypher: a header in comments, then plain Cypher that also runs as it is in Neo4j Browser.
// The built-in ones lie beside this file; [Open] adds those of user folders, and [Catalogue.Watch] follows these.
// docs/own-queries.md describes the form. All that fronts show of a query is made from its header: [Query.InputSchema],
// [OpenAPI], [WriteDocs].
//
// Nothing that is in a file reaches the database's data by way of text: values are only ever bound parameters. And a
// file is not trusted to be a query at all. A session with read access still runs LOAD CSV, procedures and TERMINATE
// TRANSACTIONS, so a statement has to pass three locks before it is run:
//
//  1. its words: it begins like a query, and has no second statement, no LOAD CSV, no call of a procedure, no function
//     that is not Neo4j's own, no USE, no escapes that hide any of these (words.go);
//  2. its plan: EXPLAIN types it as a read;
//  3. its operators: each one in the plan is known to read the graph and nothing else (operators.go).
//
// The first is needed beside the third: Neo4j leaves subqueries within expressions, such as
// [x IN xs | COLLECT { LOAD CSV ... }], out of the plan that EXPLAIN shows.
//
// docs/adr/0006 tells of these, and of those that hold where it is run.
//
// Caveats: checks need the database. While it is away they are put off to a query's first use. The time limit is kept
// by the database, which may take a moment longer to notice.
package queries
