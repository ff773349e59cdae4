package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// Values of headers that many answers share. They are put into headers under their canonical names, and never changed:
// Set and Add make values of their own.
var (
	noSniff         = []string{"nosniff"}
	denyFrames      = []string{"DENY"}
	noReferrer      = []string{"no-referrer"}
	contentPolicy   = []string{"default-src 'none'; frame-ancestors 'none'"}
	everyOrigin     = []string{"*"}
	readableHeaders = []string{"ETag, Retry-After, X-Request-Id, Coopgraph-Stale, Content-Disposition, Preference-Applied, X-Complete"}
	noStore         = []string{"no-store"}
	noCache         = []string{"no-cache"}
	jsonType        = []string{"application/json; charset=utf-8"}
)

// securityHeaders keep a browser from taking an answer for anything but data. What only matters for pages is left out of
// answers, of which each header takes as long to send and read as a node.
func (s *server) securityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h["X-Content-Type-Options"] = noSniff
	h["Content-Security-Policy"] = contentPolicy
	if !strings.HasPrefix(c.Request.URL.Path, "/v1/") {
		h["X-Frame-Options"] = denyFrames
		h["Referrer-Policy"] = noReferrer
	}
}

// varies is what the choice of an answer depends on, as values of Vary. Compression has written its own part by itself,
// which is said anew, since it all goes on one line.
type varies struct{ plain, byAccept []string }

func (c *CORS) varies() varies {
	origin := ""
	if !c.Closed {
		origin = ", Origin"
	}
	return varies{[]string{"Accept-Encoding" + origin}, []string{"Accept-Encoding, Accept" + origin}}
}

// cors lets web pages read answers, as far as they are allowed to, and answers their preflights. A request that no page
// sends, or one that asks its own server, has no Origin, and its answer says nothing of others.
func (s *server) cors(c *gin.Context) {
	h := c.Writer.Header()
	h["Vary"] = s.varies.plain
	origin := c.GetHeader("Origin")
	if s.CORS.Closed || origin == "" {
		return
	}
	if len(s.CORS.Origins) > 0 {
		if !slices.Contains(s.CORS.Origins, origin) {
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
	} else {
		h["Access-Control-Allow-Origin"] = everyOrigin
	}
	h["Access-Control-Expose-Headers"] = readableHeaders
	if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match, Prefer, X-Request-Id")
		h.Set("Access-Control-Max-Age", "600")
		c.AbortWithStatus(http.StatusNoContent)
	}
}
