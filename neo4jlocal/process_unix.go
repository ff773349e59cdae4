//go:build darwin || freebsd

package neo4jlocal

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

func bindToParent(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	_, err := watched(cmd)
	return err
}

// processBirth is the start time of a process as ps prints it.
func processBirth(pid int) (string, error) {
	out, err := exec.Command("ps", "-o", "lstart=", "-p", fmt.Sprint(pid)).Output()
	if err != nil {
		return "", os.ErrProcessDone
	}
	return strings.TrimSpace(string(out)), nil
}
