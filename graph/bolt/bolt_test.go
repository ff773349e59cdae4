package bolt_test

import (
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/graphtest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// TestConformance is the suite on Neo4j, with its share of random graphs and questions.
func TestConformance(t *testing.T) {
	size := graphtest.Size{Graphs: 300 * graphtest.Times(), Paths: 4, Neighbourhoods: 1, TieGraphs: 150}
	graphtest.Run(t, size, func(t *testing.T, d graphtest.Data) graph.Reader {
		db := bolttest.Open(t)
		if err := graphtest.Store(t.Context(), db, d); err != nil {
			t.Fatal(err)
		}
		return db
	})
}
