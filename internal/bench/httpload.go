package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/api"
)

// connections is how many are kept alive under load.
const connections = 16

// load is what a server did under load.
type load struct {
	rate float64 // answers a second
	p99  float64 // milliseconds
	size int     // mean bytes of an answer's body
}

// asker asks the n-th question over a connection of its own and gives the size of the answer.
type asker func(n int) (int, error)

// lasting is true for a time from its first call on.
func lasting(d time.Duration) func() bool {
	var once sync.Once
	var end time.Time
	return func() bool {
		once.Do(func() { end = time.Now().Add(d) })
		return time.Now().Before(end)
	}
}

// hammer asks questions over all connections at once while it is told to, each connection its own part of them, and
// begins anew where they are used up. A connection whose question fails asks no more, and the error names all failures.
func hammer(questions int, goOn func() bool, connect func() (asker, error)) (load, error) {
	askers := make([]asker, connections)
	for i := range askers {
		var err error
		if askers[i], err = connect(); err != nil {
			return load{}, err
		}
	}
	var wg sync.WaitGroup
	took := make([][]float64, connections)
	sizes, faults := make([]int, connections), make([]error, connections)
	began := time.Now()
	for i, ask := range askers {
		wg.Go(func() {
			for n := i; goOn(); n += connections {
				sent := time.Now()
				size, err := ask(n % questions)
				if err != nil {
					faults[i] = err
					return
				}
				took[i] = append(took[i], float64(time.Since(sent))/1e6)
				sizes[i] += size
			}
		})
	}
	wg.Wait()
	spent := time.Since(began).Seconds()
	if err := errors.Join(faults...); err != nil {
		return load{}, err
	}
	all := slices.Concat(took...)
	if len(all) == 0 {
		return load{}, errors.New("the load ended before the first answer")
	}
	total := 0
	for _, size := range sizes {
		total += size
	}
	return load{rate: float64(len(all)) / spent, p99: percentile(all, 99), size: total / len(all)}, nil
}

// serve runs a handler on loopback as the program does, and gives its address.
func serve(h http.Handler) (addr string, stop func() error, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- api.Serve(ctx, listener, h, slog.New(slog.DiscardHandler)) }()
	return listener.Addr().String(), func() error { cancel(); return <-ended }, nil
}

// bareGin answers every request with as many bytes from memory.
func bareGin(size int) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine, body := gin.New(), bytes.Repeat([]byte("x"), size)
	engine.GET("/v1/paths", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", body) })
	return engine
}

// rawClient speaks just enough HTTP that its own work does not hide the server's: both share the processors.
type rawClient struct {
	conn net.Conn
	r    *textproto.Reader
}

// dialRaw connects for GET requests of these targets.
func dialRaw(ctx context.Context, addr string, targets []string) (asker, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	c := &rawClient{conn, textproto.NewReader(bufio.NewReaderSize(conn, 32<<10))}
	var request []byte
	return func(n int) (int, error) {
		request = append(append(append(request[:0], "GET "...), targets[n]...), " HTTP/1.1\r\nHost: "...)
		request = append(append(request, addr...), "\r\n\r\n"...)
		size, err := c.ask(request)
		if err != nil {
			return 0, fmt.Errorf("GET %s: %w", targets[n], err)
		}
		return size, nil
	}, nil
}

func (c *rawClient) ask(request []byte) (int, error) {
	if _, err := c.conn.Write(request); err != nil {
		return 0, err
	}
	length := -1
	for first := true; ; first = false {
		line, err := c.r.ReadLineBytes()
		switch {
		case err != nil:
			return 0, err
		case first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")):
			return 0, fmt.Errorf("answered %s", line)
		case len(line) == 0 && length < 0:
			return 0, errors.New("the answer does not tell its length")
		case len(line) == 0:
			return c.r.R.Discard(length)
		}
		if value, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		}
	}
}
