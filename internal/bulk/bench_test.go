package bulk

import (
	"testing"

	"coopgraph/loader"
)

// BenchmarkBulk is a bulk load of 100,000 entities and a million relationships into a fresh home, and beside it what
// Neo4j's importer takes for the same files alone. Run it with -benchtime 1x on a machine that has nothing else to
// do.
func BenchmarkBulk(b *testing.B) {
	dir := b.TempDir()
	if err := writeSample(dir, 100_000, 1_000_000, 1); err != nil {
		b.Fatal(err)
	}
	opened := func() []*loader.Dataset {
		d, err := loader.OpenDir(dir)
		if err != nil {
			b.Fatal(err)
		}
		return []*loader.Dataset{d}
	}
	for b.Loop() {
		alone, err := ImporterAlone(b.Context(), javaOn(b.TempDir()), opened())
		if err != nil {
			b.Fatal(err)
		}
		r, err := Load(b.Context(), javaOn(b.TempDir()), opened(), loader.Options{})
		if err != nil {
			b.Fatal(err)
		}
		whole := r.Summaries[0].Took
		b.ReportMetric(whole.Seconds(), "whole-s")
		b.ReportMetric(alone.Seconds(), "importer-alone-s")
		b.ReportMetric(whole.Seconds()/alone.Seconds(), "ratio")
		for _, p := range r.Phases {
			b.Logf("%-45s %s", p.Name, p.Took)
		}
	}
}
