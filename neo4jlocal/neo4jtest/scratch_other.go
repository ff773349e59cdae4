//go:build !linux

package neo4jtest

import "os"

func scratchBase() string { return os.TempDir() }
