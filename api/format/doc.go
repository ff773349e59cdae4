// Package format writes answers in every shape that they are loaded in elsewhere: graphs for front ends and graph
// programs, tables for spreadsheets and data frames, citations for papers. The API's own JSON is not among them; it is
// the API's. Whatever asks for a format by name finds it with [Graph], [Table] or [Citation].
//
// A graph is written piece by piece: its nodes, then its relationships, so that memory does not grow with it. Every
// relationship is written as directed, from its start to its end, whatever its type means. What has no value is left
// out where a format allows that, and empty elsewhere.
//
// What all graph formats carry: of a node its id and name, and
//
//	kind, type, description, degree, distance, hidden, since, until, latitude, longitude, datasets, codes
//
// of a relationship its id and ends, and
//
//	type, since, until, observed, status, role, title, spell, share, confidence, conflict, sources, datasets
//
// and of the document what it answers and from which revision. NDJSON and JSON-LD also carry every claim, and Cypher all
// that docs/data.md says of nodes. Where a reader gives one of these names a meaning of its own it has another one
// there, which the format's comment names.
//
// Texts are hostile: a name may hold quotes, markup, control characters, or what a program takes for a command. Each
// format escapes for its own reader, and where a format cannot hold a character at all (XML and control characters) that
// character becomes U+FFFD. Ids of entities, relationships and sources are of letters, digits and few signs, by
// [graph.CheckEntityID] and [graph.CheckSourceID].
package format
