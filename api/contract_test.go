package api

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// lockedWriter lets a log be written by several requests.
type lockedWriter struct {
	mu sync.Mutex
	w  interface{ Write([]byte) (int, error) }
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func TestDocumentIsValid(t *testing.T) {
	if err := contract.doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
}

// The checks of all other tests are worth something only if a wrong answer fails them.
func TestContractRefusesWrongAnswers(t *testing.T) {
	req, _ := http.NewRequest(http.MethodGet, "http://localhost/v1/search?q=x", nil)
	header := http.Header{"Content-Type": {"application/json"}}
	for body, right := range map[string]bool{
		`{"revision":1,"epoch":null,"loading":false,"results":[]}`:                                                                         true,
		`{"revision":1,"epoch":"e","loading":false,"results":[]}`:                                                                          true,
		`{"revision":1,"epoch":null,"loading":false}`:                                                                                      false,
		`{"revision":null,"epoch":null,"loading":false,"results":[]}`:                                                                      false,
		`{"revision":1,"epoch":null,"loading":false,"results":[],"more":1}`:                                                                false,
		`{"revision":1,"epoch":null,"loading":false,"results":null}`:                                                                       false,
		`{"revision":1,"epoch":null,"loading":false,"results":[{"id":"a"}]}`:                                                               false,
		`{"revision":1,"epoch":null,"loading":false,"results":[{"id":1,"kind":"Country","name":"n","matched":"m","score":1,"degree":1}]}`:  false,
		`{"revision":1,"epoch":null,"loading":false,"results":[{"id":"a","kind":"Planet","name":"n","matched":"m","score":1,"degree":1}]}`: false,
	} {
		if err := contract.check(req, 200, header, []byte(body)); (err == nil) != right {
			t.Errorf("%s: %v", body, err)
		}
	}
	if err := contract.check(req, 418, header, nil); err == nil {
		t.Error("a status that is not documented passes")
	}
}

func TestEveryRouteIsDocumented(t *testing.T) {
	s, err := newServer(Config{Reader: newFake(), Queries: noQueries{}})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := s.engine()
	if err != nil {
		t.Fatal(err)
	}
	var served, documented []string
	for _, r := range engine.Routes() {
		if r.Method != http.MethodHead && !strings.HasPrefix(r.Path, "/docs/") { // which are parts of the page
			served = append(served, r.Method+" "+braces(r))
		}
	}
	for path, item := range contract.doc.Paths.Map() {
		for method := range item.Operations() {
			documented = append(documented, method+" "+path)
		}
	}
	slices.Sort(served)
	slices.Sort(documented)
	if !slices.Equal(served, documented) {
		t.Errorf("served:\n%s\ndocumented:\n%s", strings.Join(served, "\n"), strings.Join(documented, "\n"))
	}
}

func braces(r gin.RouteInfo) string {
	parts := strings.Split(r.Path, "/")
	for i, part := range parts {
		if name, isParam := strings.CutPrefix(part, ":"); isParam {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}

func TestDocumentNamesWhatTheDomainDeclares(t *testing.T) {
	enum := func(name string) []string {
		var out []string
		for _, v := range contract.doc.Components.Schemas[name].Value.Enum {
			out = append(out, v.(string))
		}
		return out
	}
	for name, want := range map[string][]string{"KindName": graph.KindNames(), "TypeName": graph.TypeNames(),
		"ConfidenceName": graph.ConfidenceNames()} {
		if got := enum(name); !slices.Equal(got, want) {
			t.Errorf("%s is %v, the domain declares %v", name, got, want)
		}
	}
}

// TestParametersAreDocumented asks every operation with a parameter that does not exist: the answer lists those that do.
func TestParametersAreDocumented(t *testing.T) {
	c := newClient(t)
	for _, op := range operations() {
		if op.id == "runQuery" || op.method == "POST" {
			continue
		}
		got := c.want(400, c.get(withQuery(op.sample, "nonsense=1")))
		allowed, _ := got["allowed"].([]any)
		var names, documented []string
		for _, name := range allowed {
			names = append(names, name.(string))
		}
		for _, p := range op.Parameters {
			if p.Value.In == "query" {
				documented = append(documented, p.Value.Name)
			}
		}
		slices.Sort(documented)
		if !slices.Equal(names, documented) {
			t.Errorf("%s takes %v, documented are %v", op.id, names, documented)
		}
	}
}

// bodySchemas are the schemas of bodies by path, but of queries, whose parameters are their own.
var bodySchemas = map[string]string{"/v1/entities": "EntitiesRequest", "/v1/neighbourhood": "NeighbourhoodRequest",
	"/v1/paths": "PathsRequest", "/v1/paths/diff": "PathsDiffRequest", "/v1/distances": "DistancesRequest",
	"/v1/connect": "ConnectRequest", "/v1/common": "CommonRequest", "/v1/timeline": "TimelineRequest", "/v1/diff": "DiffRequest",
	"/v1/graph": "GraphRequest"}

// The fields of a POST are the parameters of the GET beside it.
func TestBodiesAreDocumented(t *testing.T) {
	for path, schema := range bodySchemas {
		var params, fields []string
		for _, p := range contract.doc.Paths.Value(path).Get.Parameters {
			params = append(params, p.Value.Name)
		}
		for name := range contract.doc.Components.Schemas[schema].Value.Properties {
			fields = append(fields, name)
		}
		slices.Sort(params)
		slices.Sort(fields)
		if !slices.Equal(params, fields) {
			t.Errorf("%s: GET takes %v, POST %v", path, params, fields)
		}
	}
}

// TestGeneratedTypesAreFresh makes types.gen.go once more and compares.
func TestGeneratedTypesAreFresh(t *testing.T) {
	dir := t.TempDir()
	config, err := os.ReadFile("oapi-codegen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config = bytes.Replace(config, []byte("output: "), []byte("output: "+dir+"/"), 1)
	if err := os.WriteFile(dir+"/config.yaml", config, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2",
		"-config", dir+"/config.yaml", "openapi.yaml")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	out := dir + "/types.gen.go"
	fresh, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("types.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(fresh) != string(kept) {
		t.Error("openapi.yaml was changed after types.gen.go was made of it; run go generate ./api")
	}
}
