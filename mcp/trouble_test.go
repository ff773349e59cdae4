package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
)

// What is wrong with a question is said so that a model can ask again.
func TestWrongArguments(t *testing.T) {
	c := serve(t, testConfig())
	long := strings.Repeat("x", 2000)
	for _, tc := range []struct{ tool, arguments, want string }{
		{"paths", `{"from": "Azerbaijan"}`, "to: it is missing; Where they end: a name, an id or a code."},
		{"paths", `{}`, "from: it is missing"},
		{"paths", `{"form": "a", "to": "b"}`, `form: there is no such argument; did you mean "from"?`},
		{"paths", `{"from": "Azerbajan", "to": "Georgia"}`, "from: nothing is called \"Azerbajan\"; write a whole name, an id (country:aze) or a code (iso3:AZE)\nPerhaps meant:\n- Azerbaijan (country:aze)"},
		{"paths", `{"from": "Twin", "to": "Georgia"}`, "from: \"Twin\" is the name of several; give the id of one\nPerhaps meant:\n- Twin (area:twin-b)\n- Twin (project:twin-a)"},
		{"paths", `{"from": "country:azx", "to": "Georgia"}`, "from: no entity has the id"},
		{"paths", `{"from": "iso3:ZZZ", "to": "Georgia"}`, "from: no entity has the code"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "k": 51}`, "k: 51 is out of range; give a whole number from 1 to 50"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "k": 1.5}`, "k: 1.5 is out of range"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "k": 1e300}`, "k: 1e+300 is out of range"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "k": "three"}`, "k: it has to be of the type integer; How many paths"},
		{"paths", `{"from": ["country:aze"], "to": "country:geo"}`, "from: it has to be of the type string"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "concurrent": "yes"}`, "concurrent: it has to be of the type boolean"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "types": ["KNOWS"]}`, "types: \"KNOWS\" is not one of its values\nAllowed: MEMBER_OF, "},
		{"paths", `{"from": "country:aze", "to": "country:geo", "types": [1]}`, "types: value 1 of it is not a text"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "types": []}`, "types: 0 values; give 1 to "},
		{"paths", `{"from": "country:aze", "to": "country:geo", "as_of": "2024-02-30"}`, "as_of: \"2024-02-30\" is not a date"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "as_of": "2024", "to_date": "2025"}`, "as_of: as_of and from_date/to_date exclude each other"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "sources": ["nosuch"]}`, "sources: "},
		{"paths", `{"from": "country:aze", "to": "country:geo", "avoid": ["nosuch"]}`, "avoid: nothing is called"},
		{"paths", `{"from": "country:aze", "to": "country:geo", "mode": "worst"}`, "mode: \"worst\" is not one of its values\nAllowed: best, all-shortest"},
		{"paths", `{"from": "country:aze\u0000", "to": "country:geo"}`, "from: a value contains control characters"},
		{"paths", fmt.Sprintf(`{"from": %q, "to": "country:geo"}`, long), "from: a value is 2000 bytes long; 1000 are allowed"},
		{"paths", fmt.Sprintf(`{"from": %q, "to": "country:geo"}`, long[:900]), "from: the name is 900 bytes long; 200 are allowed"},
		{"paths", fmt.Sprintf(`{%q: 1}`, long), long[:100] + " …: there is no such argument"},
		{"paths", `[1]`, "the arguments are not a JSON object; give one, such as {\"from\": …, \"to\": …}"},
		{"neighbourhood", `{"entities": ["country:aze"], "cursor": "nonsense"}`, "cursor: "},
		{"connect", `{"entities": ["country:aze", "country:geo", "country:arm"], "direction": "out"}`, "direction: there is no such argument"},
		{"diff", `{"from_date": "2020", "to_date": "2010"}`, "to_date: to_date 2010 does not lie after from_date 2020"},
		{"timeline", `{"entities": ["country:aze", "country:geo"], "direction": "out"}`, "direction: "},
		{"datasets", `{"x": 1}`, "x: this tool takes no arguments; give {}"},
		{"search", `{"query": " "}`, "query: it is empty"},
	} {
		if got := c.refused(tc.tool, tc.arguments); !strings.HasPrefix(got, tc.want) {
			t.Errorf("%s %.100s: got\n%s\nwant\n%s", tc.tool, tc.arguments, got, tc.want)
		} else if len(got) > maxErrorText+10 {
			t.Errorf("%s %.100s: the error is %d bytes long", tc.tool, tc.arguments, len(got))
		}
	}
	cfg := testConfig()
	cfg.Reader = withDatasets{cfg.Reader}
	has(t, serve(t, cfg).refused("paths", `{"from": "country:aze", "to": "country:geo", "datasets": ["nosuch"]}`), "datasets: \"nosuch\" is not a dataset here\nAllowed: region, trend")
}

type withDatasets struct{ graph.Reader }

func (withDatasets) Datasets(context.Context) ([]graph.Dataset, error) {
	return []graph.Dataset{{Name: "region"}, {Name: "trend"}}, nil
}

// troubled is a reader that does something else instead of finding paths.
type troubled struct {
	graph.Reader
	paths func(ctx context.Context) error
}

func (r troubled) Paths(ctx context.Context, _ graph.PathQuery) (graph.PathAnswer, error) {
	return graph.PathAnswer{}, r.paths(ctx)
}

const anyPath = `{"from": "country:aze", "to": "country:geo"}`

// What went wrong within is told in words of ours, and the cause is in the log alone.
func TestTroubleWithin(t *testing.T) {
	secret := errors.New("bolt://10.0.0.1: password")
	for name, tc := range map[string]struct {
		paths  func(context.Context) error
		want   string
		logged bool
	}{
		"unavailable": {func(context.Context) error { return graph.Unavailable(secret, "cannot reach %v", secret) }, "the database cannot be reached", true},
		"setting":     {func(context.Context) error { return graph.Invalid("NEO4J_PASSWORD", "%v", secret) }, "the database cannot be reached", true},
		"defect":      {func(context.Context) error { return secret }, "a defect kept this from being answered", true},
		"panic":       {func(context.Context) error { panic(secret) }, "a defect kept this from being answered", true},
		"deadline":    {func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, "there was no answer within the time allowed; narrow the question with", false},
		"examined": {func(context.Context) error {
			return &graph.Error{Code: graph.CodeDeadline, Message: "too late", Examined: 7}
		},
			"too late (7 nodes examined)", false},
		"not served": {func(context.Context) error {
			return &graph.Error{Code: graph.CodeNotServed, Message: "this runs elsewhere"}
		}, "this runs elsewhere", false},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			cfg := testConfig()
			cfg.Reader, cfg.Deadline, cfg.Log = troubled{cfg.Reader, tc.paths}, 50*time.Millisecond, slog.New(slog.NewTextHandler(&log, nil))
			c := serve(t, cfg)
			got := c.refused("paths", anyPath)
			if has(t, got, tc.want); strings.Contains(got, "10.0.0.1") {
				t.Errorf("it tells too much: %s", got)
			}
			if strings.Contains(log.String(), "10.0.0.1") != tc.logged {
				t.Errorf("the log: %s", log.String())
			}
			c.ask("entity", `{"entity": "country:aze"}`) // and it goes on
		})
	}
}

// Only so many calls are answered at a time; one that waits in vain is told so.
func TestCallsAtATime(t *testing.T) {
	release, began := make(chan struct{}), make(chan struct{}, 100)
	cfg := testConfig()
	cfg.Deadline = 300 * time.Millisecond
	cfg.Reader = troubled{cfg.Reader, func(context.Context) error {
		began <- struct{}{}
		<-release
		return errors.New("released")
	}}
	c := serve(t, cfg)
	ended := make(chan string, maxCalls)
	for range maxCalls {
		go func() {
			result, err := c.CallTool(context.Background(), &sdk.CallToolParams{Name: "paths", Arguments: json.RawMessage(anyPath)})
			if err != nil {
				ended <- err.Error()
				return
			}
			ended <- result.Content[0].(*sdk.TextContent).Text
		}()
	}
	for range maxCalls {
		<-began
	}
	has(t, c.refused("entity", `{"entity": "country:aze"}`), "too many questions are being answered")
	close(release)
	for range maxCalls {
		has(t, <-ended, "defect")
	}
	c.ask("entity", `{"entity": "country:aze"}`)
}

// A call that its client gives up ends.
func TestCancelledCall(t *testing.T) {
	began, ended := make(chan struct{}), make(chan struct{})
	cfg := testConfig()
	cfg.Deadline = time.Minute
	cfg.Reader = troubled{cfg.Reader, func(ctx context.Context) error {
		close(began)
		<-ctx.Done()
		close(ended)
		return ctx.Err()
	}}
	c := serve(t, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-began
		cancel()
	}()
	if _, err := c.CallTool(ctx, &sdk.CallToolParams{Name: "paths", Arguments: json.RawMessage(anyPath)}); err == nil {
		t.Error("it is answered")
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the work goes on")
	}
}

func TestResources(t *testing.T) {
	c := serve(t, testConfig())
	read := func(uri string) (string, error) {
		result, err := c.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri})
		if err != nil {
			return "", err
		}
		return result.Contents[0].Text, nil
	}
	for uri, want := range map[string]string{
		"coopgraph://entity/country:aze":   "# Azerbaijan\n\nAzerbaijan (country:aze): Country",
		"coopgraph://entity/country%3Aaze": "# Around it\n\n5 neighbours",
		"coopgraph://entity/iso3:AZE":      "country:aze",
		"coopgraph://entity/project:btc":   "takes part in Baku–Tbilisi–Ceyhan pipeline (shareholder)",
		"coopgraph://source/guam-charter":  "Charter of GUAM",
		"coopgraph://schema":               "- `MEMBER_OF`: Belongs to an organisation",
	} {
		text, err := read(uri)
		if err != nil {
			t.Errorf("%s: %v", uri, err)
		}
		has(t, text, want)
	}
	for _, uri := range []string{"coopgraph://entity/country:zzz", "coopgraph://entity/", "coopgraph://source/..%2f..%2fetc%2fpasswd", "file:///etc/passwd",
		"coopgraph://entity/" + strings.Repeat("x", 5000), "coopgraph://entity/%00", "coopgraph://nosuch"} {
		if text, err := read(uri); err == nil {
			t.Errorf("%s is %q", uri, text)
		}
	}
	for template, err := range c.ResourceTemplates(t.Context(), nil) {
		if err != nil || template.MIMEType != "text/markdown" {
			t.Errorf("%+v %v", template, err)
		}
	}
}

func TestCompletion(t *testing.T) {
	c := serve(t, testConfig())
	for typed, want := range map[string]string{"Azer": "country:aze", "country:aze": "country:aze", "": "", "\x00": "", strings.Repeat("ə", 5000): ""} {
		result, err := c.Complete(t.Context(), &sdk.CompleteParams{Ref: &sdk.CompleteReference{Type: "ref/resource", URI: "coopgraph://entity/{+id}"},
			Argument: sdk.CompleteParamsArgument{Name: "id", Value: typed}})
		if err != nil {
			t.Errorf("%.20q: %v", typed, err)
			continue
		}
		if got := strings.Join(result.Completion.Values, " "); got != want {
			t.Errorf("%.20q: %s, want %s", typed, got, want)
		}
	}
}
