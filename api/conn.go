package api

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// headBuffer is what net/http gathers of an answer before it writes to the connection, in bytes.
const headBuffer = 4 << 10

// wholeListener accepts connections over which answers go whole.
type wholeListener struct{ net.Listener }

func (l wholeListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &wholeConn{TCPConn: tcp}, err
	}
	return c, err
}

// wholeConn is a connection that can send an answer in one piece. net/http sends what is longer than its buffer in two:
// head and beginning, then the rest. That is two system calls, and for whoever waits two awakenings, of which each takes
// as long as finding a path does. The beginning is kept until the rest is there, and goes with it. All that is written and
// every deadline for it comes from the goroutine that serves the connection.
type wholeConn struct {
	*net.TCPConn

	whole bool   // what is written next is a beginning
	begun []byte // a beginning; none where it is empty
	both  [2][]byte
	parts net.Buffers // of both
}

type connKey struct{}

// withConn lets handlers find the connection.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if whole, ok := c.(*wholeConn); ok {
		return context.WithValue(ctx, connKey{}, whole)
	}
	return ctx
}

// sendWhole says that a body of so many bytes comes in one Write, and nothing after it. It is for answers that are longer
// than what net/http gathers: of these alone it is certain that what is written first is not the whole answer. It does
// nothing where the body is not sent as it is.
func sendWhole(c *gin.Context, size int) {
	if size < headBuffer || c.Request.Method == http.MethodHead || takesPacked(c.Request) {
		return
	}
	if conn, ok := c.Request.Context().Value(connKey{}).(*wholeConn); ok {
		conn.whole = true
	}
}

// Write implements net.Conn.
func (c *wholeConn) Write(p []byte) (int, error) {
	switch {
	case c.whole:
		c.whole = false
		c.begun = append(c.begun, p...)
		return len(p), nil
	case len(c.begun) > 0:
		return c.send(p)
	}
	return c.TCPConn.Write(p)
}

// send sends the beginning and the rest, and says how much of the rest.
func (c *wholeConn) send(rest []byte) (int, error) {
	before := len(c.begun)
	c.both = [2][]byte{c.begun, rest}
	c.begun, c.parts = c.begun[:0], c.both[:]
	n, err := c.parts.WriteTo(c.TCPConn)
	c.both, c.parts = [2][]byte{}, nil // the rest is net/http's
	return max(int(n)-before, 0), err
}

// SetWriteDeadline implements net.Conn. net/http sets none after each answer: a beginning after which nothing came, which
// only an answer has that is not as sendWhole was told, is all of it and sent.
func (c *wholeConn) SetWriteDeadline(t time.Time) error {
	c.whole = false
	if len(c.begun) > 0 {
		if _, err := c.send(nil); err != nil {
			return err
		}
	}
	return c.TCPConn.SetWriteDeadline(t)
}
