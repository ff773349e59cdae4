package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

const cliDocs = "../../docs/cli.md"

// console is an example of docs/cli.md: the command line, and what it prints.
var console = regexp.MustCompile("(?s)```console\n\\$ coopgraph ([^\n]*)\n(.*?)```\n")

// word is one of a command line, in double quotes where it has spaces.
var word = regexp.MustCompile(`"([^"]*)"|(\S+)`)

// TestCLIDocs runs the examples of docs/cli.md on the bundled data.
func TestCLIDocs(t *testing.T) {
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	base, stop := serving(t, "serve", "--from", "bundled")
	defer stop()
	t.Setenv("COOPGRAPH_SERVER", base)
	docs, err := os.ReadFile(cliDocs)
	if err != nil {
		t.Fatal(err)
	}
	examples := console.FindAllSubmatch(docs, -1)
	for _, m := range examples {
		line, want := string(m[1]), string(m[2])
		line, wantsCode := strings.CutSuffix(line, "; echo $?")
		var args []string
		for _, w := range word.FindAllStringSubmatch(line, -1) {
			args = append(args, w[1]+w[2])
		}
		code, got, stderr := call(t, args...)
		if wantsCode {
			got += fmt.Sprintln(code)
		} else if code != exitOK {
			t.Errorf("%s: code %d, %s", line, code, stderr)
		}
		switch {
		case got == want:
		case *updateDocs:
			whole := string(m[0])
			docs = bytes.Replace(docs, []byte(whole), []byte(strings.TrimSuffix(whole, want+"```\n")+got+"```\n"), 1)
		default:
			t.Errorf("docs/cli.md: coopgraph %s prints\n%s\nand not\n%s\nrun this test with -update-docs where the new answer is right", line, got, want)
		}
	}
	if len(examples) == 0 {
		t.Error("there is no example")
	}
	if *updateDocs {
		if err := os.WriteFile(cliDocs, docs, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Every command that asks is in docs/cli.md, and so is every exit code.
func TestCLIDocsAreComplete(t *testing.T) {
	docs, err := os.ReadFile(cliDocs)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rootCommand(&bytes.Buffer{}, &bytes.Buffer{}).Commands() {
		if c.GroupID == "ask" && !strings.Contains(string(docs), "`"+c.Name()) {
			t.Errorf("docs/cli.md says nothing of %s", c.Name())
		}
	}
	for _, code := range []int{exitOK, exitFailed, exitUsage, exitNothing} {
		if !strings.Contains(string(docs), fmt.Sprintf("| %d | ", code)) {
			t.Errorf("docs/cli.md says nothing of the exit code %d", code)
		}
	}
}
