package neo4jtest

import (
	"os"
	"syscall"
)

// scratchBase prefers memory where there is plenty: every commit syncs, and on a disk that is most of what a small
// write costs. Containers often have but 64 MB there.
func scratchBase() string {
	const shm, enough = "/dev/shm", 4 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs(shm, &fs); err == nil && fs.Bavail*uint64(fs.Bsize) >= enough {
		return shm
	}
	return os.TempDir()
}
