package api

import (
	"context"
	"math"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"coopgraph/graph"
)

// DefaultHeavy is how many heavy requests are worked on at once where Config.Heavy is 0.
func DefaultHeavy() int { return max(8, 4*runtime.GOMAXPROCS(0)) }

const (
	// heavyPatience is how long a heavy request waits for its turn.
	heavyPatience = time.Second
	// heavyRetry is when one that had no turn should come back.
	heavyRetry = 2 * time.Second
	// maxClients is how many clients' rates are remembered; one that is forgotten begins anew.
	maxClients = 10_000
)

// turns bounds how many requests are worked on at once. Those beyond wait a while in line, so that a burst is answered
// late rather than refused, and cheap requests go on meanwhile.
type turns chan struct{}

// take waits for a turn; the function that it gives ends it. It is false where none came in time.
func (t turns) take(ctx context.Context) (func(), bool) {
	select {
	case t <- struct{}{}:
		return t.end, true
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, heavyPatience)
	defer cancel()
	select {
	case t <- struct{}{}:
		return t.end, true
	case <-ctx.Done():
		return nil, false
	}
}

func (t turns) end() { <-t }

// heavy makes a handler wait for its turn among those of the same sort.
func (s *server) heavy(t turns, h gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		end, ok := t.take(c.Request.Context())
		if !ok {
			s.metrics.rejected.WithLabelValues(rejectedBusy).Inc()
			s.fail(c, &graph.Error{Code: graph.CodeBusy, RetryAfter: heavyRetry,
				Message: strconv.Itoa(cap(t)) + " questions of this sort are being answered already; try again in a moment"})
			return
		}
		defer end()
		h(c)
	}
}

// rates bounds how often each client may ask: a bucket of requests that fills at a steady rate (golang.org/x/time/rate).
type rates struct {
	limit rate.Limit
	burst int

	mu      sync.Mutex
	clients map[string]*rate.Limiter
}

func newRates(perSecond float64) *rates {
	if perSecond <= 0 {
		return nil
	}
	return &rates{limit: rate.Limit(perSecond), burst: max(1, int(math.Ceil(2*perSecond))), clients: map[string]*rate.Limiter{}}
}

// wait is how long the client has to wait before it may ask; 0 where it may now.
func (r *rates) wait(client string) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock() // a reservation that another came after cannot be given back
	limiter, known := r.clients[client]
	if !known {
		if len(r.clients) >= maxClients {
			clear(r.clients)
		}
		limiter = rate.NewLimiter(r.limit, r.burst)
		r.clients[client] = limiter
	}
	reservation := limiter.Reserve()
	delay := reservation.Delay()
	if delay > 0 {
		reservation.Cancel()
	}
	return delay
}

// checkRate refuses a client that asks too often.
func (s *server) checkRate(c *gin.Context) {
	delay := s.rates.wait(c.ClientIP())
	if delay == 0 {
		return
	}
	s.metrics.rejected.WithLabelValues(rejectedRate).Inc()
	s.fail(c, &graph.Error{Code: codeRate, RetryAfter: delay,
		Message: "this client asks more often than it may; wait as long as Retry-After says"})
}
