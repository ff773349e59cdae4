// Command verify holds a running server against judges from outside, which share no code with it: NetworkX on what the
// server exports, and in the full form a property test of its OpenAPI document by Schemathesis, and for every format the
// libraries that it is for. `make verify` runs it.
//
// The judges are Python and JavaScript programs. They live in environments below build/verify, made at the first run from
// requirements and a lock file with exact versions; and one is a Neo4j of its own, which runs the scripts in Cypher.
//
// Caveats: the graph must not be loaded into meanwhile; a run that sees another revision ends with an error.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const defaultAddr = "127.0.0.1:8080"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from the first signal on, the next one ends the program
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// errDiffer says that a judge found something, which it has shown by itself.
var errDiffer = errors.New("the server and its judges differ; see above")

// settings are what can be chosen.
type settings struct {
	addr  string
	quick bool
	only  string
	seed  int
	dir   string
}

// run carries out one command line and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(stderr, "verify: %v\n", err)
		return exitUsage
	}
	err = verify(ctx, s, stdout, stderr)
	switch {
	case err == nil:
		return exitOK
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "verify: stopped")
	default:
		fmt.Fprintf(stderr, "verify: %v\n", err)
	}
	return exitFailed
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	f := flag.NewFlagSet("verify", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&s.addr, "addr", cmp.Or(os.Getenv("COOPGRAPH_ADDR"), defaultAddr), "address of the server [COOPGRAPH_ADDR]")
	f.BoolVar(&s.quick, "quick", false, "200 pairs instead of 1,000, and neither the OpenAPI document nor the formats")
	f.StringVar(&s.only, "only", "", "judge one part alone: answers, openapi or formats")
	f.IntVar(&s.seed, "seed", 1, "what the random questions are drawn from")
	f.StringVar(&s.dir, "dir", filepath.Join("build", "verify"), "folder for the virtual environment and the export")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if f.NArg() > 0 {
		return s, fmt.Errorf("%q is one argument too many; all is said by flags, see -help", f.Arg(0))
	}
	if s.only != "" && !slices.Contains(parts, s.only) {
		return s, fmt.Errorf("%q is no part; give one of %s", s.only, strings.Join(parts, ", "))
	}
	var err error
	s.addr, err = address(s.addr)
	return s, err
}

// address is where to reach a server that listens on addr: one that listens everywhere is reached on loopback.
func address(addr string) (string, error) {
	host, port, err := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(addr, "http://"), "/"))
	if err != nil {
		return "", fmt.Errorf("%q is no address; write host:port, like %s", addr, defaultAddr)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return "", fmt.Errorf("%q in %q is no port; give 1 to 65535", port, addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// The parts of a run.
const (
	ofAnswers = "answers"
	ofOpenAPI = "openapi"
	ofFormats = "formats"
)

var parts = []string{ofAnswers, ofOpenAPI, ofFormats}

// asks reports whether a part is to be judged.
func (s *settings) asks(part string) bool {
	if s.only != "" {
		return s.only == part
	}
	return !s.quick || part == ofAnswers
}

func verify(ctx context.Context, s settings, stdout, stderr io.Writer) error {
	server := newServer(s.addr)
	before, err := server.state(ctx) // first, since without a server nothing else is of use
	if err != nil {
		return err
	}
	found := judge(ctx, s, server, before, stdout, stderr)
	if found != nil && !errors.Is(found, errDiffer) || ctx.Err() != nil {
		return cmp.Or(ctx.Err(), found)
	}
	after, err := server.state(ctx)
	if err != nil {
		return err
	}
	if after != before {
		return fmt.Errorf("the graph went from revision %d to %d meanwhile, so the comparison is void; run this again",
			before.Revision, after.Revision)
	}
	if found != nil {
		return errDiffer
	}
	fmt.Fprintln(stdout, "\nNothing differs.")
	return nil
}

// judge has every part judged. What differs is an errDiffer.
func judge(ctx context.Context, s settings, server *server, now state, stdout, stderr io.Writer) error {
	dir, err := filepath.Abs(s.dir) // judges run in folders of their own
	if err != nil {
		return err
	}
	export := filepath.Join(dir, "graph.json")
	if err := errors.Join(os.MkdirAll(dir, 0o750), server.export(ctx, export)); err != nil {
		return err
	}
	var found error
	if s.asks(ofAnswers) || s.asks(ofOpenAPI) { // the latter asks about entities that the former finds
		found = judgeAnswers(ctx, s, export, now, stdout, stderr)
	}
	if s.asks(ofFormats) && ctx.Err() == nil && (found == nil || errors.Is(found, errDiffer)) {
		formats := judgeFormats(ctx, s, server, export, stdout, stderr)
		if formats != nil && !errors.Is(formats, errDiffer) {
			return formats
		}
		found = errors.Join(found, formats)
	}
	return found
}

// judgeAnswers compares the server's answers with NetworkX, and the server with its document.
func judgeAnswers(ctx context.Context, s settings, export string, now state, stdout, stderr io.Writer) error {
	py, err := setUp(ctx, s.dir, s.quick, stdout, stderr)
	if err != nil {
		return err
	}
	examples := filepath.Join(py.Dir(), "schemathesis.toml")
	fmt.Fprintf(stdout, "\nComparing http://%s, revision %d, with NetworkX.\n", s.addr, now.Revision)
	args := []string{py.Script("judge.py"), s.addr, export, "--seed", strconv.Itoa(s.seed)}
	if s.quick {
		args = append(args, "--quick")
	}
	if s.asks(ofOpenAPI) {
		args = append(args, "--examples", examples)
	}
	found := judged(py.Run(ctx, nil, "python", args...))
	if s.asks(ofOpenAPI) && ctx.Err() == nil {
		fmt.Fprintf(stdout, "\nTesting http://%s against its OpenAPI document with Schemathesis.\n", s.addr)
		found = errors.Join(found, judged(py.Run(ctx, noProxy, "schemathesis", schemathesisArgs(s.addr, examples)...)))
	}
	return found
}
