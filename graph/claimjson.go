package graph

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends exactly what json.Marshal writes of the claim, which is also what its digest is made of, in a
// third of the time. Its error is that of a share that is no number.
func (c *Claim) AppendJSON(b []byte) ([]byte, error) {
	b = appendText(append(b, `{"dataset":`...), c.Dataset)
	b = appendText(append(b, `,"source":`...), c.Source)
	b = appendField(b, `,"locator":`, c.Locator)
	b = appendText(append(b, `,"claim":`...), c.Text)
	b = appendDate(b, `,"since":"`, c.Since)
	b = appendDate(b, `,"until":"`, c.Until)
	b = appendDate(b, `,"observed":"`, c.Observed)
	b = appendField(b, `,"status":`, c.Status)
	if c.Share != nil {
		share, err := json.Marshal(*c.Share)
		if err != nil {
			return b, err
		}
		b = append(append(b, `,"share":`...), share...)
	}
	b = appendText(append(b, `,"confidence":`...), string(c.Confidence))
	b = appendField(b, `,"said_by":`, c.SaidBy)
	b = appendField(b, `,"withdraws":`, c.Withdraws)
	return append(b, '}'), nil
}

func appendField(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendText(append(b, name...), value)
}

func appendDate(b []byte, name string, d Date) []byte {
	if d.IsZero() {
		return b
	}
	return append(d.append(append(b, name...)), '"')
}

// appendText leaves what needs escapes to json.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			// What is not ASCII stands as it is, but for broken text and two line breaks.
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
				return appendEscaped(b, s)
			}
			i += size - 1
		case c < ' ' || c == 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&':
			return appendEscaped(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendEscaped(b []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil { // a string always has a form
		return strconv.AppendQuote(b, s)
	}
	return append(b, text...)
}
