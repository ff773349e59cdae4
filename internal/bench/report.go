package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// result is one line of the table. A ratio above 1 means that ours is faster, smaller or higher.
type result struct {
	Case     string  `json:"case"`
	Graph    string  `json:"graph"`
	Ours     float64 `json:"ours"`
	Rival    string  `json:"rival"`
	Theirs   float64 `json:"theirs"`
	Unit     string  `json:"unit"`
	Ratio    float64 `json:"ratio"`
	Required float64 `json:"required"`
}

// higher adds a pair of which the higher is better, such as rows a second.
func (b *bench) higher(r result) {
	r.Ratio = r.Ours / r.Theirs
	b.add(r)
}

// lower adds a pair of which the lower is better, such as seconds.
func (b *bench) lower(r result) {
	r.Ratio = r.Theirs / r.Ours
	b.add(r)
}

func (b *bench) add(r result) {
	b.results = append(b.results, r)
	fmt.Fprintf(b.stderr, "%s, %s: %.4g against %.4g %s of %s\n", r.Case, r.Graph, r.Ours, r.Theirs, r.Unit, r.Rival)
}

// note says something that is no comparison.
func (b *bench) note(format string, args ...any) { fmt.Fprintf(b.stderr, format+"\n", args...) }

func (b *bench) missed() bool {
	return slices.ContainsFunc(b.results, func(r result) bool { return r.Ratio < r.Required })
}

// report prints the table and writes the results.
func (b *bench) report(path string) error {
	fmt.Fprintf(b.stdout, "\n%s on %s/%s, %d processors\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	w := tabwriter.NewWriter(b.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "case\tgraph\tours\trival\ttheirs\tunit\tratio\trequired\t")
	for _, r := range b.results {
		verdict := ""
		if r.Ratio < r.Required {
			verdict = "missed"
		}
		fmt.Fprintf(w, "%s\t%s\t%.4g\t%s\t%.4g\t%s\t%.2f\t%.2f\t%s\n", r.Case, r.Graph, r.Ours, r.Rival, r.Theirs, r.Unit,
			r.Ratio, r.Required, verdict)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(b.results, "", "  ")
	if err != nil {
		return fmt.Errorf("the results: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // build/ is there for others to read
		return fmt.Errorf("make the folder of the results: %w", err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil { //nolint:gosec // as above
		return fmt.Errorf("write the results: %w", err)
	}
	return nil
}

// median of what was measured.
func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}

// seconds is how long fn takes.
func seconds(fn func() error) (float64, error) {
	began := time.Now()
	err := fn()
	return time.Since(began).Seconds(), err
}
