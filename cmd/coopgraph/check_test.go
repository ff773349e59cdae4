package main

import (
	"encoding/json"
	"strings"
	"testing"

	"coopgraph/graph/audit"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestCheckOfTheGraph(t *testing.T) {
	bolttest.Wipe(t, neo4jtest.Server(t))
	useTestServer(t)
	if code, _, stderr := call(t, "load", "trend-2024-06-27"); code != exitOK {
		t.Fatal(stderr)
	}
	code, stdout, stderr := call(t, "check")
	if code != exitOK || !strings.HasPrefix(stdout, "The graph at revision 1: ") || !strings.Contains(stdout, "0 errors") {
		t.Errorf("got %d\n%s\n%s", code, stdout, stderr)
	}
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (c:Country) SET c.degree = c.degree + 1", nil)
	code, stdout, stderr = call(t, "check", "--limit", "1")
	if code != exitFailed || !strings.Contains(stdout, "[degree]") || !strings.Contains(stdout, "and 2 more") ||
		!strings.Contains(stderr, "3 of what was found are errors") {
		t.Errorf("got %d\n%s\n%s", code, stdout, stderr)
	}
	code, stdout, _ = call(t, "check", "--format", "json")
	var report audit.Report
	if err := json.Unmarshal([]byte(stdout), &report); err != nil || code != exitFailed || report.Errors != 3 ||
		report.Groups[0].Code != audit.Degree || len(report.Groups[0].Findings) != 3 || report.Groups[0].Findings[0].IDs[0] != "country:arm" {
		t.Errorf("got %d %+v %v\n%s", code, report, err, stdout)
	}
	for _, args := range [][]string{{"check", "--format", "xml"}, {"check", "--limit", "-1"}, {"check", "countries",
		"--format", "json"}} {
		if code, _, stderr := call(t, args...); code != exitUsage || stderr == "" {
			t.Errorf("%q: got %d %s", args, code, stderr)
		}
	}
}
