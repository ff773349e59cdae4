package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// peakOf runs a program and gives the greatest memory it had, in MB. The system's own account of a child begins with
// what its parent had before, so that the child's is read off while it runs.
func peakOf(c *exec.Cmd) (float64, error) {
	if err := c.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	peak := 0
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case err := <-ended:
			if err == nil && peak == 0 {
				err = errors.New("it ended before its memory could be read, or this system does not tell it in /proc")
			}
			return float64(peak) / 1024, err
		case <-ticker.C:
			peak = max(peak, highWater(c.Process.Pid))
		}
	}
}

// highWater is the greatest memory that a process had so far, in kB; 0 where it cannot be told.
func highWater(pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(text) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmHWM:")); ok {
			kB, _ := strconv.Atoi(string(bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(rest), []byte("kB")))))
			return kB
		}
	}
	return 0
}
