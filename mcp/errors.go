package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
)

// failed is the result of a call that could not be answered. Causes go to the log alone.
func (s *Server) failed(ctx context.Context, name string, err error) *sdk.CallToolResult {
	e := graph.Shown(err)
	if e.Code == graph.CodeUnavailable || e.Code == graph.CodeInternal {
		s.Log.WarnContext(ctx, "a call was not answered", "tool", name, "code", e.Code, "cause", causeOf(err))
	}
	return &sdk.CallToolResult{IsError: true, Content: []sdk.Content{&sdk.TextContent{Text: errorText(e)}}}
}

// causeOf is an error with what is kept from users.
func causeOf(err error) string {
	if e, ok := errors.AsType[*graph.Error](err); ok && e.Err != nil {
		return fmt.Sprintf("%v: %v", err, e.Err)
	}
	return err.Error()
}

// maxErrorText bounds an error's text, in bytes: it may quote what was given, and list what is allowed.
const maxErrorText = 4000

// errorText says what is wrong, which argument, and what would be right.
func errorText(e *graph.Error) string {
	var b strings.Builder
	if e.Param != "" {
		fmt.Fprintf(&b, "%s: ", e.Param)
	}
	b.WriteString(e.Message)
	if e.Code == graph.CodeDeadline && e.Examined > 0 {
		fmt.Fprintf(&b, " (%s examined)", plural(e.Examined, "node"))
	}
	if len(e.Allowed) > 0 {
		fmt.Fprintf(&b, "\nAllowed: %s", strings.Join(e.Allowed, ", "))
	}
	for i, c := range e.Candidates {
		if i == 0 {
			b.WriteString("\nPerhaps meant:")
		}
		fmt.Fprintf(&b, "\n- %s (%s)", c.Name, c.ID)
	}
	return cutText(b.String(), maxErrorText)
}

// cutText is text of at most so many bytes, cut between characters.
func cutText(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + " …"
}
