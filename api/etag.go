package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// etag names the answer to a request from a state of the graph. It is weak since compressed and plain answers share
// it. The program's version is part of it, as a new one may answer in more fields, and so is the epoch: another graph
// may have reached the same revision.
func (s *server) etag(c *gin.Context, p *params, m graph.Marker) string {
	return tagOf(s.build, m.Epoch, fmt.Sprint(m.Revision), c.Request.URL.Path, url.Values(p.given).Encode())
}

func tagOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// unchanged answers 304 where the request names the answer that it would get, without making it. A marker that cannot
// be read is not reported here: the question itself will meet the same trouble.
func (s *server) unchanged(ctx context.Context, c *gin.Context, p *params) bool {
	if c.GetHeader("If-None-Match") == "" || c.Request.Method == http.MethodPost {
		return false
	}
	m, err := s.Reader.Marker(ctx)
	return err == nil && !m.Loading && notModified(c, s.etag(c, p, m))
}

// notModified answers 304 where the request names the tag.
func notModified(c *gin.Context, tag string) bool {
	for named := range strings.SplitSeq(c.GetHeader("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(named), "W/") == strings.TrimPrefix(tag, "W/") {
			setTag(c, tag)
			c.Status(http.StatusNotModified)
			c.Abort()
			return true
		}
	}
	return false
}

// tag marks an answer with the state it was given from. One that may have seen half a load must not be kept.
func (s *server) tag(c *gin.Context, p *params, m graph.Marker) {
	if m.Loading || c.Request.Method == http.MethodPost {
		c.Header("Cache-Control", "no-store")
		return
	}
	setTag(c, s.etag(c, p, m))
}

func setTag(c *gin.Context, tag string) {
	c.Header("ETag", tag)
	c.Header("Cache-Control", "no-cache")
}

// fixed sends content that does not come out of the graph, tagged by what it is.
func (s *server) fixed(c *gin.Context, mediaType string, content []byte) {
	tag := tagOf(s.build, string(content))
	if notModified(c, tag) {
		return
	}
	setTag(c, tag)
	c.Data(http.StatusOK, mediaType, content)
}
