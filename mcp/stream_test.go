package mcp

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
)

// stream is a client that writes lines of its own making.
type stream struct {
	t     *testing.T
	in    io.WriteCloser
	out   *bufio.Reader
	ended chan error
}

func openStream(t *testing.T, cfg Config) *stream {
	t.Helper()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	serverIn, in := io.Pipe()
	out, serverOut := io.Pipe()
	c := &stream{t, in, bufio.NewReader(out), make(chan error, 1)}
	go func() {
		c.ended <- s.Run(t.Context(), serverIn, serverOut)
		_ = serverOut.Close()
	}()
	return c
}

// say writes a line and gives the one that comes back.
func (c *stream) say(line string) string {
	c.t.Helper()
	if _, err := io.WriteString(c.in, line+"\n"); err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.out.ReadString('\n')
	if err != nil {
		c.t.Fatalf("%.100s: %v", line, err)
	}
	if !json.Valid([]byte(answer)) {
		c.t.Errorf("%.100s: the answer is no JSON: %.200s", line, answer)
	}
	return answer
}

func (c *stream) end() error {
	c.t.Helper()
	select {
	case err := <-c.ended:
		return err
	case <-time.After(10 * time.Second):
		c.t.Fatal("the server does not end")
		return nil
	}
}

func (c *stream) begin() *stream {
	c.say(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`)
	if _, err := io.WriteString(c.in, `{"jsonrpc":"2.0","method":"notifications/initialized"}`+"\n"); err != nil {
		c.t.Fatal(err)
	}
	return c
}

const describeAzerbaijan = `{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"entity","arguments":{"entity":"Azerbaijan"}}}`

func TestHostileLines(t *testing.T) {
	c := openStream(t, testConfig()).begin()
	for _, line := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"nosuch"}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call"}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nosuch"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"paths","arguments":"country:aze"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"paths","arguments":{"from":{},"to":[[[]]]}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"paths","arguments":{"from":"\ud800","to":"\u0000"}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"paths","arguments":{"from":"` + strings.Repeat("a", maxMessage-1000) + `","to":"b"}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"' OR 1=1 //` + "`" + `) MATCH (n) DETACH DELETE n"}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"` + strings.Repeat("\xff", 20) + `"}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"coopgraph://entity/` + strings.Repeat("%2e%2e/", 1000) + `"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"\u0000"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"x"},"argument":{"name":"id","value":"x"}}}`,
	} {
		if answer := c.say(line); len(answer) > 10000 {
			t.Errorf("%.120s: %d bytes", line, len(answer))
		}
	}
	has(t, c.say(describeAzerbaijan), "Caspian") // and it goes on
	_ = c.in.Close()
	if err := c.end(); err != nil {
		t.Errorf("it ends with %v", err)
	}
}

// What is no message at all ends the conversation, with an error and nothing else.
func TestLinesThatAreNone(t *testing.T) {
	for name, line := range map[string]string{"no JSON": "hello", "too long": `{"x":"` + strings.Repeat("a", 2*maxMessage) + `"}`,
		"too deep": strings.Repeat("[", 20000), "NUL": "\x00"} {
		t.Run(name, func(t *testing.T) {
			c := openStream(t, testConfig()).begin()
			go func() {
				_, _ = io.WriteString(c.in, line+"\n") // fails where the server has ended
				_ = c.in.Close()
			}()
			rest, _ := io.ReadAll(c.out)
			if err := c.end(); err == nil && len(rest) == 0 {
				t.Error("it ends without a word")
			}
		})
	}
}

// FuzzArguments holds that whatever passes our check fits the schema that clients are told, and that nothing panics.
func FuzzArguments(f *testing.F) {
	for _, seed := range []string{`{}`, anyPath, `{"from": "a", "to": "b", "k": 3, "types": ["member_of"], "concurrent": true}`,
		`{"from": "a", "to": "b", "types": "BORDERS", "max_degree": 1e9, "as_of": null}`, `{"k": 1.5}`, `[]`, `"x"`, `{"from": "\u0000"}`} {
		f.Add(seed)
	}
	args := append(arguments{required(text("from", "A.")), required(text("to", "B.")), whole("k", "K.", 3, 1, 50), flag("concurrent", "C."),
		argument{name: "share", shape: numberShape}}, filterArguments()...)
	schema, err := args.schema().Resolve(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		checked, err := args.checked(json.RawMessage(raw))
		if err != nil {
			return
		}
		for _, date := range []string{"as_of", "from_date", "to_date"} {
			delete(checked, date) // its form is in the schema alone; the calendar is asked later
		}
		var again map[string]any
		text, err := json.Marshal(checked)
		if err != nil || json.Unmarshal(text, &again) != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(again); err != nil {
			t.Errorf("%q passes as %s, and does not fit the schema: %v", raw, text, err)
		}
	})
}
