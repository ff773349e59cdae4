// Command setup brings together what a Neo4j on this machine needs, with visible progress, so that `make up` and
// `make test` start quickly afterwards.
//
// It reads the same environment as coopgraph. With -tests it sets up what tests use, who never touch NEO4J_URI; with
// -viewer what the viewer is made and tested with: a Chromium, and Node.js with the packages that its lock file pins;
// with -env it only makes the .env file that docker-compose.yml wants.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"coopgraph/internal/browser"
	"coopgraph/internal/webbundle"
	"coopgraph/neo4jlocal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "setup:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, log io.Writer) error {
	flags := flag.NewFlagSet("setup", flag.ContinueOnError)
	flags.SetOutput(log)
	tests := flags.Bool("tests", false, "set up what the tests need")
	viewer := flags.Bool("viewer", false, "also set up what the viewer is made and tested with")
	env := flags.Bool("env", false, "only make .env with a random password for docker-compose.yml")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *env {
		_, err := neo4jlocal.EnvFile(".")
		return err
	}
	if *viewer {
		if err := forViewer(ctx, log); err != nil {
			return err
		}
	}
	o := neo4jlocal.OptionsFromEnv()
	o.Log = log
	if *tests {
		return forTests(ctx, o)
	}
	return neo4jlocal.Setup(ctx, o)
}

// forViewer sets up a browser, and Node.js with the viewer's packages.
func forViewer(ctx context.Context, log io.Writer) error {
	var missing []error
	var packages []string
	if _, err := browser.Find(); err != nil {
		missing, packages = append(missing, err), append(packages, "chromium")
	}
	if err := webbundle.FindNode(); err != nil {
		missing, packages = append(missing, err), append(packages, "nodejs", "npm")
	}
	if len(packages) > 0 {
		if err := neo4jlocal.InstallWithApt(ctx, log, packages...); err != nil {
			return errors.Join(append(missing, err)...)
		}
	}
	if _, err := browser.Find(); err != nil {
		return err
	}
	return webbundle.Packages(ctx, "web")
}

// forTests sets up the way that neo4jtest will take.
func forTests(ctx context.Context, o neo4jlocal.Options) error {
	if os.Getenv("COOPGRAPH_TEST_NEO4J_URI") != "" {
		return nil
	}
	if o.Way != neo4jlocal.WayJava {
		err := neo4jlocal.DockerImage(ctx, o.Log)
		if err == nil || o.Way == neo4jlocal.WayDocker {
			return err
		}
		fmt.Fprintf(o.Log, "Tests do not use Docker: %v.\n", err)
	}
	o.Way, o.URI = neo4jlocal.WayJava, ""
	return neo4jlocal.Setup(ctx, o)
}
