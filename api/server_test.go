package api

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/goleak"
)

func TestServerBounds(t *testing.T) {
	srv := NewHTTPServer(http.NotFoundHandler(), nil)
	if srv.ReadHeaderTimeout != 5*time.Second || srv.ReadTimeout == 0 || srv.WriteTimeout == 0 ||
		srv.IdleTimeout != time.Minute || srv.MaxHeaderBytes != 64<<10 {
		t.Errorf("%+v", srv)
	}
}

// start serves an API with shortened timeouts, and gives a raw connection to it.
func start(t *testing.T) net.Conn {
	handler, err := New(Config{Reader: newFake()})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(handler)
	srv.Config = NewHTTPServer(handler, nil)
	srv.Config.ReadHeaderTimeout, srv.Config.ReadTimeout = 100*time.Millisecond, 200*time.Millisecond
	srv.Start()
	t.Cleanup(srv.Close)
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	return conn
}

func TestSlowHeadersAreCutOff(t *testing.T) {
	conn := start(t)
	_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
	if text, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection was kept: %q %v", text, err)
	}
}

func TestSlowBodiesAreCutOff(t *testing.T) {
	conn := start(t)
	_, _ = io.WriteString(conn, "POST /v1/paths HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestHeadersAreBounded(t *testing.T) {
	conn := start(t)
	go func() {
		_, _ = fmt.Fprintf(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 2*maxHeaderBytes))
	}()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", res.StatusCode)
	}
}

// The deadline for writing reaches the connection through everything that is wrapped around it; else a stream would
// end with the server's own, shorter timeout.
func TestWriteDeadlineReachesTheConnection(t *testing.T) {
	s, err := newServer(Config{Reader: newFake(), Queries: noQueries{}, Log: discard})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := s.engine()
	if err != nil {
		t.Fatal(err)
	}
	engine.GET("/late", func(c *gin.Context) {
		defer limit(c, time.Second).cancel()
		time.Sleep(300 * time.Millisecond)
		c.String(http.StatusOK, "late")
	})
	handler, err := compressed(engine)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(handler)
	srv.Config.WriteTimeout = 100 * time.Millisecond
	srv.Start()
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}} // it asks for nothing by itself
	defer client.CloseIdleConnections()
	for _, coding := range []string{"", "identity", "gzip"} {
		req, _ := http.NewRequest(http.MethodGet, srv.URL+"/late", nil)
		if coding != "" {
			req.Header.Set("Accept-Encoding", coding)
		}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || string(text) != "late" {
			t.Errorf("%s: %q, %v", coding, text, err)
		}
	}
}

// Serve ends politely: what is under way is answered, what comes later is refused, and nothing stays behind.
func TestServeEndsPolitely(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	began, goOn := make(chan struct{}), make(chan struct{})
	fake := newFake()
	fake.trouble = func(context.Context) error { close(began); <-goOn; fake.trouble = nil; return nil }
	handler, err := New(Config{Reader: fake, Log: discard})
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served, answered := make(chan error, 1), make(chan int, 1)
	go func() { served <- Serve(ctx, ln, handler, discard) }()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	go func() {
		res, err := client.Get("http://" + ln.Addr().String() + "/v1/stats")
		if err != nil {
			answered <- 0
			return
		}
		_ = res.Body.Close()
		answered <- res.StatusCode
	}()
	<-began
	cancel()
	for {
		if _, err := net.Dial("tcp", ln.Addr().String()); err != nil {
			break // it takes no more connections
		}
		time.Sleep(time.Millisecond)
	}
	close(goOn)
	if status := <-answered; status != 200 {
		t.Errorf("the request under way was answered %d", status)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestServeSaysWhyItCannot(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = ln.Close()
	if err := Serve(context.Background(), ln, http.NotFoundHandler(), discard); err == nil {
		t.Error("serving on a closed listener is no error")
	}
}

// A thousand connections that say nothing, or only half of something, keep nobody from being answered.
func TestIdleConnectionsHoldUpNobody(t *testing.T) {
	c := newClient(t)
	address := strings.TrimPrefix(c.url, "http://")
	for i := range 1000 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		defer func() { _ = conn.Close() }()
		if i%2 == 0 {
			_, _ = conn.Write([]byte("GET /v1/stats HTTP/1.1\r\nHost: localhost\r\nX-Half: "))
		}
	}
	began := time.Now()
	for range 20 {
		c.want(200, c.get("/readyz"))
		c.want(200, c.get("/v1/paths?from=country:aze&to=country:geo"))
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("forty answers took %s", took)
	}
}
