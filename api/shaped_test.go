package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"coopgraph/api/format"
	"coopgraph/graph"
)

// shapedSamples are questions whose answers come in every shape of a graph that can be cited.
var shapedSamples = []string{
	"/v1/paths?from=country:aze&to=country:geo", "/v1/entities/country:aze/neighbourhood?limit=2",
	"/v1/neighbourhood?ids=country:aze,country:geo", "/v1/connect?ids=country:aze,country:geo,country:arm",
	"/v1/common?ids=country:aze,country:geo&limit=1", "/v1/timeline?ids=country:aze&limit=2",
	"/v1/diff?from_date=1995&to_date=2010", "/v1/paths/diff?from=country:aze&to=country:geo&from_date=1996&to_date=2010",
}

// Every answer comes in every shape, by name and by media type, with the nodes that our own JSON has.
func TestShapes(t *testing.T) {
	c := newClient(t)
	for _, sample := range shapedSamples {
		own := c.want(200, c.get(sample))
		nodes := own["graph"].(map[string]any)["nodes"].([]any)
		tags := map[string]string{c.get(sample).Header.Get("ETag"): ownShape}
		for _, name := range append(format.GraphNames(), format.CitationNames()...) {
			a := c.get(withQuery(sample, "format="+name))
			if a.StatusCode != http.StatusOK || len(a.body) == 0 {
				t.Fatalf("%s as %s: %d %.300s", sample, name, a.StatusCode, a.body)
			}
			f, isGraph := format.Graph(name)
			want := f.MediaType
			if !isGraph {
				want = citationMedia(name)
			}
			if got := a.Header.Get("Content-Type"); got != want {
				t.Errorf("%s as %s has the type %s, want %s", sample, name, got, want)
			}
			text := shownText(t, name, a.body)
			for _, n := range nodes {
				node := n.(map[string]any)
				shown := node["id"].(string)
				if name == "mermaid" { // whose ids are its own
					shown = strings.Fields(node["name"].(string))[0]
				}
				if isGraph && !strings.Contains(text, shown) {
					t.Errorf("%s as %s lacks %s", sample, name, shown)
				}
			}
			if complete := a.Header.Get("X-Complete") == ""; complete != own["complete"].(bool) {
				t.Errorf("%s as %s: X-Complete is %q, and complete %v", sample, name, a.Header.Get("X-Complete"), own["complete"])
			}
			accepted := c.get(sample, "Accept", "text/html, "+strings.Split(want, ";")[0]+", */*;q=0.1")
			if !bytes.Equal(shorn(accepted.body), shorn(a.body)) || !strings.Contains(accepted.Header.Get("Vary"), "Accept,") {
				t.Errorf("%s by Accept is another than by format=%s", sample, name)
			}
			tag := accepted.Header.Get("ETag")
			if other, taken := tags[tag]; taken {
				t.Errorf("%s as %s has the tag of %s", sample, name, other)
			}
			tags[tag] = name
			if again := c.get(sample, "Accept", want, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
				t.Errorf("%s as %s: %d for its own tag", sample, name, again.StatusCode)
			}
		}
	}
}

// shorn is a document without the question, which tells how the shape was asked for.
func shorn(body []byte) []byte {
	r := bytes.NewReader(body)
	if z, err := zip.NewReader(r, int64(len(body))); err == nil {
		var names []byte
		for _, f := range z.File {
			names = append(names, f.Name...)
		}
		return names
	}
	for _, cut := range []string{"format=", "&format", "?format"} {
		if i := bytes.Index(body, []byte(cut)); i >= 0 {
			return body[:min(i, 20)]
		}
	}
	return body[:min(len(body), 20)]
}

// shownText is the text of a document that has to be of its format.
func shownText(t *testing.T, name string, body []byte) string {
	t.Helper()
	switch name {
	case "csv":
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(&all, r)
		}
		return all.String()
	case "gexf", "graphml":
		d := xml.NewDecoder(bytes.NewReader(body))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return string(body)
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	case "graphology", "cytoscape", "d3", "jgf", "jsonld", "csl":
		if !json.Valid(body) {
			t.Fatalf("%s is not JSON: %.300s", name, body)
		}
	}
	return string(body)
}

func TestAcceptIsWeighed(t *testing.T) {
	for accept, want := range map[string]string{
		"": "json", "*/*": "json", "application/*": "json", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "json",
		"application/gexf+xml": "gexf", "application/json;q=0.5, application/graphml+xml": "graphml", "text/markdown;q=0.2, text/vnd.graphviz;q=0.3": "dot",
		"application/zip;q=0": "json", "nonsense": "json", "application/gexf+xml;q=2": "json", "application/gexf+xml;q=x": "json",
		strings.Repeat("a/b,", 40) + "application/gexf+xml": "json", strings.Repeat(",", 5000): "json", "application/GEXF+XML": "gexf",
		"application/gexf+xml;q=0.1,*/*": "json",
	} {
		if got := citedShapes.accepted([]string{accept}); got != want {
			t.Errorf("%.60q: %s, want %s", accept, got, want)
		}
	}
}

