package api

import (
	"net/http"
	"slices"

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

// securityHeaders keep a browser from taking an answer for anything but data.
func (s *server) securityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h["X-Content-Type-Options"] = noSniff
	h["X-Frame-Options"] = denyFrames
	h["Referrer-Policy"] = noReferrer
	h["Content-Security-Policy"] = contentPolicy
}

// cors lets web pages read answers, as far as they are allowed to, and answers their preflights.
func (s *server) cors(c *gin.Context) {
	if s.CORS.Closed {
		return
	}
	h := c.Writer.Header()
	origin := c.GetHeader("Origin")
	if len(s.CORS.Origins) > 0 {
		h.Add("Vary", "Origin")
		if origin == "" || !slices.Contains(s.CORS.Origins, origin) {
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
	} else {
		h["Access-Control-Allow-Origin"] = everyOrigin
	}
	h["Access-Control-Expose-Headers"] = readableHeaders
	if c.Request.Method == http.MethodOptions && origin != "" && c.GetHeader("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match, Prefer, X-Request-Id")
		h.Set("Access-Control-Max-Age", "600")
		c.AbortWithStatus(http.StatusNoContent)
	}
}
