//go:build !linux

package csr

// inHugePages does nothing where it is not known how.
func inHugePages[T any]([]T) {}
