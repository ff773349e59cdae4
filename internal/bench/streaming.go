package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// streamingPromised is by how much the memory of a server may grow while it streams its whole graph, in MB.
const streamingPromised = 64

// streamed are the shapes that the whole graph is asked for in, each at the same time as the others.
var streamed = []string{"json", "ndjson", "graphml", "csv", "cypher"}

// streaming measures by how much the memory of a server grows that streams the whole graph in several shapes at once.
// The server is a process of its own, which has answered a few questions before.
func (b *bench) streaming(ctx context.Context, dir string, s *subject) (err error) {
	file := filepath.Join(dir, "streamed.snapshot")
	if err := s.model.WriteSnapshot(file); err != nil {
		return err
	}
	addr, err := freeAddr()
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, b.program, "serve", "--from", file, "--addr", addr)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = 20 * time.Second
	if err := c.Start(); err != nil {
		return err
	}
	defer func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		err = errors.Join(err, c.Wait())
	}()
	if err := reached(ctx, addr); err != nil {
		return err
	}
	for _, p := range s.ids[:20] {
		if _, err := fetch(ctx, addr, "/v1/paths?from="+p[0]+"&to="+p[1]); err != nil {
			return err
		}
	}
	before := highWater(c.Process.Pid)
	faults := make(chan error, len(streamed))
	var bytes int64
	for _, shape := range streamed {
		go func() {
			_, err := fetch(ctx, addr, "/v1/graph?format="+shape)
			faults <- err
		}()
	}
	for range streamed {
		err = errors.Join(err, <-faults)
	}
	if err != nil {
		return err
	}
	if bytes, err = fetch(ctx, addr, "/v1/graph"); err != nil {
		return err
	}
	b.note("%s: the whole graph is %d MB of JSON", s.Name(), bytes>>20)
	b.lower(result{Case: "growth of a server's memory while it streams the whole graph in five shapes at once", Graph: s.Name(),
		Ours: float64(highWater(c.Process.Pid)-before) / 1024, Rival: "what is promised", Theirs: streamingPromised, Unit: "MB", Required: 1})
	return nil
}

// freeAddr is an address on loopback that nobody listens on.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// reached waits until a server answers there.
func reached(ctx context.Context, addr string) error {
	var err error
	for range 600 {
		if _, err = fetch(ctx, addr, "/readyz"); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server at %s does not answer: %w", addr, err)
}

// fetch reads an answer to its end, keeping nothing, and gives its size.
func fetch(ctx context.Context, addr, path string) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", path, res.Status)
	}
	return io.Copy(io.Discard, res.Body)
}
