package neo4jlocal

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// bindToParent has the kernel kill the child when we die, however we die. SIGKILL, because a Neo4j that hangs while it
// stops politely would outlive us; its transaction log makes that safe.
func bindToParent(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	return nil
}

// processBirth is the kernel's start time of a process, in clock ticks since boot. With the pid it names a process for
// good: the number alone may belong to another one by now.
func processBirth(pid int) (string, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", err
	}
	// The second field is the program's name in brackets and may hold anything, so count from the last bracket.
	rest := string(stat[strings.LastIndexByte(string(stat), ')')+1:])
	fields := strings.Fields(rest)
	if len(fields) < 20 {
		return "", fmt.Errorf("process %d: /proc has %d fields", pid, len(fields))
	}
	if fields[0] == "Z" {
		return "", os.ErrProcessDone
	}
	return fields[19], nil
}
