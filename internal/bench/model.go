package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/csr"
)

// bytesPromised is what topology, dates, types, confidence and source references of a relationship may take.
const bytesPromised = 48

func (b *bench) memoryOf(s *subject) {
	_, relationships := s.model.Len()
	m := s.model.Memory()
	b.lower(result{Case: "memory of what filters and searches read", Graph: s.Name(),
		Ours: float64(m.Topology) / float64(relationships), Rival: "what is promised", Theirs: bytesPromised,
		Unit: "bytes/relationship", Required: 1})
	b.note("%s: %d MB for searches, %d MB for what answers show, %d MB for the index of names", s.Name(), m.Topology>>20,
		m.Records>>20, m.Search>>20)
}

// filter measures the first path under a filter that half of the relationships pass, against the same question without
// a filter on the graph that the filter leaves. The pairs are such that are connected in that graph: of the others the
// one side explains what the filter cut off, and the other has nothing to explain.
func (b *bench) filter(ctx context.Context, s *subject) error {
	half := s.Half()
	left, err := newSubject(ctx, s.Left(half), len(s.pairs))
	if err != nil {
		return err
	}
	connected := left.ids[:0:0]
	for _, p := range left.ids {
		answer, err := left.model.Distances(ctx, graph.DistancesQuery{IDs: p[:]})
		if err != nil {
			return err
		}
		if answer.Hops[0][1] > 0 {
			connected = append(connected, p)
		}
	}
	for _, rank := range []graph.Rank{graph.ByHops, graph.Specific} {
		measure := func(on *subject, f graph.Filter) (float64, error) {
			asked := *on
			asked.ids = connected
			times, err := asked.times(func(from, to string) error {
				_, err := on.model.Paths(ctx, graph.PathQuery{From: from, To: to, Rank: rank, K: 1, MaxHops: graph.MaxMaxHops,
					Filter: f})
				return err
			})
			if err != nil {
				return 0, err
			}
			return median(times) / 1000, nil
		}
		ours, err := measure(s, half)
		if err != nil {
			return err
		}
		theirs, err := measure(left, graph.Filter{})
		if err != nil {
			return err
		}
		b.lower(result{Case: "first path by " + string(rank) + ", filtered by day and types", Graph: s.Name(), Ours: ours,
			Rival: "the same without a filter on the graph that it leaves", Theirs: theirs, Unit: "µs", Required: 0.5})
	}
	return nil
}

// neighbourhood measures the neighbourhood of the hub against the least that could be done about it: one look at each
// neighbour in a flat array, and at its degree in another.
func (b *bench) neighbourhood(ctx context.Context, s *subject) error {
	hub := s.Hub()
	var adjacent []uint32
	for _, e := range s.Edges() {
		switch uint32(hub) {
		case e[0]:
			adjacent = append(adjacent, e[1])
		case e[1]:
			adjacent = append(adjacent, e[0])
		}
	}
	nodes, _ := s.Len()
	degrees := make([]uint32, nodes)
	for node := range degrees {
		degrees[node] = uint32(s.Degree(node))
	}
	const rounds = 200
	var ours, theirs []float64
	var memory graph.Memory // as the API brings it
	var sum uint32          // shown to nobody, but the compiler does not know that
	for range rounds {
		began := time.Now()
		memory.Reset()
		answer, err := s.model.Neighbourhood(ctx, graph.NeighbourhoodQuery{Starts: []string{s.ID(hub)}, Depth: 2, Limit: 200,
			Memory: &memory})
		ours = append(ours, float64(time.Since(began))/1000)
		if err != nil {
			return err
		}
		if len(answer.Graph.Nodes) != 201 {
			return fmt.Errorf("the neighbourhood of %s has %d nodes, not the hub and 200", s.ID(hub), len(answer.Graph.Nodes))
		}
		began = time.Now()
		for _, n := range adjacent {
			sum += degrees[n]
		}
		theirs = append(theirs, float64(time.Since(began))/1000)
	}
	if sum == 0 {
		return fmt.Errorf("%s has no neighbours", s.ID(hub))
	}
	b.lower(result{Case: "neighbourhood of the hub, depth 2, limit 200", Graph: s.Name(), Ours: median(ours),
		Rival: fmt.Sprintf("plain scan of its %d neighbours and their degrees", len(adjacent)), Theirs: median(theirs),
		Unit: "µs", Required: 0.2})
	return nil
}

// memoryPromised is what a process may take that answers from a million nodes and ten million relationships, in MB.
const memoryPromised = 3 << 10

// restart measures starting from a snapshot against building from generated rows, and how much memory a process has that
// starts so and answers. A virtual machine gets memory from its host at the first touch, which may take longer than all
// else here: both are measured with memory that the process had before, and what it took without is noted.
func (b *bench) restart(ctx context.Context, dir string, s *subject) error {
	file := filepath.Join(dir, "snapshot")
	written, err := seconds(func() error { return s.model.WriteSnapshot(file) })
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	b.note("%s: snapshot of %d MB written in %.1f s", s.Name(), info.Size()>>20, written)
	again := func(fn func() error) (float64, error) {
		runtime.GC() // so that the memory of the one before serves again
		return seconds(fn)
	}
	var took []float64
	for range 1 + b.rounds() {
		t, err := again(func() error { _, err := csr.ReadSnapshot(file); return err })
		if err != nil {
			return err
		}
		took = append(took, t)
	}
	b.note("%s: the first time, with memory that was new to the process, the snapshot was read in %.1f s", s.Name(), took[0])
	built, err := again(func() error { _, err := csr.Build(ctx, s.Graph); return err })
	if err != nil {
		return err
	}
	b.lower(result{Case: "start from a snapshot", Graph: s.Name(), Ours: median(took[1:]), Rival: "building from generated rows",
		Theirs: built, Unit: "s", Required: 20})
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, self, "-hold", file)
	c.Stderr = b.stderr
	peak, err := peakOf(c)
	if err != nil {
		return fmt.Errorf("a process that starts from the snapshot: %w", err)
	}
	r := result{Case: "peak memory of a process that starts from a snapshot and answers", Graph: s.Name(), Ours: peak,
		Rival: "what is promised", Theirs: memoryPromised, Unit: "MB", Required: 1}
	if b.quick {
		r.Required = 0 // what is promised is of the larger graph
	}
	b.lower(r)
	return nil
}

// hold is that process: it reads the snapshot, builds the API over it and asks it of 2,000 pairs.
func hold(ctx context.Context, file string, stderr io.Writer) error {
	var model *csr.Model
	took, err := seconds(func() (err error) {
		model, err = csr.ReadSnapshot(file)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(stderr, "a new process read the snapshot in %.1f s\n", took)
	entities, err := model.Entities(ctx, graph.EntitiesQuery{Limit: graph.MaxLimit})
	if err != nil {
		return err
	}
	var ids [][2]string
	for i := range min(pairsAsked, len(entities)/2) {
		ids = append(ids, [2]string{entities[i].ID, entities[len(entities)-1-i].ID})
	}
	b := &bench{quick: true}
	_, err = b.underLoad(ctx, apiOf(&subject{model: model}), targets(ids, graph.Specific))
	return err
}
