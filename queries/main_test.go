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

// regional are the datasets that the canned queries are asked of here. All that are bundled are asked through the API.
var regional = []string{"countries", "trend-2024-06-27", "region"}

// openBundled gives a graph with these. They are loaded once for all tests, which only read.
func openBundled(tb testing.TB) *bolt.DB {
	tb.Helper()
	bundled.Do(func() {
		db := bolttest.Open(tb)
		for _, name := range regional {
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
