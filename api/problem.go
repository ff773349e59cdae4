package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// Codes of errors that only HTTP knows.
const (
	codeNoRoute     graph.Code = "no_route"
	codeNoMethod    graph.Code = "no_method"
	codeHost        graph.Code = "host"
	codeTooLarge    graph.Code = "too_large"
	codeContentType graph.Code = "content_type"
	codeRate        graph.Code = "rate"
)

// answers is the one table from codes to HTTP.
var answers = map[graph.Code]struct {
	status int
	title  string
}{
	graph.CodeInvalid:     {http.StatusBadRequest, "The question is wrong"},
	graph.CodeNotFound:    {http.StatusNotFound, "There is no such thing"},
	graph.CodeUnavailable: {http.StatusServiceUnavailable, "The database cannot answer now"},
	graph.CodeBusy:        {http.StatusServiceUnavailable, "The database is busy"},
	graph.CodeNotServed:   {http.StatusServiceUnavailable, "This server runs without a database"},
	graph.CodeDeadline:    {http.StatusGatewayTimeout, "The time allowed passed"},
	graph.CodeLost:        {http.StatusInternalServerError, "Something is wrong here"},
	graph.CodeInternal:    {http.StatusInternalServerError, "Something is wrong here"},
	codeNoRoute:           {http.StatusNotFound, "There is no such address"},
	codeNoMethod:          {http.StatusMethodNotAllowed, "The method is not possible here"},
	codeHost:              {http.StatusForbidden, "This server does not go by that name"},
	codeTooLarge:          {http.StatusRequestEntityTooLarge, "The body is too large"},
	codeRate:              {http.StatusTooManyRequests, "Too many requests"},
	codeContentType:       {http.StatusUnsupportedMediaType, "The body is not JSON"},
}

// defaultRetry is when to come back where the database gives no hint.
const defaultRetry = 5 * time.Second

// fail answers with the problem that err is and ends the request. Causes go to the log alone.
func (s *server) fail(c *gin.Context, err error) {
	if moved, ok := errors.AsType[*renamed](err); ok {
		s.redirect(c, moved)
		return
	}
	_ = c.Error(err)
	p := s.problem(c, err)
	header := c.Writer.Header()
	if p.RetryAfter != nil {
		header.Set("Retry-After", strconv.Itoa(*p.RetryAfter))
	}
	body, _ := json.Marshal(p)
	header.Set("Cache-Control", "no-store")
	header.Del("ETag")
	header.Del("Content-Type") // a stream that never began has set its own
	c.Data(p.Status, "application/problem+json", append(body, '\n'))
	c.Abort()
}

// redirect sends a request for an entity's former id to its address of today. The address may become another entity's, so
// that nobody may keep the answer without asking again.
func (s *server) redirect(c *gin.Context, moved *renamed) {
	segments := strings.Split(c.Request.URL.EscapedPath(), "/")
	for i, segment := range segments {
		if text, err := url.PathUnescape(segment); err == nil && text == moved.from {
			segments[i] = url.PathEscape(moved.to)
		}
	}
	address := strings.Join(segments, "/")
	if query := c.Request.URL.RawQuery; query != "" {
		address += "?" + query
	}
	header := c.Writer.Header()
	header["Cache-Control"] = noCache
	header.Set("Location", address)
	c.Status(http.StatusPermanentRedirect)
	c.Writer.WriteHeaderNow()
	c.Abort()
}

// problem is what is said of err, with whether trying again makes sense and when.
func (s *server) problem(c *gin.Context, err error) Problem {
	e := graph.Shown(err)
	answer, known := answers[e.Code]
	if !known {
		answer = answers[graph.CodeInternal]
	}
	p := Problem{
		Type:       "urn:coopgraph:problem:" + string(e.Code),
		Title:      answer.title,
		Status:     answer.status,
		Detail:     e.Message,
		Code:       string(e.Code),
		Parameter:  orNull(e.Param),
		RequestId:  orNull(requestID(c)),
		Candidates: candidates(e.Candidates),
	}
	if e.Code == graph.CodeInternal {
		p.Detail += " under the request's id"
	}
	if len(e.Allowed) > 0 {
		p.Allowed = &e.Allowed
	}
	switch {
	case e.Code == graph.CodeNotServed: // trying again would not help
	case answer.status == http.StatusServiceUnavailable, answer.status == http.StatusTooManyRequests:
		seconds := int(math.Ceil(cmp.Or(e.RetryAfter, defaultRetry).Seconds()))
		p.RetryAfter = &seconds
	case answer.status == http.StatusGatewayTimeout:
		p.Examined = &e.Examined
	}
	return p
}

func candidates(found []graph.Candidate) *[]Candidate {
	if len(found) == 0 {
		return nil
	}
	out := make([]Candidate, len(found))
	for i, f := range found {
		out[i] = Candidate{Id: f.ID, Name: f.Name}
	}
	return &out
}
