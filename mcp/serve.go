package mcp

import (
	"context"
	"fmt"
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
	session, err := s.server.Connect(ctx, &sdk.IOTransport{Reader: in, Writer: out, MaxLineLength: maxMessage}, nil)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- session.Wait() }()
	select {
	case err = <-ended:
		if err != nil {
			return fmt.Errorf("the client's messages cannot be read any further, they are to be JSON-RPC, one a line: %w", err)
		}
		return nil
	case <-ctx.Done(): // of whoever runs the server: the client is simply left
		_, _ = session.Close(), <-ended
		return nil
	}
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
