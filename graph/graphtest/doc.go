// Package graphtest holds every engine to one meaning. [Run] is the conformance suite: fixtures that list every
// acceptable answer, and random graphs and questions on which an engine must answer as [Reference] does, an engine
// that is slow and obvious.
//
// Caveats: the reference enumerates every path, so it is for graphs of some ten nodes. It is for tests alone; no
// production code may import this package.
package graphtest
