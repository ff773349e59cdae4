// Package graph is the domain of coopgraph: what a cooperation network is made of and what a question about it means.
//
// The main types are [Entity] and [Relationship], each with what every dataset says of it ([Record], [Claim]); [Date]
// and [Interval], which are as precise as their source and no more; [Filter], [PathQuery] and [NeighbourhoodQuery];
// and the two interfaces that every engine implements, [Reader] and [Writer].
//
// The package imports the standard library only. It knows no database and no web framework: graph/bolt keeps a graph
// in Neo4j, graph/graphtest holds every engine to one meaning.
//
// Caveats: values are plain data and are not safe for concurrent writing. Degrees and costs are those of the whole
// graph at one revision, whatever the filter. A relationship's dates are derived from its claims ([Derive]); writing
// them directly has no effect on what an engine stores.
package graph
