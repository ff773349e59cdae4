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
	e := classify(err)
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

// classify turns any error into one that may be shown. Where the database is and why it does not answer is for the log,
// and so is what a defect looks like from within.
func classify(err error) *graph.Error {
	e, ok := errors.AsType[*graph.Error](err)
	switch {
	case ok && (e.Code == graph.CodeUnavailable || strings.HasPrefix(e.Param, "NEO4J_")):
		return &graph.Error{Code: graph.CodeUnavailable, Message: "the database cannot be reached or cannot answer now; try again later"}
	case ok && e.Code == graph.CodeDeadline:
		return &graph.Error{Code: graph.CodeDeadline, Message: "there was no answer within the time allowed (" +
			plural(e.Examined, "node") + " examined); narrow the question: a filter such as types or as_of, fewer hops, a smaller limit"}
	case ok && e.Code != graph.CodeInternal && e.Code != graph.CodeLost:
		return e
	case ok:
	case errors.Is(err, context.DeadlineExceeded):
		return &graph.Error{Code: graph.CodeDeadline, Message: "there was no answer within the time allowed; narrow the question: " +
			"a filter such as types or as_of, fewer hops, a smaller limit"}
	case errors.Is(err, context.Canceled):
		return &graph.Error{Code: graph.CodeBusy, Message: "the call was cancelled before it was answered"}
	}
	return &graph.Error{Code: graph.CodeInternal, Message: "a defect kept this from being answered; the server's log says more"}
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
