package api

import (
	_ "embed"
	"reflect"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
	"coopgraph/queries"
)

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config oapi-codegen.yaml openapi.yaml

//go:embed openapi.yaml
var document []byte

// OpenAPI is the OpenAPI 3.1 document of all routes. The caller owns it.
func OpenAPI() []byte { return append([]byte(nil), document...) }

// openapi sends the document with a path for each canned query, which change when files are dropped into a folder.
func (s *server) openapi() gin.HandlerFunc {
	var mu sync.Mutex
	var of []queries.Query
	whole := document
	return func(c *gin.Context) {
		if !s.withoutParams(c) {
			return
		}
		catalogue := s.Queries.List()
		mu.Lock()
		defer mu.Unlock()
		if !reflect.DeepEqual(catalogue, of) {
			text, err := queries.OpenAPI(document, catalogue)
			if err != nil {
				s.fail(c, err)
				return
			}
			of, whole = catalogue, text
		}
		s.fixed(c, "application/yaml; charset=utf-8", whole)
	}
}

func (s *server) healthz(c *gin.Context) {
	if s.withoutParams(c) {
		s.plainJSON(c, Health{Status: "ok", Version: s.Version, Commit: s.Commit})
	}
}

// readyPatience bounds the check of readiness: a database that takes longer to answer anything is not ready.
const readyPatience = 2 * time.Second

// staleAfter is the age from which on answers say how old they are. A copy is compared every second or so.
const staleAfter = 5 * time.Second

// staleness says in a header how old the copy is that an answer comes from.
func (s *server) staleness(c *gin.Context) {
	if s.Freshness == nil {
		return
	}
	if f := s.Freshness(); f.Copied && f.Age >= staleAfter {
		c.Writer.Header()["Coopgraph-Stale"] = []string{strconv.Itoa(int(f.Age / time.Second))}
	}
}

// readyz asks the data's own database, unless answers come from a copy. A mere connection would not do: it stays up
// where the disk is full.
func (s *server) readyz(c *gin.Context) {
	if !s.withoutParams(c) {
		return
	}
	answer := Ready{Status: "ready"}
	if s.Freshness != nil {
		f := s.Freshness()
		if seconds := int(f.Age / time.Second); f.Copied && f.Age >= staleAfter {
			answer.StaleSeconds = &seconds
		}
		answer.Note = orNull(f.Note)
		if f.Copied {
			s.plainJSON(c, answer)
			return
		}
	}
	ctx := limit(c, readyPatience)
	defer ctx.cancel()
	var err error
	if s.Ready != nil {
		err = s.Ready(ctx)
	} else {
		_, err = s.Reader.Marker(ctx)
	}
	if err != nil {
		s.fail(c, graph.Unavailable(err, "the database does not answer questions now"))
		return
	}
	s.plainJSON(c, answer)
}
