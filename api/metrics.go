package api

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what operators watch, in the units and under the names that Prometheus asks for. No label holds anything
// out of a request but the route that it matched, so that their number is bounded.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
	rejected *prometheus.CounterVec
	broken   prometheus.Counter
	ended    sync.Map // by outcome: of
}

// outcome is what requests are counted by, and of is where those of one outcome are counted: found once, since finding it
// by labels takes as long as a good part of an answer.
type (
	outcome struct {
		route, method string
		status        int
	}
	of struct {
		requests prometheus.Counter
		duration prometheus.Observer
	}
)

func (m *metrics) of(o outcome) of {
	if known, ok := m.ended.Load(o); ok {
		return known.(of)
	}
	counted := of{m.requests.WithLabelValues(o.route, o.method, strconv.Itoa(o.status)), m.duration.WithLabelValues(o.route)}
	m.ended.Store(o, counted)
	return counted
}

// reasons for which a request is refused without being answered.
const (
	rejectedRate = "rate" // the client asks more often than it may
	rejectedBusy = "busy" // too many heavy requests at once
	rejectedHost = "host" // a Host that is not ours
)

// scrapePatience bounds the question for the revision when metrics are read.
const scrapePatience = time.Second

func (s *server) newMetrics() *metrics {
	const ns = "coopgraph"
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: ns, Name: "http_requests_total",
			Help: "Requests that ended, by route, method and status."}, []string{"route", "method", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: ns, Name: "http_request_duration_seconds",
			Help:    "Time from the first byte read to the last byte handed over, by route.",
			Buckets: []float64{.0001, .0005, .001, .005, .01, .05, .1, .5, 1, 5, 30}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Namespace: ns, Name: "http_requests_in_flight",
			Help: "Requests that are being answered."}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: ns, Name: "http_requests_rejected_total",
			Help: "Requests refused without an answer, by reason."}, []string{"reason"}),
		broken: prometheus.NewCounter(prometheus.CounterOpts{Namespace: ns, Name: "http_responses_broken_total",
			Help: "Answers that were cut after their first byte."}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: ns, Name: "build_info", Help: "Which program this is; always 1.",
		ConstLabels: prometheus.Labels{"version": s.Version, "commit": s.Commit}})
	build.Set(1)
	for _, reason := range []string{rejectedRate, rejectedBusy, rejectedHost} {
		m.rejected.WithLabelValues(reason)
	}
	m.registry.MustRegister(m.requests, m.duration, m.inFlight, m.rejected, m.broken, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: ns, Name: "graph_revision",
			Help: "Revision that answers are given from; -1 where it cannot be asked."}, s.revision))
	if s.Freshness != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: ns, Name: "graph_age_seconds",
			Help: "How long ago the database said that it has nothing newer; 0 where it answers itself."},
			func() float64 { return s.Freshness().Age.Seconds() }))
	}
	return m
}

func (s *server) revision() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), scrapePatience)
	defer cancel()
	m, err := s.Reader.Marker(ctx)
	if err != nil {
		return -1
	}
	return float64(m.Revision)
}

// measure counts a request. One that matched no route counts under the empty one.
func (s *server) measure(c *gin.Context) {
	began := time.Now()
	s.metrics.inFlight.Inc()
	defer func() {
		s.metrics.inFlight.Dec()
		counted := s.metrics.of(outcome{c.FullPath(), methodLabel(c.Request.Method), c.Writer.Status()})
		counted.duration.Observe(time.Since(began).Seconds())
		counted.requests.Inc()
		if c.GetBool(abortedKey) {
			s.metrics.broken.Inc()
		}
	}()
	c.Next()
}

// methodLabel keeps methods of somebody's invention out of the labels.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return method
	}
	return "other"
}

// serveMetrics answers in the text form that Prometheus reads.
func (s *server) serveMetrics() gin.HandlerFunc {
	h := promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{DisableCompression: true})
	return func(c *gin.Context) {
		if s.withoutParams(c) {
			c.Header("Cache-Control", "no-store")
			h.ServeHTTP(c.Writer, c.Request)
		}
	}
}
