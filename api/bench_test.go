package api

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

const benchPath = "/v1/paths?from=country:aze&to=organisation:council-of-europe&rank=hops&k=1"

// readyReader has its one answer ready, so that what is measured is all that lies around the engine.
type readyReader struct {
	graph.Reader
	answer graph.PathAnswer
}

func (r *readyReader) Marker(context.Context) (graph.Marker, error)          { return r.answer.Marker, nil }
func (r *readyReader) Resolve(_ context.Context, ref string) (string, error) { return ref, nil }
func (r *readyReader) Paths(context.Context, graph.PathQuery) (graph.PathAnswer, error) {
	return r.answer, nil
}

// readyAnswer is a path of four nodes over four relationships, each with two claims, and names in several scripts.
func readyAnswer() graph.PathAnswer {
	names := []string{"Azerbaijan", "Грузия – საქართველო", "Հարավային Կովկաս", "Council of Europe"}
	ids := []string{"country:aze", "country:geo", "organisation:caucasus-forum", "organisation:council-of-europe"}
	a := graph.PathAnswer{Marker: graph.Marker{Epoch: "0f5a7c9d2b4e6813", Revision: 12}, Complete: true, Examined: 214}
	for i, id := range ids {
		latitude, longitude := 40.4093+float64(i), 49.8671-float64(i)
		e := graph.NewEntity(id, []graph.Record{{Dataset: "countries", Name: names[i], Sources: []string{"geonames"},
			Names: map[string]string{"az": "Azərbaycan", "ru": "Азербайджан"}, Codes: map[string]string{"iso2": "AZ", "iso3": "AZE"},
			Latitude: &latitude, Longitude: &longitude, Since: graph.MustDate("1991-10-18")}, {Dataset: "region", Name: names[i]}})
		e.Degree = 40 + i
		a.Graph.Nodes = append(a.Graph.Nodes, graph.Node{Entity: e, Distance: -1, Hidden: -1})
	}
	claim := func(dataset, text, since string) graph.Claim {
		return graph.Claim{Dataset: dataset, Source: dataset + "-2024", Locator: "paragraph 4", Text: text, Status: "member",
			Since: graph.MustDate(since), Observed: graph.MustDate("2024-06-27"), Confidence: graph.Documented}
	}
	path := graph.Path{Nodes: ids, Cost: 7402451, SharedPeriod: graph.Days{{From: graph.MustDate("2001-01-25").First(), To: graph.MaxDay}}}
	for i := range 3 {
		var step []string
		for range 1 + i/2 {
			key := graph.RelationshipKey{Type: graph.MemberOf, From: ids[i], To: ids[i+1]}
			if len(step) > 0 {
				key.Type, key.Role = graph.CooperatesWith, "energy & transit"
			}
			r := graph.NewRelationship(key, []graph.Claim{claim("region", "Is a member of it since the accession.", "2001-01-25"),
				claim("factbook", "Listed among “members”: yes.", "2001")})
			a.Graph.Relationships = append(a.Graph.Relationships, r)
			step = append(step, r.ID())
		}
		path.Steps = append(path.Steps, step)
		path.Text = append(path.Text, names[i]+" is a member of "+names[i+1]+", since 25 January 2001 [factbook-2024, region-2024].")
	}
	for i, id := range ids[1:3] {
		path.Parts = append(path.Parts, graph.CostPart{ID: id, Degree: 40 + i, Cost: 3701225 + int64(i)})
	}
	graph.SortRelationships(a.Graph.Relationships)
	a.Paths = []graph.Path{path}
	return a
}

// discardWriter takes an answer and forgets it.
type discardWriter struct {
	header  http.Header
	status  int
	written int
}

func (w *discardWriter) Header() http.Header              { return w.header }
func (w *discardWriter) WriteHeader(status int)           { w.status = status }
func (w *discardWriter) SetWriteDeadline(time.Time) error { return nil }
func (w *discardWriter) Write(p []byte) (int, error)      { w.written += len(p); return len(p), nil }

// benchHandlers gives the API over a ready answer, and beside it a bare gin handler that writes as many bytes from memory.
func benchHandlers(tb testing.TB) (ours, bare http.Handler, size int) {
	ours, err := New(Config{Reader: &readyReader{answer: readyAnswer()}, Version: "v1.2.3", Commit: "abcdef", Log: discard})
	if err != nil {
		tb.Fatal(err)
	}
	w := &discardWriter{header: http.Header{}}
	ours.ServeHTTP(w, benchRequest(tb))
	if w.status != http.StatusOK {
		tb.Fatalf("status %d", w.status)
	}
	engine, body := gin.New(), bytes.Repeat([]byte("x"), w.written)
	engine.GET("/v1/paths", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", body) })
	return ours, engine, w.written
}

func benchRequest(tb testing.TB) *http.Request {
	req, err := http.NewRequest(http.MethodGet, benchPath, nil)
	if err != nil {
		tb.Fatal(err)
	}
	req.Host, req.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:40000"
	return req
}

// BenchmarkPaths measures the whole handler without a network.
func BenchmarkPaths(b *testing.B) {
	ours, bare, size := benchHandlers(b)
	for name, handler := range map[string]http.Handler{"api": ours, "gin": bare} {
		b.Run(name, func(b *testing.B) {
			ctx, cancel := context.WithCancel(context.Background()) // as net/http gives one
			defer cancel()
			req := benchRequest(b).WithContext(ctx)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				handler.ServeHTTP(&discardWriter{header: make(http.Header)}, req)
			}
		})
	}
}

// BenchmarkPathsOverTCP measures requests over 16 kept-alive connections, server and clients in one process. With
// GOGC=1000 garbage is collected about as seldom as where a whole graph is in memory; without it, the small heap of the
// tests is gone over every few hundred requests.
func BenchmarkPathsOverTCP(b *testing.B) {
	ours, bare, _ := benchHandlers(b)
	for _, side := range []struct {
		name    string
		handler http.Handler
	}{{"gin", bare}, {"api", ours}} {
		b.Run(side.name, func(b *testing.B) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			srv := NewHTTPServer(side.handler, discard)
			go func() { _ = srv.Serve(wholeListener{ln}) }()
			defer srv.Close()
			benchConnections(b, ln.Addr().String(), 16)
		})
	}
}

func benchConnections(b *testing.B, addr string, connections int) {
	clients := make([]*rawClient, connections)
	for i := range clients {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		clients[i] = &rawClient{conn, textproto.NewReader(bufio.NewReaderSize(conn, 32<<10)), []byte("GET " + benchPath + " HTTP/1.1\r\nHost: " + addr + "\r\n\r\n")}
	}
	b.ResetTimer()
	var wg sync.WaitGroup
	for i, c := range clients {
		wg.Go(func() {
			for n := i; n < b.N; n += connections {
				if err := c.ask(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// rawClient speaks just enough HTTP that its own work does not hide the server's.
type rawClient struct {
	conn    net.Conn
	r       *textproto.Reader
	request []byte
}

func (c *rawClient) ask() error {
	if _, err := c.conn.Write(c.request); err != nil {
		return err
	}
	length := -1
	for first := true; ; first = false {
		line, err := c.r.ReadLineBytes()
		switch {
		case err != nil:
			return err
		case first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")):
			return fmt.Errorf("answered %s", line)
		case len(line) == 0:
			_, err := c.r.R.Discard(length)
			return err
		}
		if value, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return err
			}
		}
	}
}
