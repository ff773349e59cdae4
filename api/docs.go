package api

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/swaggest/swgui/v5/static"
)

//go:embed docs.html
var docsPage []byte

//go:embed docs.js
var docsScript []byte

// docsPolicy lets the page of the documentation run its own scripts, and ask this server: Swagger UI writes style
// attributes and shows small pictures that are part of its style sheet.
var docsPolicy = []string{"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}

// docs binds a page that shows openapi.yaml by Swagger UI, out of the program itself.
func (s *server) docs(engine *gin.Engine) {
	asset := func(path, mediaType string, content func() []byte) {
		get(engine, path, func(c *gin.Context) {
			if s.withoutParams(c) {
				c.Writer.Header()["Content-Security-Policy"] = docsPolicy
				s.fixed(c, mediaType, content())
			}
		})
	}
	asset("/docs", "text/html; charset=utf-8", func() []byte { return docsPage })
	asset("/docs/docs.js", "text/javascript; charset=utf-8", func() []byte { return docsScript })
	asset("/docs/swagger-ui.js", "text/javascript; charset=utf-8", swaggerScript)
	asset("/docs/swagger-ui.css", "text/css; charset=utf-8", swaggerStyle)
}

var (
	swaggerScript = sync.OnceValue(func() []byte { return unpacked("swagger-ui-bundle.js.gz") })
	swaggerStyle  = sync.OnceValue(func() []byte { return unpacked("swagger-ui.css.gz") })
)

// unpacked is a file of Swagger UI as it was before it was packed; answers are packed anew in the way that each client
// can read. A file that is not there is a defect of the build, which every test meets.
func unpacked(name string) []byte {
	packed, err := static.FS.ReadFile(name)
	if err == nil {
		var r *gzip.Reader
		if r, err = gzip.NewReader(bytes.NewReader(packed)); err == nil {
			var text []byte
			if text, err = io.ReadAll(io.LimitReader(r, 16<<20)); err == nil {
				return text
			}
		}
	}
	panic(fmt.Sprintf("api: %s of Swagger UI: %v", name, err))
}
