//go:build darwin || freebsd

package neo4jlocal

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// watchdog runs its arguments and kills them when its standard input ends, which it does when we die: the kernel
// closes our end of the pipe. There is no Pdeathsig outside Linux.
const watchdog = `exec 3<&0; "$@" </dev/null 3<&- & child=$!
( read -r _ <&3; kill -9 $child 2>/dev/null ) & watch=$!
exec 3<&-
trap 'kill -TERM $child 2>/dev/null' TERM
wait $child; status=$?
while kill -0 $child 2>/dev/null; do wait $child; status=$?; done
kill $watch 2>/dev/null
exit $status`

// bindToParent puts the watchdog between us and the child. The write end of the pipe is ours, never written to and
// never inherited, and is kept open by the command until it has ended.
func bindToParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if _, err := cmd.StdinPipe(); err != nil {
		return
	}
	cmd.Args = append([]string{"sh", "-c", watchdog, "sh"}, append([]string{cmd.Path}, cmd.Args[1:]...)...)
	cmd.Path = "/bin/sh"
}

// processBirth is the start time of a process as ps prints it.
func processBirth(pid int) (string, error) {
	out, err := exec.Command("ps", "-o", "lstart=", "-p", fmt.Sprint(pid)).Output()
	if err != nil {
		return "", os.ErrProcessDone
	}
	return strings.TrimSpace(string(out)), nil
}
