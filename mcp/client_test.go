package mcp

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph/graphtest"
)

// client is the SDK's client of a server, which holds every answer against the schema that the server gave for it.
type client struct {
	*sdk.ClientSession
	t *testing.T
}

// testConfig answers from the test data.
func testConfig() Config {
	return Config{Reader: graphtest.NewReference(testData()), Version: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// serve connects the SDK's client to a server in memory.
func serve(t *testing.T, cfg Config) *client {
	t.Helper()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s.connectTo(t, nil)
}

func (s *Server) connectTo(t *testing.T, o *sdk.ClientOptions) *client {
	t.Helper()
	here, there := sdk.NewInMemoryTransports()
	if _, err := s.Connect(t.Context(), here); err != nil {
		t.Fatal(err)
	}
	return connectClient(t, there, o)
}

func connectClient(t *testing.T, over sdk.Transport, o *sdk.ClientOptions) *client {
	t.Helper()
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, o).Connect(t.Context(), over, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return &client{session, t}
}

// tools lists the tools by name.
func (c *client) tools() map[string]*sdk.Tool {
	c.t.Helper()
	tools := map[string]*sdk.Tool{}
	for tool, err := range c.Tools(context.Background(), nil) {
		if err != nil {
			c.t.Fatal(err)
		}
		tools[tool.Name] = tool
	}
	return tools
}

// ask calls a tool with arguments in JSON and gives its answer, as structured content and as text.
func (c *client) ask(tool, arguments string) (map[string]any, string) {
	c.t.Helper()
	result := c.result(tool, arguments)
	text := result.Content[0].(*sdk.TextContent).Text
	if result.IsError {
		c.t.Fatalf("%s %s: %s", tool, arguments, text)
	}
	c.checkSchema(tool, result.StructuredContent)
	structured, isObject := result.StructuredContent.(map[string]any)
	if !isObject || text == "" {
		c.t.Fatalf("%s: structured %T, text %q", tool, result.StructuredContent, text)
	}
	return structured, text
}

// refused calls a tool that has to answer with an error, and gives its text.
func (c *client) refused(tool, arguments string) string {
	c.t.Helper()
	result := c.result(tool, arguments)
	if !result.IsError || result.StructuredContent != nil || len(result.Content) != 1 {
		c.t.Fatalf("%s %s is answered: %+v", tool, arguments, result)
	}
	return result.Content[0].(*sdk.TextContent).Text
}

func (c *client) result(tool, arguments string) *sdk.CallToolResult {
	c.t.Helper()
	result, err := c.CallTool(c.t.Context(), &sdk.CallToolParams{Name: tool, Arguments: json.RawMessage(arguments)})
	if err != nil {
		c.t.Fatalf("%s %s: %v", tool, arguments, err)
	}
	return result
}

// checkSchema holds an answer against the tool's output schema.
func (c *client) checkSchema(tool string, structured any) {
	c.t.Helper()
	if err := resolved(c.t, c.tools()[tool].OutputSchema).Validate(structured); err != nil {
		c.t.Errorf("%s answers what its output schema does not allow: %v", tool, err)
	}
}

func resolved(t *testing.T, schema any) *jsonschema.Resolved {
	t.Helper()
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(&jsonschema.ResolveOptions{ValidateDefaults: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// has reports every one of the texts that is not in what was answered.
func has(t *testing.T, answer string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(answer, want) {
			t.Errorf("no %q in:\n%s", want, answer)
		}
	}
}

// mustObject reads a JSON object.
func mustObject(t *testing.T, text string) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		t.Fatal(err)
	}
	return object
}
