package mcp

import (
	"context"
	"errors"
	"io"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// maxMessage bounds one message of a client, in bytes.
const maxMessage = 1 << 20

// refresh is how often a catalogue is looked at for changes that clients want to be told of.
const refresh = 5 * time.Second

// Run answers one client over a pair of streams, one JSON message a line, until the client closes its side or ctx ends.
// Nothing else may write to out. A message that is too long ends it with an error.
func (s *Server) Run(ctx context.Context, in io.ReadCloser, out io.WriteCloser) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go s.Watch(ctx)
	err := s.server.Run(ctx, &sdk.IOTransport{Reader: in, Writer: out, MaxLineLength: maxMessage})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Watch tells clients of changes in the catalogue until ctx ends. Run does so by itself; beside a Handler, whoever serves
// it starts this once.
func (s *Server) Watch(ctx context.Context) {
	if s.Queries == nil {
		return
	}
	ticks := time.NewTicker(refresh)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			s.syncQueries()
		}
	}
}

// Connect answers a client over a transport of the SDK. It is for programs that have the client in themselves, and for
// tests.
func (s *Server) Connect(ctx context.Context, t sdk.Transport) (io.Closer, error) {
	return s.server.Connect(ctx, t, nil)
}
