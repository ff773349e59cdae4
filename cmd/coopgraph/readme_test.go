package main

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// An example of the README is a command line after a dollar sign and what it prints, both indented by four spaces.
var (
	readmeConsole = regexp.MustCompile(`(?m)^    \$ build/coopgraph ([^\n]*)\n((?:    [^$\n][^\n]*\n|\n    [^$\n][^\n]*\n)*)`)
	readmeCurl    = regexp.MustCompile("(?s)    \\$ curl 'http://127\\.0\\.0\\.1:8080([^']*)'\n.*?```json\n(.*?)```")
)

// askAsTheReadmeDoes runs the README's examples on the bundled data in Neo4j, which are loaded as `up` loads them.
func askAsTheReadmeDoes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := readmeConsole.FindAllSubmatch(readme, -1)
	if len(examples) < 2 {
		t.Errorf("the README has %d examples of the command line", len(examples))
	}
	for _, m := range examples {
		var args []string
		for _, w := range word.FindAllStringSubmatch(string(m[1]), -1) {
			args = append(args, w[1]+w[2])
		}
		var want strings.Builder
		for line := range strings.Lines(string(m[2])) {
			want.WriteString(strings.TrimPrefix(line, "    "))
		}
		code, got, stderr := call(t, args...)
		if code != exitOK || strings.TrimSpace(got) != strings.TrimSpace(want.String()) {
			t.Errorf("README: coopgraph %s ends with %d and prints\n%s\n%s\nand not\n%s", m[1], code, got, stderr, want.String())
		}
	}
	askWithCurl(t, readme)
}

// askWithCurl asks a server what the README asks with curl: all that is shown of the answer has to be in it.
func askWithCurl(t *testing.T, readme []byte) {
	base, stop := serving(t, "serve", "--addr", "127.0.0.1:0")
	defer stop()
	curls := readmeCurl.FindAllSubmatch(readme, -1)
	if len(curls) == 0 {
		t.Error("the README asks nothing with curl")
	}
	for _, m := range curls {
		var want, got any
		if err := json.Unmarshal(m[2], &want); err != nil {
			t.Fatalf("README: %v in %s", err, m[2])
		}
		if err := json.Unmarshal([]byte(get(t, base+string(m[1]))), &got); err != nil {
			t.Fatal(err)
		}
		if lack := lacking(want, got, ""); lack != "" {
			t.Errorf("README: %s does not answer as shown: %s", m[1], lack)
		}
	}
}

// lacking says where the answer is not what is shown of it; "" where all that is shown is there. Items of a list are
// looked for anywhere in it.
func lacking(shown, answer any, place string) string {
	switch s := shown.(type) {
	case map[string]any:
		a, _ := answer.(map[string]any)
		for name, v := range s {
			if lack := lacking(v, a[name], place+"."+name); lack != "" {
				return lack
			}
		}
		return ""
	case []any:
		a, _ := answer.([]any)
		for _, item := range s {
			lack := place + " lacks an item"
			for _, other := range a {
				if lack = lacking(item, other, place+"[]"); lack == "" {
					break
				}
			}
			if lack != "" {
				return lack
			}
		}
		return ""
	}
	if !reflect.DeepEqual(shown, answer) {
		return place
	}
	return ""
}
