package neo4jtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const scratchPrefix = "coopgraph-test-"

// scratch makes a folder for this process below base, and removes those of processes that died without doing so.
func scratch(base string) (string, error) {
	old, _ := filepath.Glob(filepath.Join(base, scratchPrefix+"*"))
	for _, dir := range old {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), scratchPrefix), "-")
		if n, err := strconv.Atoi(pid); err == nil && !lives(n) {
			_ = os.RemoveAll(dir)
		}
	}
	dir, err := os.MkdirTemp(base, fmt.Sprintf("%s%d-*", scratchPrefix, os.Getpid()))
	if err != nil {
		return "", fmt.Errorf("no folder for the test's data: %w; set TMPDIR to one", err)
	}
	return dir, nil
}

func lives(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}
