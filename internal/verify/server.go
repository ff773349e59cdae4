package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// patience is how long a server may take to begin an answer.
const patience = 90 * time.Second

// server is the server that is judged.
type server struct {
	addr   string
	client *http.Client
}

// state says which graph the server answers from.
type state struct {
	Revision int64  `json:"revision"`
	Epoch    string `json:"epoch"`
	Loading  bool   `json:"loading"`
}

// newServer leaves the environment's proxies out: what is judged is this very server.
func newServer(addr string) *server {
	return &server{addr, &http.Client{Transport: &http.Transport{ResponseHeaderTimeout: patience}}}
}

// state asks for the revision. It is an error where nothing answers or a load is under way.
func (s *server) state(ctx context.Context) (state, error) {
	var now state
	body, err := s.get(ctx, "/v1/stats")
	if err != nil {
		return now, err
	}
	defer body.Close()
	if err := json.NewDecoder(body).Decode(&now); err != nil {
		return now, fmt.Errorf("what answers at %s is no coopgraph: /v1/stats: %w", s.addr, err)
	}
	if now.Loading {
		return now, errors.New("a load is under way; run this again when it has ended")
	}
	return now, nil
}

// export writes the whole graph to a file. The file is there only if the answer was whole.
func (s *server) export(ctx context.Context, path string) error {
	return s.download(ctx, "/v1/graph", path)
}

// download writes an answer to a file, as export does.
func (s *server) download(ctx context.Context, question, path string) (err error) {
	body, err := s.get(ctx, question)
	if err != nil {
		return err
	}
	defer body.Close()
	part := path + ".part"
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	defer os.Remove(part)
	_, err = io.Copy(file, body)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s broke off: %w", question, err)
	}
	return os.Rename(part, path)
}

func (s *server) get(ctx context.Context, path string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := s.client.Do(request)
	if _, ok := errors.AsType[*net.OpError](err); ok && ctx.Err() == nil {
		return nil, fmt.Errorf("nothing answers at %s (%w); run `make up` in another terminal, or name a server with -addr "+
			"or COOPGRAPH_ADDR", s.addr, err)
	}
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 1000)) // for the message only
		response.Body.Close()
		return nil, fmt.Errorf("http://%s%s answered %s: %s", s.addr, path, response.Status, text)
	}
	return response.Body, nil
}
