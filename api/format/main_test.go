package format

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/internal/hostile"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

var head = Head{Title: `Hostile "names" -- {and} <more> \u000a; @x`, Question: "/v1/graph?as_of=2004&types=%60`", Generator: "coopgraph test",
	Permalink: "http://127.0.0.1:8080/v1/graph?as_of=2004&revision=12", Marker: graph.Marker{Epoch: "E", Revision: 12}}

// written is the hostile graph in a format.
func written(t *testing.T, name string) []byte {
	t.Helper()
	f, ok := Graph(name)
	if !ok {
		t.Fatalf("there is no format %s", name)
	}
	var out bytes.Buffer
	g := hostile.Graph()
	if err := WriteGraph(f.New(&out), head, &g); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// expected are its items as JSON gives them back.
func expected(t *testing.T) (nodes, relationships []map[string]any) {
	t.Helper()
	g := hostile.Graph()
	n, r := hostile.Expected(&g)
	return again(t, n), again(t, r)
}

func again(t *testing.T, items []hostile.Item) (out []map[string]any) {
	t.Helper()
	b, err := json.Marshal(items)
	if err != nil {
		t.Fatal(err)
	}
	parse(t, b, &out)
	return out
}

func parse(t *testing.T, b []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

// same compares items one by one.
func same(t *testing.T, what string, got, want []map[string]any) {
	t.Helper()
	if len(got) != len(want) || len(got) < 100 {
		t.Fatalf("%d %s, want %d", len(got), what, len(want))
	}
	wrong := 0
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			if wrong++; wrong < 4 {
				t.Errorf("%s:\ngot  %q\nwant %q", what, got[i], want[i])
			}
		}
	}
}

// flat makes texts of the values of an item, as formats with nothing else hold them, and takes codes apart.
func flat(item map[string]any, text func(string) string) map[string]any {
	out := map[string]any{}
	for name, v := range item {
		switch v := v.(type) {
		case string:
			out[name] = text(v)
		case []any:
			var parts []string
			for _, s := range v {
				parts = append(parts, s.(string))
			}
			out[name] = strings.Join(parts, "; ")
		case map[string]any:
			for scheme, code := range v {
				out[scheme] = text(code.(string))
			}
		default:
			b, _ := json.Marshal(v)
			out[name] = string(b)
		}
	}
	return out
}

func TestEveryFormatIsFoundByItsName(t *testing.T) {
	media := map[string]string{}
	for _, name := range GraphNames() {
		f, ok := Graph(name)
		if !ok || f.Name != name || f.MediaType == "" || !strings.HasPrefix(f.Extension, ".") {
			t.Errorf("%s: %+v", name, f)
		}
		if media[f.MediaType] != "" {
			t.Errorf("%s and %s have one media type, so that Accept cannot tell them apart", name, media[f.MediaType])
		}
		media[f.MediaType] = name
	}
	for _, name := range TableNames() {
		if f, ok := Table(name); !ok || f.Name != name {
			t.Errorf("table %s: %+v", name, f)
		}
	}
	for _, name := range append(CitationNames(), "csl-json") {
		if f, ok := Citation(name); !ok || !strings.HasPrefix(name, f.Name) {
			t.Errorf("citation %s: %+v", name, f)
		}
	}
	_, graphFound := Graph("svg")
	_, tableFound := Table("dot")
	_, citationFound := Citation("apa")
	if graphFound || tableFound || citationFound {
		t.Error("a format was found that is not there")
	}
}

// An empty graph is a whole document, too.
func TestEmptyGraphs(t *testing.T) {
	for _, name := range GraphNames() {
		f, _ := Graph(name)
		var out bytes.Buffer
		if err := WriteGraph(f.New(&out), Head{}, &graph.Subgraph{}); err != nil || out.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", name, out.Len(), err)
		}
		if strings.Contains(f.MediaType, "+json") && !json.Valid(out.Bytes()) {
			t.Errorf("%s: %s", name, out.Bytes())
		}
	}
}

// failing refuses from the n-th byte on.
type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, os.ErrClosed
	}
	return len(b), nil
}

// A client that has gone ends the work.
func TestErrorsOfTheWriterAreTold(t *testing.T) {
	g := hostile.Graph()
	for _, name := range GraphNames() {
		f, _ := Graph(name)
		for _, room := range []int{0, 500, 5_000} {
			if err := WriteGraph(f.New(&failing{room}), head, &g); err == nil {
				t.Errorf("%s: no error after %d bytes", name, room)
			}
		}
	}
}

// What a writer keeps does not grow with the graph.
func TestMemoryDoesNotGrow(t *testing.T) {
	g := hostile.Graph()
	for _, name := range GraphNames() {
		f, _ := Graph(name)
		w := f.New(io.Discard)
		if err := w.Begin(head); err != nil {
			t.Fatal(err)
		}
		write := func(times int) uint64 {
			for range times {
				for i := range g.Relationships {
					if err := w.Relationship("x", &g.Relationships[i]); err != nil {
						t.Fatal(err)
					}
				}
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		before := write(5)
		if after := write(50); after > before+1<<20 {
			t.Errorf("%s: from %d to %d bytes", name, before, after)
		}
		runtime.KeepAlive(w)
	}
}
