package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// YAML writes the description as dataset.yaml. Texts stand in the double-quoted form, which is JSON's and, JSON being
// YAML, needs no library to get right.
func (i Info) YAML() []byte {
	var out bytes.Buffer
	for _, field := range []struct{ key, value string }{
		{"name", i.Name}, {"title", i.Title}, {"version", i.Version}, {"description", i.Description},
		{"licence", i.Licence}, {"citation", i.Citation}, {"url", i.URL},
	} {
		if field.value == "" {
			continue
		}
		fmt.Fprintf(&out, "%s: %s\n", field.key, quoted(field.value))
	}
	fmt.Fprintf(&out, "rank: %d\n", i.Rank)
	return out.Bytes()
}

func quoted(s string) string {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(fmt.Sprintf("dataset: a string that JSON cannot write: %v", err)) // there is none
	}
	// Characters that the loader refuses in a file as they are pass in their escaped form.
	var out strings.Builder
	for _, r := range strings.TrimSpace(text.String()) {
		if r >= 0x7f && r < 0xa0 || r == 0xfffd {
			fmt.Fprintf(&out, "\\u%04x", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}
