package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/evanw/esbuild/pkg/api"

	"coopgraph/internal/browser"
	"coopgraph/web"
)

// What the viewer is held to.
const (
	firstPaint = 150 << 10 // bytes of a first visit, compressed
	everything = 500 << 10 // bytes of the whole bundle
	smooth     = 30        // frames a second from which on panning is smooth, whatever the rival does
	panned     = 4 * time.Second
)

// viewer measures the page against sigma.js's own plain example on the same graph, at the same places, in one browser
// that draws by software: frames a second while panning, and the time from a request to the drawn neighbourhood. What
// answers both is a server of made-up neighbourhoods, so that the time of a search is in neither.
func (b *bench) viewer(ctx context.Context, _ string) error {
	if err := b.bundleSizes(); err != nil {
		return err
	}
	server, err := newStage()
	if err != nil {
		return err
	}
	defer server.close()
	chromium, err := browser.Start(ctx)
	if err != nil {
		return err
	}
	defer chromium.Stop()
	nodes, ties := b.size(5000), b.size(20000)
	var dragged, whole pairs
	for range b.rounds() {
		our, their, err := server.pan(ctx, chromium, nodes, ties)
		if err != nil {
			return err
		}
		dragged.add(our[0], their[0])
		whole.add(our[1], their[1])
	}
	r := result{Graph: fmt.Sprintf("%d nodes, %d ties", nodes, ties), Rival: "sigma.js's plain example", Unit: "frames/s"}
	r.Case, r.Ours, r.Theirs, r.Required = "viewer: dragging the view", median(dragged.ours), median(dragged.theirs), asSmooth(&dragged)
	b.higher(r)
	r.Case, r.Ours, r.Theirs, r.Required = "viewer: every frame with all lines", median(whole.ours), median(whole.theirs), asSmooth(&whole)
	b.higher(r)
	var drawn pairs
	for range 3 * b.rounds() {
		our, their, err := server.draw(ctx, chromium, 200)
		if err != nil {
			return err
		}
		drawn.add(our, their)
	}
	b.lower(result{Case: "viewer: from request to drawn", Graph: "neighbourhood of 200", Ours: median(drawn.ours),
		Rival: "sigma.js's bare drawing", Theirs: median(drawn.theirs), Unit: "ms", Required: 1 / 1.5})
	return nil
}

func (b *bench) bundleSizes() error {
	dist, all, first := web.Dist(), 0, 0
	page, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		return err
	}
	err = fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		all += len(content)
		if name == "index.html" || strings.Contains(string(page), name) {
			first += packed(content)
		}
		return err
	})
	b.lower(result{Case: "viewer: first visit", Graph: "gzip", Ours: float64(first) / 1024, Rival: "bound", Theirs: firstPaint / 1024,
		Unit: "KiB", Required: 1})
	b.lower(result{Case: "viewer: whole bundle", Graph: "uncompressed", Ours: float64(all) / 1024, Rival: "bound",
		Theirs: everything / 1024, Unit: "KiB", Required: 1})
	return err
}

func packed(content []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(content)
	_ = w.Close()
	return out.Len()
}

// pairs is what was measured of ours and of the rival's, round by round.
type pairs struct{ ours, theirs []float64 }

func (p *pairs) add(ours, theirs float64) {
	p.ours, p.theirs = append(p.ours, ours), append(p.theirs, theirs)
}

// asSmooth is the share of the rival's frames that is required: less where it is smooth as it is.
func asSmooth(p *pairs) float64 {
	const share = 0.8
	if ours := median(p.ours); ours >= smooth {
		return min(share, ours/median(p.theirs))
	}
	return share
}

// stage serves the viewer, the rival's page, and neighbourhoods that are made up.
type stage struct {
	url   string
	close func()
}

