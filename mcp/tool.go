package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime/debug"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
)

// answer is what a tool gives: a struct that becomes the structured content, and the same in words.
type answer interface {
	// text is the answer as it reads well. It ends without a line break.
	text() string
}

// tool is one tool: what it takes, and how it answers.
type tool[In any, Out answer] struct {
	name, title, description string
	arguments                arguments
	answer                   func(ctx context.Context, in In) (Out, error)
}

// add offers a tool. Its arguments are checked, its time is bounded, and whatever goes wrong is an error that a model
// can read.
func add[In any, Out answer](s *Server, t tool[In, Out]) {
	if !s.offers(t.name) {
		return
	}
	t.arguments.match(reflect.TypeFor[In]())
	s.server.AddTool(s.definition(t.name, t.title, t.description, t.arguments, outputSchema[Out]()),
		func(ctx context.Context, req *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
			return s.call(ctx, t.name, s.Deadline, func(ctx context.Context) (answer, error) {
				var in In
				if err := t.arguments.read(req.Params.Arguments, &in); err != nil {
					return nil, err
				}
				return t.answer(ctx, in)
			}), nil
		})
}

func (s *Server) definition(name, title, description string, args arguments, output any) *sdk.Tool {
	closed := false
	return &sdk.Tool{Name: name, Title: title, Description: description, InputSchema: args.schema(), OutputSchema: output,
		Annotations: &sdk.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed,
			DestructiveHint: &closed}}
}

// call answers one call within its deadline.
func (s *Server) call(ctx context.Context, name string, deadline time.Duration,
	ask func(context.Context) (answer, error)) (result *sdk.CallToolResult) {
	defer func() {
		if panicked := recover(); panicked != nil {
			s.Log.Error("a tool panicked", "tool", name, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
			result = s.failed(ctx, name, &graph.Error{Code: graph.CodeInternal})
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		return s.failed(ctx, name, &graph.Error{Code: graph.CodeBusy,
			Message: "too many questions are being answered; ask again in a moment, one at a time"})
	}
	found, err := ask(ctx)
	if err != nil {
		return s.failed(ctx, name, err)
	}
	structured, err := json.Marshal(found)
	if err != nil {
		return s.failed(ctx, name, err)
	}
	return &sdk.CallToolResult{StructuredContent: json.RawMessage(structured),
		Content: []sdk.Content{&sdk.TextContent{Text: found.text()}}}
}
