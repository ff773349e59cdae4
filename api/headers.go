package api

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"
)

// securityHeaders keep a browser from taking an answer for anything but data.
func (s *server) securityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
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
		h.Set("Access-Control-Allow-Origin", "*")
	}
	h.Set("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id")
	if c.Request.Method == http.MethodOptions && origin != "" && c.GetHeader("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match, X-Request-Id")
		h.Set("Access-Control-Max-Age", "600")
		c.AbortWithStatus(http.StatusNoContent)
	}
}