// A citation says what was asked, by whose word, and when its link is older than the answer.
func TestCitation(t *testing.T) {
	c := newClient(t)
	a := c.get("/v1/paths?from=country:aze&to=country:geo&k=1&format=markdown&revision=9&epoch=reference")
	text := string(a.body)
	for _, want := range []string{"How Azerbaijan and Georgia are connected", "revision 9", "old revisions are not kept", "[^1]"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	// The permalink asks the same again, and then nothing has changed.
	at := strings.Index(text, c.url+"/v1/paths?")
	if at < 0 {
		t.Fatalf("there is no permalink in\n%s", text)
	}
	link := strings.FieldsFunc(text[at:], func(r rune) bool { return strings.ContainsRune(" >)\n", r) })[0]
	again := string(c.get(strings.TrimPrefix(strings.ReplaceAll(link, `\`, ""), c.url)).body)
	if strings.Contains(again, "old revisions are not kept") || !strings.Contains(again, "How Azerbaijan") {
		t.Errorf("%s answers\n%s", link, again)
	}
	if got := string(c.get("/v1/sources/trend-report?format=bibtex").body); !strings.Contains(got, "@") || !strings.Contains(got, "title") {
		t.Errorf("a source in BibTeX: %s", got)
	}
	c = newClient(t, func(cfg *Config) { cfg.PublicURL = "https://graph.example.org" })
	if text := string(c.get("/v1/paths?from=country:aze&to=country:geo&format=markdown").body); !strings.Contains(text, "https://graph.example.org/v1/paths") {
		t.Errorf("the permalink does not have the public address:\n%s", text)
	}
	// A question in a body has a link as well.
	posted := c.do("POST", "/v1/paths", `{"from": "country:aze", "to": "country:geo", "avoid": ["country:arm"], "format": "markdown"}`)
	if !strings.Contains(string(posted.body), url.QueryEscape("country:arm")) {
		t.Errorf("%s", posted.body)
	}
}

// The permanent link of a query's answer asks it again, and a posted value with a comma in it stays one in the link.
func TestPermalinkOfAQuery(t *testing.T) {
	c := newClient(t)
	for _, a := range []answer{c.get("/v1/queries/table/run?of=country:aze&format=markdown"),
		c.do("POST", "/v1/queries/table/run", `{"of": ["Azerbaijan, Republic of", "country:geo"], "format": "markdown"}`)} {
		text := string(a.body)
		at := strings.Index(text, c.url+"/v1/queries/table/run?")
		if at < 0 {
			t.Fatalf("there is no permalink in\n%s", text)
		}
		link := strings.ReplaceAll(strings.FieldsFunc(text[at:], func(r rune) bool { return strings.ContainsRune(" >)\n", r) })[0], `\`, "")
		if again := c.get(strings.TrimPrefix(link, c.url)); again.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d %s", link, again.StatusCode, again.body)
		}
		if strings.Contains(link, "Republic") && !strings.Contains(link, url.QueryEscape(`"Azerbaijan, Republic of"`)) {
			t.Errorf("the value is taken apart in %s", link)
		}
	}
}

// A stream that breaks says so in the document where its format can, and cuts the connection where it cannot.
func TestBrokenStreams(t *testing.T) {
	c := newClient(t)
	d := testData()
	c.fake.scan = func(_ context.Context, v graph.Visitor) (graph.Marker, error) {
		for range 2000 {
			for _, e := range d.Entities {
				if err := v.Entity(e); err != nil {
					return graph.Marker{}, err
				}
			}
		}
		return graph.Marker{}, graph.Unavailable(nil, "it is away")
	}
	a := c.get("/v1/graph?format=ndjson")
	lines := bytes.Split(bytes.TrimSpace(a.body), []byte("\n"))
	var last struct{ Error *Problem }
	if err := json.Unmarshal(lines[len(lines)-1], &last); err != nil || last.Error == nil || last.Error.Code != "unavailable" {
		t.Errorf("the last of %d lines is %s", len(lines), lines[len(lines)-1])
	}
	for _, name := range []string{"json", "gexf", "csv", "graphology"} {
		res, err := http.Get(c.url + "/v1/graph?format=" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(res.Body); err == nil && res.StatusCode == http.StatusOK {
			t.Errorf("%s ends as if it were whole", name)
		}
		_ = res.Body.Close()
	}
}
