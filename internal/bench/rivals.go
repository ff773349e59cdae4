package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"coopgraph/graph"
	"coopgraph/internal/generate"
	"coopgraph/internal/pyenv"
)

//go:embed rivals/*.py rivals/requirements.txt
var rivalFiles embed.FS

// The cases that rivals.py knows, named "library-question".
const (
	networkitDistance = "networkit-distance"
	networkitHops     = "networkit-hops"
	networkitSpecific = "networkit-specific"
	igraphHops        = "igraph-hops"
	igraphSpecific    = "igraph-specific"
	igraphFive        = "igraph-five"
)

// rival is what another library took for a case, pair by pair, and answered.
type rival struct {
	Case    string
	Version string // of the library: "igraph 1.0.0"
	Call    string // the function that was called
	Times   []float64
	Answers []json.RawMessage
}

func (r *rival) name() string { return r.Version + " " + r.Call }

// microseconds is the median.
func (r *rival) microseconds() float64 { return median(r.Times) / 1000 }

// rivals runs the other libraries, each with the rest of the machine to itself.
type rivals struct{ env *pyenv.Env }

func setUpRivals(ctx context.Context, b *bench) (*rivals, error) {
	scripts, err := fs.Sub(rivalFiles, "rivals")
	if err != nil {
		return nil, err
	}
	env, err := pyenv.SetUp(ctx, pyenv.Options{Dir: filepath.Join("build", "bench"), What: "the rivals", Scripts: scripts,
		Requirements: "requirements.txt", Probe: "import igraph, networkit, networkx, rustworkx", Stdout: b.stderr, Stderr: b.stderr})
	return &rivals{env}, err
}

// ask has the libraries answer the pairs, each case for so long at most. dir is a folder to exchange files in.
func (r *rivals) ask(ctx context.Context, dir string, g *generate.Graph, pairs [][2]int, limit time.Duration,
	cases ...string) (map[string]*rival, error) {
	if err := writeArrays(dir, g, pairs); err != nil {
		return nil, fmt.Errorf("hand the graph to the rivals: %w", err)
	}
	args := append([]string{r.env.Script("rivals.py"), dir, strconv.FormatFloat(limit.Seconds(), 'f', -1, 64)}, cases...)
	if err := r.env.Run(ctx, nil, "python", args...); err != nil {
		return nil, fmt.Errorf("rivals.py: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "answers.json"))
	if err != nil {
		return nil, err
	}
	var all []*rival
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("what rivals.py wrote: %w", err)
	}
	byCase := map[string]*rival{}
	for _, one := range all {
		byCase[one.Case] = one
	}
	for _, c := range cases {
		if byCase[c] == nil {
			return nil, fmt.Errorf("rivals.py did not measure %s", c)
		}
	}
	return byCase, nil
}

// writeArrays writes what rivals.py reads.
func writeArrays(dir string, g *generate.Graph, pairs [][2]int) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	nodes, _ := g.Len()
	costs := make([]int64, nodes)
	for node := range costs {
		costs[node] = graph.Cost(g.Degree(node))
	}
	asked := make([][2]uint32, len(pairs))
	for i, p := range pairs {
		asked[i] = [2]uint32{uint32(p[0]), uint32(p[1])}
	}
	for name, array := range map[string]any{"edges.u32": g.Edges(), "costs.i64": costs, "pairs.u32": asked} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		w := bufio.NewWriterSize(f, 1<<20)
		if err := errors.Join(binary.Write(w, binary.NativeEndian, array), w.Flush(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
