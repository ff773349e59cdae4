package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

const requestIDHeader = "X-Request-Id"

// requestID is the id that logRequest gave the request.
func requestID(c *gin.Context) string { return c.Writer.Header().Get(requestIDHeader) }

// isRequestID reports whether id may be taken over from a request: 1 to 64 letters, digits, dots, hyphens and
// underscores.
func isRequestID(id string) bool {
	for _, r := range []byte(id) {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '.', r == '_', r == '-':
		default:
			return false
		}
	}
	return 1 <= len(id) && len(id) <= 64
}

// logRequest gives the request an id and logs one line when it is over. Query strings and headers are left out: they
// may hold what is nobody's business.
func (s *server) logRequest(c *gin.Context) {
	id := c.GetHeader(requestIDHeader)
	if !isRequestID(id) {
		id = newRequestID()
	}
	c.Writer.Header()[requestIDHeader] = []string{id}
	start := time.Now()
	defer func() {
		// Whoever hangs up before the answer did not meet a fault of ours.
		gone := errors.Is(c.Request.Context().Err(), context.Canceled)
		level := slog.LevelInfo
		if !gone && (c.Writer.Status() >= http.StatusInternalServerError || c.GetBool(abortedKey)) {
			level = slog.LevelError
		}
		if !s.Log.Enabled(c.Request.Context(), level) {
			return
		}
		attrs := []slog.Attr{
			slog.String("request_id", id),
			slog.String("method", c.Request.Method),
			slog.String("path", c.Request.URL.Path),
			slog.String("route", c.FullPath()),
			slog.Int("status", c.Writer.Status()),
			slog.Int("bytes", max(c.Writer.Size(), 0)),
			slog.Duration("took", time.Since(start)),
			slog.String("client", c.ClientIP()),
		}
		if last := c.Errors.Last(); last != nil {
			attrs = append(attrs, slog.String("error", causes(last.Err)))
		}
		if c.GetBool(abortedKey) {
			attrs = append(attrs, slog.Bool("aborted", true))
		}
		s.Log.LogAttrs(c.Request.Context(), level, "request", attrs...)
	}()
	c.Next()
}

func newRequestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// causes is an error with everything below it, which users are not shown.
func causes(err error) string {
	text := err.Error()
	if e, ok := errors.AsType[*graph.Error](err); ok && e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}
