package api

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// checkHost refuses a request whose Host is neither loopback nor named, see [hosts].
func (s *server) checkHost(c *gin.Context) {
	if s.hosts.Allow(c.Request.Host) {
		return
	}
	s.metrics.rejected.WithLabelValues(rejectedHost).Inc()
	s.fail(c, &graph.Error{Code: codeHost,
		Message: fmt.Sprintf("%.200q is not a name of this server; whoever runs it can allow it", c.Request.Host)})
}
