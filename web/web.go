// Package web serves the viewer: one page at / that asks the API and draws what it answers, and the same page at
// /embed, to be shown within others. All of it is in the program; the page asks nobody but its own server.
//
// The sources are TypeScript in src. `make web` bundles them into dist, which is committed, so that building the program
// needs no Node.js.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed dist
var bundle embed.FS

// Dist is the folder that is served.
func Dist() fs.FS {
	dist, err := fs.Sub(bundle, "dist")
	if err != nil {
		panic("web: " + err.Error()) // the name is a constant
	}
	return dist
}

// policy is what the page may do: run its own script, ask its own server, lay out in a worker of its own, and make
// pictures of what it shows. Only /embed may stand in a page of another origin: it shows what everybody may read, takes
// no clicks that change anything, and knows no logins.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "

const (
	year   = "public, max-age=31536000, immutable" // what has its content's sum in its name
	anew   = "no-cache"                            // what has not
	script = "text/javascript; charset=utf-8"
)

var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": script, ".css": "text/css; charset=utf-8",
	".json": "application/json; charset=utf-8", ".svg": "image/svg+xml",
}

// Handler serves the viewer at /, /embed, /embed.js and /assets/. It answers GET and HEAD; anything else is not found.
func Handler() http.Handler {
	files := map[string]file{}
	dist := Dist()
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		files["/"+name] = newFile(name, content)
		return err
	})
	if err != nil {
		panic("web: " + err.Error()) // what is embedded can be read
	}
	files["/"], files["/embed"] = files["/index.html"], files["/index.html"]
	delete(files, "/index.html")
	return handler(files)
}

type file struct {
	content        []byte
	mediaType, tag string
	cache          string
}

func newFile(name string, content []byte) file {
	sum := sha256.Sum256(content)
	f := file{content: content, mediaType: mediaTypes[path.Ext(name)], tag: `W/"` + hex.EncodeToString(sum[:8]) + `"`, cache: anew}
	if strings.HasPrefix(name, "assets/") {
		f.cache = year
	}
	return f
}

type handler map[string]file

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := h[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", f.mediaType)
	header.Set("Cache-Control", f.cache)
	header.Set("Etag", f.tag)
	header.Set("Content-Security-Policy", policy+ancestors(r.URL.Path))
	if r.URL.Path == "/embed" {
		header.Del("X-Frame-Options")
	}
	if r.URL.Path == "/embed.js" {
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
}

// ancestors are the pages that may show this one in a frame.
func ancestors(path string) string {
	if path == "/embed" {
		return "*"
	}
	return "'none'"
}