func newStage() (*stage, error) {
	root, err := filepath.Abs("web")
	if err != nil {
		return nil, err
	}
	made := api.Build(api.BuildOptions{EntryPoints: []string{filepath.Join(root, "unit", "plain.ts")}, Bundle: true, MinifySyntax: true,
		MinifyWhitespace: true, MinifyIdentifiers: true, Format: api.FormatESModule, LogLevel: api.LogLevelSilent})
	if len(made.Errors) > 0 {
		return nil, errors.New("the rival's page: " + made.Errors[0].Text + "; run make web, which fetches the packages")
	}
	mux := http.NewServeMux()
	mux.Handle("/", web.Handler())
	mux.HandleFunc("/plain", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><title>plain</title><style>html,body,#canvas{margin:0;height:100%}#canvas{width:905px}</style><div id="canvas"></div><script type="module" src="/plain.js"></script>`))
	})
	mux.HandleFunc("/plain.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(made.OutputFiles[0].Contents)
	})
	mux.HandleFunc("/v1/schema", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"kinds":[],"types":[],"schemes":[],"confidences":[],"modes":[],"ranks":[],"directions":[],"limits":{}}`))
	})
	mux.HandleFunc("/v1/entities/{id}/neighbourhood", func(w http.ResponseWriter, r *http.Request) {
		var nodes, ties int
		if _, err := fmt.Sscanf(r.PathValue("id"), "country:n%d-%d", &nodes, &ties); err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(neighbourhood(r.PathValue("id"), nodes, ties))
	})
	mux.HandleFunc("/v1/entities", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"revision":1,"epoch":null,"loading":false,"entities":[],"missing":[],"next":null}`))
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(ln) }()
	return &stage{"http://" + ln.Addr().String(), func() { _ = srv.Close() }}, nil
}

// neighbourhood is an answer about as many nodes and ties, the same every time: a few hubs and many that hang on them.
func neighbourhood(start string, nodes, ties int) map[string]any {
	kinds := []string{"Country", "Organisation", "Official", "Project", "Agreement", "Event"}
	state := uint32(1)
	chance := func(below int) int {
		state = state*1664525 + 1013904223
		return int(state>>8) % below
	}
	ids := make([]string, nodes)
	degree := make([]int, nodes)
	var rels []map[string]any
	for i := range ids {
		ids[i] = fmt.Sprintf("event:made-up-%d", i)
	}
	ids[0] = start
	for i := range ties {
		a, b := i%nodes, chance(1+chance(nodes))
		if i < nodes {
			a, b = i, chance(max(1, i/8))
		}
		if a == b {
			b = (a + 1) % nodes
		}
		degree[a]++
		degree[b]++
		rels = append(rels, map[string]any{"id": fmt.Sprintf("attended:%016d", i), "type": "ATTENDED", "from": ids[a], "to": ids[b],
			"since": "2001", "until": "2001", "observed": nil, "status": nil, "role": nil, "title": nil, "spell": nil, "share": nil,
			"confidence": "reported", "conflict": false, "claims": []any{}})
	}
	list := make([]map[string]any, nodes)
	for i, id := range ids {
		list[i] = map[string]any{"id": id, "kind": kinds[i%len(kinds)], "type": nil, "name": fmt.Sprintf("Made-up entity %d", i),
			"description": nil, "since": nil, "until": nil, "latitude": nil, "longitude": nil, "codes": map[string]string{},
			"datasets": []string{"bench"}, "degree": degree[i], "distance": 1, "hidden": 0}
	}
	return map[string]any{"revision": 1, "epoch": nil, "loading": false, "starts": []string{start}, "complete": true, "examined": nodes,
		"cut":   map[string]any{"nodes": 0, "relationships": 0, "unopened": nil, "next": nil, "budget": false},
		"graph": map[string]any{"nodes": list, "relationships": rels}}
}

// frames counts what is drawn in a second while the view is dragged to and fro by the mouse, as whoever looks around does
// it, or while a program sets the camera to another place for every frame. It is 0 where the view did not move.
const frames = `((renderer, dragged) => new Promise(done => {
	const camera = renderer.getCamera(), from = camera.getState(), began = performance.now();
	const mouse = renderer.getMouseCaptor().container, box = mouse.getBoundingClientRect();
	const send = (on, name, x, y) => dragged && on.dispatchEvent(new MouseEvent(name, {bubbles: true, cancelable: true, button: 0,
		buttons: 1, view: window, clientX: box.left + 3 + x * box.width, clientY: box.top + 3 + y * box.height}));
	let drawn = 0, farthest = 0;
	renderer.on("afterRender", () => drawn++);
	send(mouse, "mousedown", 0, 0); // in a corner, where no node is
	const step = now => {
		const t = (now - began) / 1000, x = 0.1 * Math.sin(2 * t), y = 0.1 * Math.cos(3 * t) - 0.1, at = camera.getState();
		farthest = Math.max(farthest, Math.hypot(at.x - from.x, at.y - from.y));
		if (now - began > %d) {
			send(document, "mouseup", x, y);
			return done(farthest > 0.02 ? drawn / t : 0);
		}
		if (dragged) send(mouse, "mousemove", x, y);
		else camera.setState({x: from.x + x, y: from.y + y});
		requestAnimationFrame(step);
	};
	requestAnimationFrame(step);
}))(%s, %t)`

