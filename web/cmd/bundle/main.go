// Command bundle makes web/dist again: it fetches the pinned npm packages, makes the types of the API's answers out of
// openapi.yaml, lets the TypeScript compiler check the sources, and bundles them. `make web` runs it, from the
// project's root.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"coopgraph/web/internal/bundle"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	web, err := filepath.Abs("web")
	if err != nil {
		return err
	}
	if err := bundle.Packages(ctx, web); err != nil {
		return err
	}
	if err := bundle.GenerateTypes(ctx, web, bundle.Types); err != nil {
		return err
	}
	if err := bundle.CheckTypes(ctx, web); err != nil {
		return err
	}
	return bundle.Build(web, filepath.Join(web, "dist"))
}
