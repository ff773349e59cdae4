package version

import (
	"runtime/debug"
	"testing"
)

func TestFill(t *testing.T) {
	recorded := &debug.BuildInfo{
		Main:     debug.Module{Version: "v1.2.3"},
		Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}},
	}
	for _, test := range []struct {
		name, version, commit   string
		info                    *debug.BuildInfo
		wantVersion, wantCommit string
	}{
		{"linker wins", "v9", "fff", recorded, "v9", "fff"},
		{"Go's record", "", "", recorded, "v1.2.3", "abc"},
		{"a plain go build", "", "", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "dev", "unknown"},
		{"no record at all", "", "", nil, "dev", "unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			version, commit := Version, Commit
			defer func() { Version, Commit = version, commit }()
			Version, Commit = test.version, test.commit
			fill(test.info, test.info != nil)
			if Version != test.wantVersion || Commit != test.wantCommit {
				t.Errorf("got %s %s, want %s %s", Version, Commit, test.wantVersion, test.wantCommit)
			}
		})
	}
}
