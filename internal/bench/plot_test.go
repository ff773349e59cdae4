package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPlotDrawsWhatWasMeasuredOnSeveralSizes(t *testing.T) {
	results := []result{
		{Case: "distance by hops", Graph: "generated 10k/100k", Ours: 2, Rival: "A & B", Theirs: 7, Unit: "µs"},
		{Case: "distance by hops", Graph: "generated 1M/10M", Ours: 9, Rival: "A & B", Theirs: 70, Unit: "µs"},
		{Case: "bulk load", Graph: "generated 100k/1M", Ours: 20, Rival: "C", Theirs: 10, Unit: "s"},
		{Case: "once", Graph: "generated 100k/1M", Ours: 20, Rival: "D", Theirs: 10, Unit: "µs"},
	}
	lines := growth(results)
	if len(lines) != 2 || lines[0].name != "A & B, distance by hops" || !lines[1].ours || len(lines[1].points) != 2 {
		t.Fatalf("%+v", lines)
	}
	text, err := json.Marshal(results)
	if err != nil {
		t.Fatal(err)
	}
	from, to := filepath.Join(t.TempDir(), "bench.json"), filepath.Join(t.TempDir(), "plot.svg")
	if err := os.WriteFile(from, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := plot(from, to); err != nil {
		t.Fatal(err)
	}
	drawn, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(string(drawn)))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"A &amp; B, distance by hops", "coopgraph, distance by hops", "10,000", "1 million"} {
		if !strings.Contains(string(drawn), want) {
			t.Errorf("%q is not in the picture", want)
		}
	}
}

func TestPlotOfNothingSaysWhatToDo(t *testing.T) {
	from := filepath.Join(t.TempDir(), "bench.json")
	if err := os.WriteFile(from, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := plot(from, from+".svg"); err == nil || !strings.Contains(err.Error(), "make bench") {
		t.Error(err)
	}
}