// pan gives the frames a second of the viewer and of the rival, at the places that the viewer found: when dragged, and
// when every frame is drawn whole.
func (s *stage) pan(ctx context.Context, b *browser.Browser, nodes, ties int) (ours, theirs [2]float64, err error) {
	id := fmt.Sprintf("country:n%d-%d", nodes, ties)
	page, err := b.Open(s.url, browser.Desktop)
	if err != nil {
		return ours, theirs, err
	}
	defer page.Close()
	limited, cancel := context.WithTimeout(page.Ctx, 5*time.Minute)
	defer cancel()
	if err := chromedp.Do(limited, chromedp.Navigate(s.url+"/?around="+id+";limit=5000"), browser.Idle()); err != nil {
		return ours, theirs, err
	}
	measure := func(renderer string) (out [2]float64, err error) {
		for i, dragged := range []bool{true, false} {
			out[i], err = chromedp.Run(limited, chromedp.Evaluate[float64](fmt.Sprintf(frames, panned.Milliseconds(), renderer, dragged),
				chromedp.EvalAwaitPromise))
			if err == nil && out[i] == 0 {
				err = fmt.Errorf("%s did not move (dragged: %t)", renderer, dragged)
			}
			if err == nil {
				err = chromedp.Do(limited, chromedp.Sleep(2*time.Second)) // what the last frames left behind
			}
			if err != nil {
				return out, err
			}
		}
		return out, nil
	}
	if ours, err = measure("window.coopgraphView.canvas().renderer"); err != nil {
		return ours, theirs, err
	}
	places, err := chromedp.Run(limited, chromedp.Evaluate[string]("JSON.stringify(window.coopgraphView.places())"))
	if err != nil {
		return ours, theirs, err
	}
	if err := chromedp.Do(limited, chromedp.Navigate(s.url+"/plain"), chromedp.Sleep(300*time.Millisecond)); err != nil {
		return ours, theirs, err
	}
	if _, err := chromedp.Run(limited, chromedp.Evaluate[bool](fmt.Sprintf(
		"window.plain.load('/v1/entities/%s/neighbourhood', %s).then(() => true)", id, places), chromedp.EvalAwaitPromise)); err != nil {
		return ours, theirs, err
	}
	theirs, err = measure("window.plain.renderer")
	return ours, theirs, errors.Join(err, ctx.Err())
}

// draw gives the milliseconds from asking for a neighbourhood to its first frame, of the viewer and of the rival.
func (s *stage) draw(ctx context.Context, b *browser.Browser, nodes int) (ours, theirs float64, err error) {
	id := fmt.Sprintf("country:n%d-%d", nodes+1, 3*nodes)
	timed := func(path, expression string) (float64, error) {
		page, err := b.Open(s.url, browser.Desktop)
		if err != nil {
			return 0, err
		}
		defer page.Close()
		limited, cancel := context.WithTimeout(page.Ctx, time.Minute)
		defer cancel()
		if err := chromedp.Do(limited, chromedp.Navigate(s.url+path), chromedp.Sleep(500*time.Millisecond)); err != nil {
			return 0, err
		}
		return chromedp.Run(limited, chromedp.Evaluate[float64](expression, chromedp.EvalAwaitPromise))
	}
	ours, err = timed("/", fmt.Sprintf(`new Promise(done => {
		const began = performance.now(), view = window.coopgraphView;
		view.canvas().renderer.on("afterRender", () => view.state().scene.nodes.size > %d && done(performance.now() - began));
		view.go("around=%s;limit=5000");
	})`, nodes, id))
	if err != nil {
		return 0, 0, err
	}
	theirs, err = timed("/plain", fmt.Sprintf(`(async () => {
		const began = performance.now();
		await window.plain.load("/v1/entities/%s/neighbourhood");
		return performance.now() - began;
	})()`, id))
	return ours, theirs, errors.Join(err, ctx.Err())
}
