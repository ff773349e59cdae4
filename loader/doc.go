// Package loader brings a dataset, a folder of CSV files and a dataset.yaml, into a graph.
//
// [Open] and [OpenDir] find the folder, [Dataset.Check] reads it whole and lists every [Problem] with file, line,
// column, what is wrong and what to do, and [Load] compares it with what the graph has and writes the difference in
// batches, each one transaction. [Unload] takes away what a dataset says. Both end in a [Summary].
//
// A load may be stopped or killed at any time: what was written stays, and the next load of the dataset writes the
// rest, so that the graph ends as if it had been loaded once. Loading again what is there changes nothing. An element
// that the dataset no longer contains is removed unless another dataset says something of it.
//
// Caveats: a dataset is held in memory between Check and Load (some 500 bytes a claim). The files must not change
// meanwhile; Load writes what Check read. Readers that ask Neo4j itself may see a load half done; its commit raises
// the revision at the end. Columns are counted in bytes.
package loader
