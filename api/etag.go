package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/api/format"
	"coopgraph/graph"
)

// etag names the answer to a request from a state of the graph, in a shape, which may have been chosen by Accept. It is weak since compressed and plain answers share
// it. The program's version is part of it, as a new one may answer in more fields, and so is the epoch: another graph
// may have reached the same revision.
// The parameters are part of it as they are written in the address: another way of writing them is another address to
// any cache.
func (s *server) etag(c *gin.Context, m graph.Marker, shape string) string {
	var few [512]byte
	text := few[:0]
	for _, part := range [...]string{s.build, m.Epoch, shape, c.Request.URL.Path, c.Request.URL.RawQuery} {
		text = append(append(text, part...), 0)
	}
	if _, cites := format.Citation(shape); cites { // which say when they were made
		text = time.Now().AppendFormat(text, time.DateOnly)
	}
	return tagOf(strconv.AppendInt(text, m.Revision, 10))
}

func tagOf(text []byte) string {
	sum := sha256.Sum256(text)
	tag := make([]byte, 0, 32)
	tag = hex.AppendEncode(append(tag, `W/"`...), sum[:12])
	return string(append(tag, '"'))
}

// unchanged answers 304 where the request names the answer that it would get, without making it. A marker that cannot
// be read is not reported here: the question itself will meet the same trouble.
func (s *server) unchanged(ctx context.Context, c *gin.Context, shape string) bool {
	if c.GetHeader("If-None-Match") == "" || c.Request.Method == http.MethodPost {
		return false
	}
	m, err := s.Reader.Marker(ctx)
	return err == nil && !m.Loading && notModified(c, s.etag(c, m, shape))
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
func (s *server) tag(c *gin.Context, m graph.Marker, shape string) {
	if m.Loading || c.Request.Method == http.MethodPost {
		c.Writer.Header()["Cache-Control"] = noStore
		return
	}
	setTag(c, s.etag(c, m, shape))
}

func setTag(c *gin.Context, tag string) {
	header := c.Writer.Header()
	header["Etag"] = []string{tag}
	header["Cache-Control"] = noCache
}

// fixed sends content that does not come out of the graph, tagged by what it is.
func (s *server) fixed(c *gin.Context, mediaType string, content []byte) {
	tag := tagOf(append(append([]byte(s.build), 0), content...))
	if notModified(c, tag) {
		return
	}
	setTag(c, tag)
	c.Data(http.StatusOK, mediaType, content)
}
