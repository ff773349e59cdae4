package bolt_test

import (
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// A database that nothing was ever loaded into has no index to look in, and says that it has nothing.
func TestLookupWithoutSchema(t *testing.T) {
	s := neo4jtest.Server(t)
	bolttest.Run(t, s, "MATCH (n) DETACH DELETE n", nil)
	bolttest.Run(t, s, "DROP CONSTRAINT owns_id IF EXISTS", nil)
	db := bolttest.Connect(t, bolttest.Config(s))
	if _, err := db.Relationship(t.Context(), "owns:0123456789abcdef"); graph.CodeOf(err) != graph.CodeNotFound {
		t.Error(err)
	}
}
