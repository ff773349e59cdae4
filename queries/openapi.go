package queries

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"coopgraph/graph"
)

// runPath is the path in the contract by which any query is run; what holds for it holds for each.
const runPath = "/v1/queries/{name}/run"

// OpenAPI gives the contract, an OpenAPI 3.1 document in YAML, with a path for each query that can be run: its own
// parameters with their types in place of any, and all else (formats, answers) as the contract has it for running any.
// The contract's text stays as it is, comments included; the paths stand at the head of its own.
//
// A contract that does not say how queries are run is CodeInternal.
func OpenAPI(contract []byte, qs []Query) ([]byte, error) {
	var doc struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(contract, &doc); err != nil {
		return nil, noContract(err)
	}
	before, after, found := bytes.Cut(contract, []byte("\npaths:\n"))
	if len(doc.Paths[runPath]) == 0 || !found {
		return nil, noContract(nil)
	}
	items := PathItems(doc.Paths[runPath], qs)
	out := bytes.NewBuffer(slices.Concat(before, []byte("\npaths:\n")))
	encoder := json.NewEncoder(out) // JSON is YAML
	encoder.SetEscapeHTML(false)
	for _, path := range slices.Sorted(maps.Keys(items)) {
		fmt.Fprintf(out, "  %s: ", path)
		if err := encoder.Encode(items[path]); err != nil {
			return nil, noContract(err)
		}
	}
	out.Write(after)
	return out.Bytes(), nil
}

func noContract(err error) error {
	return &graph.Error{Code: graph.CodeInternal, Err: err, Message: "the contract does not say how queries are run: it has no " + runPath}
}

// PathItems gives, by path, what an OpenAPI document says of each query that can be run, after the path item by which any
// query is run. Parameters of the latter that stand in the path, and free ones (an object), give way to the query's own.
func PathItems(run map[string]any, qs []Query) map[string]map[string]any {
	items := map[string]map[string]any{}
	for _, q := range qs {
		if q.Broken != "" {
			continue
		}
		item := map[string]any{}
		for method, value := range run {
			if operation, ok := value.(map[string]any); ok {
				item[method] = q.operation(method, operation, formats(run))
			}
		}
		items[strings.Replace(runPath, "{name}", q.Name, 1)] = item
	}
	return items
}

// operation is one method of the query's path. What GET takes as parameters, others take as fields of a JSON object.
func (q Query) operation(method string, run map[string]any, format *Schema) map[string]any {
	o := maps.Clone(run)
	o["operationId"] = "run_" + strings.ReplaceAll(q.Name, "-", "_")
	o["summary"] = q.Title + "."
	o["description"] = q.Description
	if method != "get" {
		o["operationId"] = o["operationId"].(string) + "_" + method
		body := map[string]any{"required": true}
		if given, ok := run["requestBody"].(map[string]any); ok {
			body = maps.Clone(given)
		}
		input := q.InputSchema()
		if format != nil {
			input.Properties["format"] = format
		}
		body["content"] = map[string]any{"application/json": map[string]any{"schema": input}}
		o["requestBody"] = body
	}
	var params []any
	if method == "get" {
		params = q.openAPIParams()
	}
	shared, _ := run["parameters"].([]any)
	for _, p := range shared {
		if kept, ok := p.(map[string]any); ok && staysForEach(kept) {
			params = append(params, kept)
		}
	}
	o["parameters"] = params
	if len(params) == 0 {
		delete(o, "parameters")
	}
	return o
}

// formats is the schema of GET's parameter of this name; nil where it has none.
func formats(run map[string]any) *Schema {
	get, _ := run["get"].(map[string]any)
	params, _ := get["parameters"].([]any)
	for _, p := range params {
		param, _ := p.(map[string]any)
		text, err := json.Marshal(param["schema"])
		s := &Schema{}
		if param["name"] != "format" || err != nil || json.Unmarshal(text, s) != nil {
			continue
		}
		s.Description, _ = param["description"].(string)
		return s
	}
	return nil
}

// staysForEach reports whether a parameter of running any query is one of running each.
func staysForEach(p map[string]any) bool {
	if ref, ok := p["$ref"].(string); ok {
		return !strings.HasSuffix(ref, "/query_parameter")
	}
	schema, _ := p["schema"].(map[string]any)
	return p["in"] != "path" && schema["type"] != "object"
}

func (q Query) openAPIParams() []any {
	var out []any
	for _, p := range q.Params {
		s := p.Schema()
		param := map[string]any{"name": p.Name, "in": "query", "description": s.Description, "schema": s}
		s.Description = ""
		if p.Required {
			param["required"] = true
		}
		if p.IsList() {
			param["style"], param["explode"] = "form", false
		}
		out = append(out, param)
	}
	return out
}
