package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"coopgraph/internal/webbundle"
	"coopgraph/web"
)

// What a first visit may weigh, compressed, and what all of it may.
const (
	firstPaint = 150 << 10
	everything = 500 << 10
)

var packages = sync.OnceValue(func() error { return webbundle.Packages(context.Background(), ".") })

func fetched(t *testing.T) string {
	t.Helper()
	if err := packages(); err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// The committed bundle is what the sources make, byte for byte.
func TestBundleIsFresh(t *testing.T) {
	dir, out := fetched(t), filepath.Join(t.TempDir(), "dist")
	if err := webbundle.Build(dir, out); err != nil {
		t.Fatal(err)
	}
	made, kept := files(t, os.DirFS(out)), files(t, web.Dist())
	for name := range kept {
		if _, ok := made[name]; !ok {
			t.Errorf("dist/%s is kept and no longer made; run make web", name)
		}
	}
	for name, content := range made {
		if !bytes.Equal(content, kept[name]) {
			t.Errorf("dist/%s is not what the sources make; run make web", name)
		}
	}
}

func files(t *testing.T, dir fs.FS) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[name], err = fs.ReadFile(dir, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The types of answers are those of openapi.yaml, and the sources agree with them.
func TestTypesAreFresh(t *testing.T) {
	dir, out := fetched(t), filepath.Join(t.TempDir(), "types.ts")
	if err := webbundle.GenerateTypes(context.Background(), dir, out); err != nil {
		t.Fatal(err)
	}
	fresh, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(webbundle.Types)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh, kept) {
		t.Error("openapi.yaml was changed after the types were made of it; run make web")
	}
	if err := webbundle.CheckTypes(context.Background(), dir); err != nil {
		t.Error(err)
	}
}

func TestBundleIsSmall(t *testing.T) {
	weigh := func(content []byte) int {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
		_, _ = w.Write(content)
		_ = w.Close()
		return b.Len()
	}
	kept := files(t, web.Dist())
	page := string(kept["index.html"])
	first, all := weigh(kept["index.html"]), 0
	for name, content := range kept {
		all += len(content)
		if strings.Contains(page, name) {
			first += weigh(content)
		}
	}
	if first > firstPaint || all > everything {
		t.Errorf("a first visit takes %d bytes of %d, all is %d bytes of %d", first, firstPaint, all, everything)
	}
	t.Logf("a first visit takes %d bytes compressed, all is %d bytes uncompressed", first, all)
}

// Nothing in the bundle names an address on another host that it could ask; namespaces and where a library is at home
// are only texts.
func TestBundleNamesNoHost(t *testing.T) {
	for name, content := range files(t, web.Dist()) {
		for _, part := range strings.Split(string(content), "://")[1:] {
			host := part[:min(len(part), 24)]
			known := false
			for _, text := range []string{"www.w3.org/", "…", "127.0.0.1"} {
				known = known || strings.HasPrefix(host, text)
			}
			if !known && strings.ContainsAny(host[:1], "abcdefghijklmnopqrstuvwxyz") {
				t.Errorf("dist/%s names %s", name, host)
			}
		}
	}
}

func TestHandler(t *testing.T) {
	srv := httptest.NewServer(web.Handler())
	t.Cleanup(srv.Close)
	get := func(method, path string, headers ...string) *http.Response {
		t.Helper()
		req, err := http.NewRequest(method, srv.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res
	}
	for name := range files(t, web.Dist()) {
		path := "/" + strings.TrimSuffix(name, "index.html")
		res := get("GET", path)
		kept := strings.Contains(res.Header.Get("Cache-Control"), "immutable")
		if res.StatusCode != 200 || res.Header.Get("Content-Type") == "" || kept != strings.HasPrefix(name, "assets/") {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
		}
		if again := get("GET", path, "If-None-Match", res.Header.Get("Etag")); again.StatusCode != 304 {
			t.Errorf("%s is sent again with %d", path, again.StatusCode)
		}
		if head := get("HEAD", path); head.StatusCode != 200 {
			t.Errorf("HEAD %s: %d", path, head.StatusCode)
		}
	}
	for _, path := range []string{"/index.html", "/assets/", "/assets/nothing.js", "/../web.go"} {
		if res := get("GET", path); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

// What needs no browser is tested in Node.js: addresses and places there and back, and when a tie holds.
func TestUnits(t *testing.T) {
	dir := fetched(t)
	result := api.Build(api.BuildOptions{EntryPoints: []string{filepath.Join(dir, "unit", "unit.ts")}, Bundle: true, Write: false,
		Platform: api.PlatformNode, Format: api.FormatESModule, LogLevel: api.LogLevelSilent,
		Define: map[string]string{"FILE_LAYOUT": `""`, "FILE_LAND": `""`}})
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors[0].Text)
	}
	file := filepath.Join(t.TempDir(), "unit.mjs")
	if err := os.WriteFile(file, result.OutputFiles[0].Contents, 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command("node", "--test", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}
