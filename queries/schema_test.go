package queries

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"coopgraph/graph"
)

// every is a query with a parameter of every type.
func every(t *testing.T) Query {
	t.Helper()
	text := `// name: every
// title: Every type
// description: It has "quotes", a 'colon': and <angles>.
// parameters:
//   text:
//     type: string
//     description: A text.
//   count:
//     type: integer
//     minimum: 1
//     maximum: 100
//     default: 25
//     description: How many.
//   share:
//     type: number
//     minimum: 0.5
//     optional: true
//     description: A share.
//   flag:
//     type: boolean
//     default: false
//     description: A flag.
//   on:
//     type: date
//     default: today
//     description: The day.
//   who:
//     type: entity
//     kind: Country
//     description: Who.
//   them:
//     type: entity-list
//     description: They.
//   words:
//     type: string-list
//     default: a, b
//     allowed: a, b, c
//     description: Words.
//   size:
//     type: integer
//     default: 1
//     allowed: 1, 2
//     description: The size.
// columns:
//   x: integer, The number.
// example:
//   text: it's
//   who: Azerbaijan
//   them: "Korea, Republic of", Georgia

RETURN $text + $count + $share + $flag + $on + $who + $them + $words + $size AS x
`
	q, fault := parse(text)
	if fault != nil {
		t.Fatal(fault)
	}
	return *q
}

func TestInputSchema(t *testing.T) {
	got, err := json.Marshal(every(t).InputSchema())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"object","properties":{` +
		`"count":{"type":"integer","format":"int64","description":"How many.","default":25,"minimum":1,"maximum":100},` +
		`"flag":{"type":"boolean","description":"A flag.","default":false},` +
		`"on":{"type":"string","description":"The day. Write 2024, 2024-06, 2024-06-27 or today.","default":"today",` +
		`"examples":["2024-06-27","2024-06","2024","today"],"pattern":"` + datePattern + `"},` +
		`"share":{"type":"number","format":"double","description":"A share.","minimum":0.5},` +
		`"size":{"type":"integer","format":"int64","description":"The size.","enum":[1,2],"default":1},` +
		`"text":{"type":"string","description":"A text.","minLength":1,"maxLength":1000},` +
		`"them":{"type":"array","description":"They. Names, ids (country:aze) or codes (iso3:AZE).",` +
		`"items":{"type":"string","minLength":1,"maxLength":200},"minItems":1,"maxItems":500},` +
		`"who":{"type":"string","description":"Who. A name, an id (country:aze) or a code (iso3:AZE).","minLength":1,"maxLength":200,` +
		`"x-entity-kind":"Country"},` +
		`"words":{"type":"array","description":"Words.","default":["a","b"],` +
		`"items":{"type":"string","enum":["a","b","c"],"minLength":1,"maxLength":1000},"minItems":1,"maxItems":500}},` +
		`"required":["text","who","them"],"additionalProperties":false}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The contract with all built-in queries is a valid document in which each has its typed parameters.
func TestOpenAPI(t *testing.T) {
	contract, err := os.ReadFile("../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	qs := append(BuiltIn(), every(t), Query{Name: "broken", Broken: "broken.cypher:1: it is"})
	extended, err := OpenAPI(contract, qs)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(extended)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	bare, err := openapi3.NewLoader().LoadFromData(contract)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := doc.Paths.Len(), bare.Paths.Len()+len(qs)-1; got != want {
		t.Errorf("%d paths, want %d", got, want)
	}
	run := doc.Paths.Value("/v1/queries/every/run").Get
	var params []string
	for _, p := range run.Parameters {
		params = append(params, p.Value.Name)
	}
	if !slices.Equal(params, []string{"text", "count", "share", "flag", "on", "who", "them", "words", "size", "format", "revision", "epoch"}) {
		t.Error(params)
	}
	count, them := run.Parameters[1].Value, run.Parameters[6].Value
	if !count.Schema.Value.Type.Is("integer") || *count.Schema.Value.Max != 100 || count.Required || !them.Required || *them.Explode ||
		*them.Schema.Value.MaxItems != graph.MaxListLength {
		t.Errorf("%+v, %+v", count, them)
	}
	if run.OperationID != "run_every" || doc.Paths.Value("/v1/queries/ties-among/run").Get.OperationID != "run_ties_among" ||
		run.Summary != "Every type." || run.Responses.Status(200).Value.Content["text/csv"] == nil || run.Responses.Status(504) == nil {
		t.Errorf("%+v", run)
	}
	post := PathItems(map[string]any{
		"get":  map[string]any{"parameters": []any{map[string]any{"name": "format", "schema": map[string]any{"type": "string", "enum": []any{"json"}}}}},
		"post": map[string]any{"requestBody": map[string]any{"required": true, "description": "At most 1 MB."}},
	}, []Query{every(t)})["/v1/queries/every/run"]["post"].(map[string]any)
	body := post["requestBody"].(map[string]any)
	input := body["content"].(map[string]any)["application/json"].(map[string]any)["schema"].(*Schema)
	if post["operationId"] != "run_every_post" || body["description"] != "At most 1 MB." || len(input.Properties) != 10 ||
		!slices.Equal(input.Properties["format"].Enum, []any{"json"}) || post["parameters"] != nil {
		t.Errorf("posting: %v", post)
	}
	if whole := doc.Paths.Value(runPath).Get; whole.OperationID != "runQuery" || len(whole.Parameters) != 5 {
		t.Errorf("running any query has become %+v", whole)
	}
	for _, wrong := range []string{"", "paths: {}\n", "openapi: 3.1.0\npaths:\n  /x: {get: {}}\n", "\t"} {
		if _, err := OpenAPI([]byte(wrong), qs); graph.CodeOf(err) != graph.CodeInternal {
			t.Errorf("%q is taken for a contract: %v", wrong, err)
		}
	}
}
