package mcp

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// maxURI bounds the address of a resource, in bytes.
const maxURI = 500

// guarded keeps a defect in answering anything but a tool from ending the program, and addresses of resources that are
// none from ending a conversation: the SDK quotes an unknown one in a way that is not always JSON.
func (s *Server) guarded(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (result sdk.Result, err error) {
		defer func() {
			if panicked := recover(); panicked != nil {
				s.Log.Error("a request panicked", "method", method, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
				result, err = nil, fmt.Errorf("a defect kept %s from being answered; the server's log says more", method)
			}
		}()
		if read, is := req.(*sdk.ReadResourceRequest); is && !soundURI(read.Params.URI) {
			return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "uri is not an address; it has at most " +
				fmt.Sprint(maxURI) + " characters of ASCII, such as coopgraph://entity/country:aze"}
		}
		return next(ctx, method, req)
	}
}

func soundURI(uri string) bool {
	return len(uri) <= maxURI && !strings.ContainsFunc(uri, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}
