package main

import (
	"errors"
	"io"
	"net/http"
	"sync"
)

// direct carries requests to a handler in this process, so that a command asks a graph in the same way whether there is a
// server or not.
type direct struct{ handler http.Handler }

var _ http.RoundTripper = direct{}

// errBrokeOff is what a reader gets of an answer that the handler broke off.
var errBrokeOff = errors.New("the answer was broken off")

// RoundTrip implements http.RoundTripper. The answer is read while it is written, so that one of any size fits.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	body, into := io.Pipe()
	w := &answerWriter{header: http.Header{}, body: into, begun: make(chan struct{})}
	asked := r.Clone(r.Context())
	asked.Host, asked.RequestURI, asked.RemoteAddr = r.URL.Host, r.URL.RequestURI(), "127.0.0.1:0"
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	go func() {
		defer func() {
			if recover() != nil { // http.ErrAbortHandler, by which an answer is broken off
				w.WriteHeader(http.StatusInternalServerError) // where nothing was sent yet
				_ = into.CloseWithError(errBrokeOff)
			}
		}()
		d.handler.ServeHTTP(w, asked)
		w.WriteHeader(http.StatusOK) // where the handler wrote nothing
		_ = into.Close()
	}()
	select {
	case <-w.begun:
		return &http.Response{Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: w.sent, Body: body, ContentLength: -1, Request: r}, nil
	case <-r.Context().Done():
		_ = body.Close() // which ends the handler's next write
		return nil, r.Context().Err()
	}
}

// answerWriter is what a handler writes its answer to.
type answerWriter struct {
	header, sent http.Header
	body         *io.PipeWriter
	once         sync.Once
	status       int
	begun        chan struct{}
}

// Header implements http.ResponseWriter.
func (w *answerWriter) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *answerWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.begun)
	})
}

// Write implements http.ResponseWriter.
func (w *answerWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush implements http.Flusher: what is written is there at once.
func (w *answerWriter) Flush() { w.WriteHeader(http.StatusOK) }
