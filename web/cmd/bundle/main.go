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

	"coopgraph/internal/webbundle"
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
	if err := webbundle.Packages(ctx, web); err != nil {
		return err
	}
	if err := webbundle.GenerateTypes(ctx, web, webbundle.Types); err != nil {
		return err
	}
	if err := webbundle.CheckTypes(ctx, web); err != nil {
		return err
	}
	return webbundle.Build(web, filepath.Join(web, "dist"))
}
