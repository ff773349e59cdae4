package main

import (
	"context"
	"embed"
	"io"
	"strconv"

	"coopgraph/internal/pyenv"
)

//go:embed *.py requirements-*.txt
var files embed.FS

// maxExamples bounds what Schemathesis tries on each operation and in each of its ways.
const maxExamples = 30

// setUp makes the environment of the judges that the form needs.
func setUp(ctx context.Context, dir string, quick bool, stdout, stderr io.Writer) (*pyenv.Env, error) {
	o := pyenv.Options{Dir: dir, What: "the judges", Scripts: files, Requirements: "requirements-full.txt",
		Probe: "import networkx", Stdout: stdout, Stderr: stderr}
	if quick {
		o.Requirements = "requirements-quick.txt"
	}
	return pyenv.SetUp(ctx, o)
}

// noProxy keeps a proxy from coming between a judge and the server, which is local as a rule.
var noProxy = []string{"NO_PROXY=*", "no_proxy=*"}

// judged turns the end of a judge into an error: where it ended by itself with exit code 1 it has said why.
func judged(err error) error {
	if pyenv.ExitCode(err) == 1 {
		return errDiffer
	}
	return err
}

// schemathesisArgs asks for every operation, with the same examples at every run, and for every check
// but one. That one expects whatever fits the schema to be accepted; but no schema can say which days exist, what a
// cursor is, which slugs ids have, or that as_of excludes from_date: a 400 is the documented answer to those.
func schemathesisArgs(addr, config string) []string {
	base := "http://" + addr
	return []string{"--config-file", config, "run", base + "/openapi.yaml", "--url", base,
		"--phases", "examples,coverage,fuzzing", "--max-examples", strconv.Itoa(maxExamples),
		"--exclude-checks", "positive_data_acceptance", "--continue-on-failure", "--warnings", "off",
		"--generation-deterministic", "--no-color"}
}
