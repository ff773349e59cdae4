package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"coopgraph/graph"
)

// What a graph takes in memory, by measure of the bundled datasets and of generated ones: an entity with its names, a
// relationship with its claim.
const (
	entityBytes       = 300
	relationshipBytes = 250
	sourceBytes       = 500
)

// copies is how many times a model's own memory is needed while a new one is built beside it.
const copies = 3

// estimate is how many bytes a model of a graph with these counts will take.
func estimate(counts map[string]int) int {
	bytes := counts["Source"] * sourceBytes
	for _, kind := range graph.KindNames() {
		bytes += counts[kind] * entityBytes
	}
	for _, t := range graph.TypeNames() {
		bytes += counts[t] * relationshipBytes
	}
	return bytes
}

// fits says why a graph with these counts should not be kept in memory, while there is a copy that takes so many bytes.
func fits(counts map[string]int, held int) error {
	free, ok := freeMemory()
	need := copies*estimate(counts) - held
	if !ok || need <= free {
		return nil
	}
	return fmt.Errorf("it needs about %s while it is exchanged, and %s are free; --read-model=on keeps it in memory "+
		"nevertheless", size(need), size(free))
}

// size writes a number of bytes for people.
func size(bytes int) string {
	const step = 1 << 10
	if bytes < step {
		return strconv.Itoa(bytes) + " B"
	}
	value, units := float64(bytes)/step, []string{"KiB", "MiB", "GiB", "TiB"}
	for value >= step && len(units) > 1 {
		value, units = value/step, units[1:]
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + " " + units[0]
}

// freeMemory is how many bytes this process may still take: what the machine has available, at most what the limits of
// its control group and of GOMEMLIMIT leave. It is false where nothing says so.
func freeMemory() (int, bool) {
	free := math.MaxInt
	if kilobytes, err := field("/proc/meminfo", "MemAvailable:"); err == nil {
		free = kilobytes << 10
	}
	for _, group := range []struct{ limit, used, stat, cache string }{
		{"memory.max", "memory.current", "memory.stat", "inactive_file"},
		{"memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat", "total_inactive_file"}} {
		const root = "/sys/fs/cgroup/"
		limit, err := field(root+group.limit, "")
		used, alsoErr := field(root+group.used, "")
		if err == nil && alsoErr == nil {
			cache, _ := field(root+group.stat, group.cache) // of files, which gives way; 0 where it is not told
			free = min(free, limit-used+cache)
		}
	}
	if limit := debug.SetMemoryLimit(-1); limit != math.MaxInt64 {
		var taken runtime.MemStats
		runtime.ReadMemStats(&taken)
		free = min(free, int(limit)-int(taken.Sys-taken.HeapReleased))
	}
	return max(free, 0), free != math.MaxInt
}

// field reads a number from a file: the first of a line that begins with the name.
func field(path, name string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }() // it was only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, found := strings.CutPrefix(lines.Text(), name); found {
			number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			return strconv.Atoi(number)
		}
	}
	return 0, errors.New("there is no such line")
}
