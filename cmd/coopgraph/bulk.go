package main

import (
	"context"
	"fmt"
	"io"

	"coopgraph/internal/bulk"
	"coopgraph/loader"
)

// loadBulk fills an empty database of our own, and says what a load of each dataset would say, and where the time
// went.
func loadBulk(ctx context.Context, s *settings, datasets []*loader.Dataset, stdout, stderr io.Writer) error {
	o, err := s.options(stderr)
	if err != nil {
		return err
	}
	result, err := bulk.Load(ctx, o, datasets, options(false, stderr))
	if err != nil {
		return err
	}
	for i := range result.Summaries {
		if _, err := result.Summaries[i].WriteTo(stdout); err != nil {
			return err
		}
	}
	fmt.Fprintf(stdout, "%d nodes and %d relationships were imported. The time went into\n", result.Nodes,
		result.Relationships)
	for _, p := range result.Phases {
		fmt.Fprintf(stdout, "  %-45s %8.1f s\n", p.Name, p.Took.Seconds())
	}
	fmt.Fprintf(stdout, "Neo4j is stopped; `coopgraph up` starts it.\n")
	return nil
}
