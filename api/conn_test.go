package api

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// served answers with handler at an address until the test ends.
func served(t *testing.T, handler http.Handler) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, ln, handler, discard) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return ln.Addr().String()
}

// wholeAnswers answers /N with N bytes, as writeJSON does; where asked to, it promises more than it writes.
func wholeAnswers(t *testing.T) http.Handler {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	handle := func(c *gin.Context) {
		size, _ := strconv.Atoi(c.Param("size"))
		if c.Query("promise") != "" {
			sendWhole(c, headBuffer) // and nothing like it
			c.Header("Connection", c.Query("promise"))
		} else {
			c.Header("Content-Length", strconv.Itoa(size))
			sendWhole(c, size)
		}
		_, _ = c.Writer.Write(bytes.Repeat([]byte("x"), size))
	}
	engine.GET("/:size", handle)
	engine.HEAD("/:size", handle)
	handler, err := compressed(engine)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// Answers of every size about that of net/http's buffer arrive, one after the other over one connection and over one that
// is closed after it.
func TestAnswersOfAnySizeArrive(t *testing.T) {
	addr := served(t, wholeAnswers(t))
	sizes := []int{0, 1, 100, 2000, 2047, 2048, 2049, 100_000, 5_000_000}
	for size := headBuffer - 400; size <= headBuffer+10; size++ {
		sizes = append(sizes, size)
	}
	for size := 2*headBuffer - 400; size <= 2*headBuffer+10; size += 7 {
		sizes = append(sizes, size)
	}
	for _, kind := range []struct{ name, method, head string }{
		{"kept", "GET", ""}, {"closed", "GET", "Connection: close\r\n"}, {"head", "HEAD", ""},
		{"head closed", "HEAD", "Connection: close\r\n"}, {"packed", "GET", "Accept-Encoding: gzip\r\n"},
		{"packed closed", "GET", "Accept-Encoding: gzip\r\nConnection: close\r\n"},
	} {
		t.Run(kind.name, func(t *testing.T) {
			var conn net.Conn
			var r *bufio.Reader
			for _, size := range sizes {
				if conn == nil {
					conn, r = dialed(t, addr)
				}
				answer := asked(t, conn, r, kind.method, fmt.Sprintf("/%d", size), kind.head)
				if len(answer.body) != size && kind.method == http.MethodGet && answer.Header.Get("Content-Encoding") == "" {
					t.Fatalf("%d bytes of %d", len(answer.body), size)
				}
				if answer.Close {
					conn = nil
				}
			}
		})
	}
}

// A handler that promises an answer and writes a shorter one is answered all the same.
func TestPromiseOfAWholeAnswerThatIsNotKept(t *testing.T) {
	addr := served(t, wholeAnswers(t))
	for _, connection := range []string{"close", "keep-alive"} {
		for _, size := range []int{0, 10, 3000, headBuffer} {
			conn, r := dialed(t, addr)
			for range 2 {
				answer := asked(t, conn, r, "GET", fmt.Sprintf("/%d?promise=%s", size, connection), "")
				if len(answer.body) != size {
					t.Errorf("%s: %d bytes of %d", connection, len(answer.body), size)
				}
				if answer.Close {
					break
				}
			}
		}
	}
}

// What is longer than the buffer is one segment to the reader, who else is woken twice.
func TestAnswerComesInOnePiece(t *testing.T) {
	addr := served(t, wholeAnswers(t))
	const size = headBuffer + 1000
	conn, _ := dialed(t, addr)
	room := make([]byte, 4*headBuffer)
	for range 100 {
		if _, err := fmt.Fprintf(conn, "GET /%d HTTP/1.1\r\nHost: %s\r\n\r\n", size, addr); err != nil {
			t.Fatal(err)
		}
		n, err := conn.Read(room)
		if err != nil {
			t.Fatal(err)
		}
		if n < size {
			t.Fatalf("the first piece has %d bytes of more than %d", n, size)
		}
	}
}

type wholeAnswer struct {
	*http.Response
	body []byte
}

func dialed(t *testing.T, addr string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	return conn, bufio.NewReader(conn)
}

func asked(t *testing.T, conn net.Conn, r *bufio.Reader, method, target, head string) wholeAnswer {
	t.Helper()
	if _, err := fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", method, target, conn.RemoteAddr(), head); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s, %v", method, target, res.Status, err)
	}
	return wholeAnswer{res, body}
}
