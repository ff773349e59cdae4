// Command setup brings together what a Neo4j on this machine needs, with visible progress, so that `make up` and
// `make test` start quickly afterwards.
//
// It reads the same environment as coopgraph. With -tests it sets up what tests use, who never touch NEO4J_URI; with
// -env it only makes the .env file that docker-compose.yml wants.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

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
	env := flags.Bool("env", false, "only make .env with a random password for docker-compose.yml")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *env {
		_, err := neo4jlocal.EnvFile(".")
		return err
	}
	o := neo4jlocal.OptionsFromEnv()
	o.Log = log
	if *tests {
		return forTests(ctx, o)
	}
	return neo4jlocal.Setup(ctx, o)
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
