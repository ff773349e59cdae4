package main

import (
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/internal/generate"
)

// BenchmarkServing measures answers over HTTP as `make bench` does, beside gin with as many bytes from memory, on a graph
// that is made in a few seconds. It reports processor time, which takes less notice of what else the machine does: client,
// kernel and server together.
func BenchmarkServing(b *testing.B) {
	s, err := newSubject(b.Context(), generate.New(6, 100_000, 1_000_000), 1)
	if err != nil {
		b.Fatal(err)
	}
	ids := s.named(s.Pairs(2, pairsServed))
	m := &bench{quick: true, stderr: os.Stderr}
	for _, rank := range []graph.Rank{graph.ByHops, graph.Specific} {
		asked := targets(ids, rank)
		first, err := m.underLoad(b.Context(), apiOf(s), asked)
		if err != nil {
			b.Fatal(err)
		}
		for _, side := range []struct {
			name    string
			handler func() (http.Handler, error)
		}{{"gin", func() (http.Handler, error) { return bareGin(first.size), nil }}, {"ours", apiOf(s)}} {
			b.Run(string(rank)+"/"+side.name, func(b *testing.B) {
				for b.Loop() {
					before := processorTime()
					l, err := m.underLoad(b.Context(), side.handler, asked)
					if err != nil {
						b.Fatal(err)
					}
					spent := processorTime() - before
					b.ReportMetric(l.rate, "answers/s")
					b.ReportMetric(float64(spent.Microseconds())/l.rate/m.during().Seconds(), "cpu-µs/answer")
				}
			})
		}
	}
}

// processorTime is what this process has taken so far, by itself and in the kernel.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
