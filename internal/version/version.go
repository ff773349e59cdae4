// Package version tells which coopgraph this is.
//
// [Version] and [Commit] are set by `make build` through the linker; a binary that was built otherwise says what Go
// itself recorded, so that /healthz and `coopgraph version` never answer with nothing.
package version

import "runtime/debug"

// Version is the release, such as v0.1.0, or "dev".
var Version string

// Commit is the commit that it was built from, or "unknown".
var Commit string

func init() { fill(debug.ReadBuildInfo()) }

// fill takes what the linker did not set from Go's own record.
func fill(info *debug.BuildInfo, ok bool) {
	if !ok {
		info = &debug.BuildInfo{}
	}
	if Version == "" {
		Version = "dev"
		if v := info.Main.Version; v != "" && v != "(devel)" {
			Version = v
		}
	}
	if Commit != "" {
		return
	}
	Commit = "unknown"
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			Commit = setting.Value
		}
	}
}
