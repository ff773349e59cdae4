package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

const requestIDKey = "coopgraph.request_id"

var requestIDPattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// logRequest gives the request an id and logs one line when it is over. Query strings and headers are left out: they
// may hold what is nobody's business.
func (s *server) logRequest(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if !requestIDPattern.MatchString(id) {
		id = newRequestID()
	}
	c.Set(requestIDKey, id)
	c.Writer.Header().Set("X-Request-Id", id)
	start := time.Now()
	defer func() {
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
		level := slog.LevelInfo
		if last := c.Errors.Last(); last != nil {
			attrs = append(attrs, slog.String("error", causes(last.Err)))
		}
		if c.GetBool(abortedKey) {
			attrs = append(attrs, slog.Bool("aborted", true))
		}
		// Whoever hangs up before the answer did not meet a fault of ours.
		gone := errors.Is(c.Request.Context().Err(), context.Canceled)
		if !gone && (c.Writer.Status() >= http.StatusInternalServerError || c.GetBool(abortedKey)) {
			level = slog.LevelError
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
