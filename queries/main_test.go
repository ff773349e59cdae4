package queries

import (
	"context"
	"io/fs"
	"sync"
	"testing"

	"coopgraph/data"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/loader"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

var bundled sync.Once

// openBundled gives a graph with the bundled datasets. They are loaded once for all tests, which only read.
func openBundled(tb testing.TB) *bolt.DB {
	tb.Helper()
	bundled.Do(func() {
		db := bolttest.Open(tb)
		for _, name := range data.Names() {
			folder, err := fs.Sub(data.FS, name)
			if err != nil {
				tb.Fatal(err)
			}
			dataset, err := loader.Open(folder)
			if err != nil {
				tb.Fatal(err)
			}
			if _, err := loader.Load(context.Background(), db, dataset, loader.Options{}); err != nil {
				tb.Fatal(err)
			}
		}
	})
	return bolttest.Connect(tb, bolttest.Config(neo4jtest.Server(tb)))
}
