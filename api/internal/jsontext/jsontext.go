// Package jsontext writes JSON by appending to a byte slice, without reflection and without values in between.
//
// A [Buffer] is told field after field; what it writes is byte for byte what [json.Marshal] writes for the same values,
// HTML escaped, so that either may write an answer. It does not check that fields, brackets and commas make an object:
// they stand in the caller's literals, and the caller's tests hold them against [json.Marshal].
package jsontext

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Buffer collects one JSON text. The zero Buffer is empty and ready. What a method takes as before is written as it is
// in front of the value: a bracket or comma, and the field's name with its colon.
type Buffer struct {
	b   []byte
	err error
}

// Bytes gives what was written, which is the caller's until the next write or [Buffer.Reset], or the first error: only
// [Buffer.Float] and [Buffer.Value] can fail.
func (w *Buffer) Bytes() ([]byte, error) { return w.b, w.err }

// Cap is the number of bytes that the buffer can hold without growing.
func (w *Buffer) Cap() int { return cap(w.b) }

// Reset empties the buffer and forgets its error. Its memory is kept.
func (w *Buffer) Reset() { w.b, w.err = w.b[:0], nil }

// Raw writes text as it is.
func (w *Buffer) Raw(text string) { w.b = append(w.b, text...) }

// Appended writes what f appends to the bytes so far, as they are.
func (w *Buffer) Appended(f func([]byte) []byte) { w.b = f(w.b) }

// Next writes a comma in front of all items of a list but the first, which has the index 0.
func (w *Buffer) Next(i int) {
	if i > 0 {
		w.b = append(w.b, ',')
	}
}

// String writes a string.
func (w *Buffer) String(before, s string) { w.b = AppendString(append(w.b, before...), s) }

// StringOrNull writes a string, or null for an empty one.
func (w *Buffer) StringOrNull(before, s string) {
	if s == "" {
		w.Null(before)
		return
	}
	w.String(before, s)
}

// Null writes null.
func (w *Buffer) Null(before string) { w.b = append(append(w.b, before...), "null"...) }

// Bool writes true or false.
func (w *Buffer) Bool(before string, v bool) { w.b = strconv.AppendBool(append(w.b, before...), v) }

// Int writes a whole number.
func (w *Buffer) Int(before string, n int64) { w.b = strconv.AppendInt(append(w.b, before...), n, 10) }

// IntOrNull writes a whole number, or null for 0.
func (w *Buffer) IntOrNull(before string, n int) {
	if n == 0 {
		w.Null(before)
		return
	}
	w.Int(before, int64(n))
}

// Float writes a number. One that JSON does not have, NaN or an infinity, is an error.
func (w *Buffer) Float(before string, f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		w.fail(fmt.Errorf("jsontext: %v is no number in JSON", f))
		return
	}
	w.b = appendFloat(append(w.b, before...), f)
}

// FloatOrNull writes a number, or null for nil.
func (w *Buffer) FloatOrNull(before string, f *float64) {
	if f == nil {
		w.Null(before)
		return
	}
	w.Float(before, *f)
}

// Strings writes a list of strings; nil is an empty list.
func (w *Buffer) Strings(before string, list []string) {
	w.b = append(append(w.b, before...), '[')
	for i, s := range list {
		w.Next(i)
		w.b = AppendString(w.b, s)
	}
	w.b = append(w.b, ']')
}

// Dict writes an object of strings, sorted by key; nil is an empty object.
func (w *Buffer) Dict(before string, m map[string]string) {
	var few [8]string
	keys := few[:0]
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	w.b = append(append(w.b, before...), '{')
	for i, key := range keys {
		w.Next(i)
		w.b = append(AppendString(w.b, key), ':')
		w.b = AppendString(w.b, m[key])
	}
	w.b = append(w.b, '}')
}

// Value writes any value by way of [json.Marshal], for what is not asked often.
func (w *Buffer) Value(before string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		w.fail(err)
		return
	}
	w.b = append(append(w.b, before...), text...)
}

func (w *Buffer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// appendFloat writes a number as encoding/json does, which is as ECMAScript does.
func appendFloat(b []byte, f float64) []byte {
	abs := math.Abs(f)
	if abs == 0 || 1e-6 <= abs && abs < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	if n := len(b); b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 is written e-9
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}

// plain tells the ASCII characters that stand for themselves in a string, also within HTML.
var plain = func() (set [utf8.RuneSelf]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		set[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return set
}()

const hex = "0123456789abcdef"

// AppendString appends s as a JSON string in quotes. Quotes, backslashes, control characters, what HTML or JavaScript
// could take for their own (<, >, &, U+2028, U+2029) are escaped; a byte that is no UTF-8 becomes U+FFFD.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if !plain[c] {
				b = appendEscaped(append(b, s[start:i]...), c)
				start = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(append(b, s[start:i]...), `\ufffd`...)
			start = i + size
		case r == '\u2028' || r == '\u2029':
			b = append(append(b, s[start:i]...), `\u202`...)
			b = append(b, hex[r&0xf])
			start = i + size
		}
		i += size
	}
	return append(append(b, s[start:]...), '"')
}

func appendEscaped(b []byte, c byte) []byte {
	switch c {
	case '\\', '"':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
}
