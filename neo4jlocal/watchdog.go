//go:build linux || darwin || freebsd

package neo4jlocal

import (
	"io"
	"os/exec"
)

// watchdog runs its arguments and kills them when its standard input ends, which it does when we die: the kernel
// closes our end of the pipe. It serves the systems that have no Pdeathsig, and is built on Linux to be tested there.
const watchdog = `exec 3<&0 </dev/null
"$@" 3<&- & child=$!
(read -r _ <&3; kill -9 $child 2>/dev/null) & watch=$!
exec 3<&-
trap 'kill -TERM $child 2>/dev/null' TERM
wait $child; status=$?
while kill -0 $child 2>/dev/null; do wait $child; status=$?; done
kill $watch 2>/dev/null
exit $status`

// watched puts the watchdog between us and the child. Our end of the pipe is never written to and never inherited; the
// command keeps it open until it has ended.
func watched(cmd *exec.Cmd) (io.Closer, error) {
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	cmd.Args = append([]string{"sh", "-c", watchdog, "sh", cmd.Path}, cmd.Args[1:]...)
	cmd.Path = "/bin/sh"
	return pipe, nil
}
