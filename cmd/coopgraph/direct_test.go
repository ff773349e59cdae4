package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func carry(t *testing.T, ctx context.Context, h http.HandlerFunc) (*http.Response, error) { //nolint:revive // t comes first in tests
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/x?y=z", strings.NewReader("body"))
	if err != nil {
		t.Fatal(err)
	}
	return (&http.Client{Transport: direct{h}}).Do(request)
}

func TestDirect(t *testing.T) {
	answer, err := carry(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", r.Host+" "+r.RequestURI+" "+r.Method+" "+string(body))
		w.WriteHeader(http.StatusTeapot)
		w.Header().Set("X-Late", "1") // is not sent any more
		_, _ = io.WriteString(w, "short and stout")
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil || string(text) != "short and stout" || answer.StatusCode != http.StatusTeapot || answer.Header.Get("X-Late") != "" ||
		answer.Header.Get("X-Seen") != "localhost /x?y=z POST body" {
		t.Errorf("%d %q %v %v", answer.StatusCode, text, answer.Header, err)
	}
	answer, err = carry(t, t.Context(), func(http.ResponseWriter, *http.Request) {})
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("an empty answer: %v %v", answer, err)
	}
}

// An answer is read while it is written.
func TestDirectStreams(t *testing.T) {
	read := make(chan struct{})
	answer, err := carry(t, t.Context(), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "first")
		<-read
		_, _ = io.WriteString(w, "second")
	})
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, len("first"))
	if _, err := io.ReadFull(answer.Body, first); err != nil {
		t.Fatal(err)
	}
	close(read)
	rest, err := io.ReadAll(answer.Body)
	if err != nil || string(rest) != "second" {
		t.Errorf("%q %v", rest, err)
	}
}

// What the handler breaks off never looks whole, and what the reader leaves ends the handler's work.
func TestDirectBreaksOff(t *testing.T) {
	answer, err := carry(t, t.Context(), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic(http.ErrAbortHandler)
	})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(answer.Body); !errors.Is(err, errBrokeOff) || string(text) != "half" {
		t.Errorf("%q %v", text, err)
	}
	ended := make(chan struct{})
	answer, err = carry(t, t.Context(), func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := io.WriteString(w, "more"); err != nil {
				close(ended)
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the handler writes on")
	}
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan struct{})
	if _, err := carry(t, ctx, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
		close(left)
	}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-left
}
