package api

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// recovery turns a panic before the first byte of an answer into a 500. After it nothing honest can be said any more:
// the panic goes on to net/http as ErrAbortHandler, which cuts the connection, so that the client sees a broken answer
// and not a short one.
func (s *server) recovery(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v != http.ErrAbortHandler { //nolint:errorlint // the value is compared, not an error chain
			s.Log.Error("panic", "request_id", requestID(c), "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				s.fail(c, fmt.Errorf("panic: %v", v))
				return
			}
		}
		c.Set(abortedKey, true)
		panic(http.ErrAbortHandler)
	}()
	c.Next()
}

// abortedKey marks a request whose answer was cut.
const abortedKey = "coopgraph.aborted"
