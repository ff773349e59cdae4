package bulk

import (
	"context"
	"fmt"
	"os"
	"testing"

	"coopgraph/loader"
	"coopgraph/neo4jlocal"
	"coopgraph/neo4jlocal/neo4jtest"
)

// The test binary becomes a bulk load of a folder into a home, which a test kills.
const (
	jobHome    = "COOPGRAPH_BULK_TEST_HOME"
	jobDataset = "COOPGRAPH_BULK_TEST_DATASET"
)

func TestMain(m *testing.M) {
	if home := os.Getenv(jobHome); home != "" {
		d, err := loader.OpenDir(os.Getenv(jobDataset))
		if err == nil {
			_, err = Load(context.Background(), javaOn(home), []*loader.Dataset{d}, loader.Options{})
		}
		fmt.Println(err)
		os.Exit(1)
	}
	neo4jtest.Main(m)
}

func javaOn(home string) neo4jlocal.Options {
	return neo4jlocal.Options{Way: neo4jlocal.WayJava, Home: home}
}
