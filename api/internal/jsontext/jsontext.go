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
	"strings"
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

// Grow makes room for n bytes more, for a long text of about a known length: a buffer that grows by itself is copied
// several times meanwhile.
func (w *Buffer) Grow(n int) { w.b = slices.Grow(w.b, n) }

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
	b := append(append(w.b, before...), '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, s)
	}
	b = append(b, ']')
	w.b = b
}

// Dict writes an object of strings, sorted by key; nil is an empty object.
func (w *Buffer) Dict(before string, m map[string]string) {
	type field struct{ key, value string }
	var few [8]field
	fields := few[:0]
	for key, value := range m {
		fields = append(fields, field{key, value})
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.key, b.key) })
	b := append(append(w.b, before...), '{')
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(append(AppendString(b, f.key), ':'), f.value)
	}
	b = append(b, '}')
	w.b = b
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

// Sets of bytes that stand for themselves in a string, also within HTML: plain of any string, and within of one that is
// known to be valid UTF-8, where of all characters beyond ASCII only those that begin with 0xE2 may have to be escaped.
var plain, within = func() (plain, within [256]bool) {
	for c := range 256 {
		plain[c] = ' ' <= c && c < utf8.RuneSelf && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
		within[c] = plain[c] || c >= utf8.RuneSelf && c != 0xe2
	}
	return plain, within
}()

const hex = "0123456789abcdef"

// AppendString appends s as a JSON string in quotes. Quotes, backslashes, control characters, what HTML or JavaScript
// could take for their own (<, >, &, U+2028, U+2029) are escaped; a byte that is no UTF-8 becomes U+FFFD.
//
// Most strings are plain throughout, and most others are valid, so that these are looked at byte by byte, and only what
// is broken character by character.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	i := 0
	for i+8 <= len(s) && plainWord(word(s[i:])) {
		i += 8
	}
	for i < len(s) && plain[s[i]] {
		i++
	}
	switch {
	case i == len(s):
		b = append(b, s...)
	case utf8.ValidString(s[i:]):
		b = appendValid(b, s, i)
	default:
		b = appendBroken(b, s)
	}
	return append(b, '"')
}

// word is the first eight bytes of s as a number.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// plainWord reports whether all eight bytes are plain, by arithmetic on all at once: the high bit of a byte is set in what
// is tested where it is not (Warren, "Hacker's Delight", chapter 6). Bytes beside one that is not may be set as well.
func plainWord(w uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	zero := func(x uint64) uint64 { return x - ones } // borrows where a byte is 0
	angle := w | ones*('<'^'>')                       // which differ in one bit
	odd := w | (w - ones*' ') | zero(w^ones*'"') | zero(w^ones*'\\') | zero(angle^ones*('<'|'>')) | zero(w^ones*'&')
	return odd&highs == 0
}

// appendValid appends valid UTF-8 of which the first i bytes are plain.
func appendValid(b []byte, s string, i int) []byte {
	start := 0
	for i < len(s) {
		c := s[i]
		if within[c] {
			i++
			continue
		}
		if c >= utf8.RuneSelf { // of three bytes
			if s[i+1] == 0x80 && s[i+2]&^1 == 0xa8 {
				b = append(append(b, s[start:i]...), `\u202`...)
				b = append(b, hex[s[i+2]&0xf])
				start = i + 3
			}
			i += 3
			continue
		}
		b = appendEscaped(append(b, s[start:i]...), c)
		i++
		start = i
	}
	return append(b, s[start:]...)
}

// appendBroken appends what is no valid UTF-8.
func appendBroken(b []byte, s string) []byte {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			b = append(b, `\ufffd`...)
		} else {
			b = appendValid(b, s[:size], 0)
		}
		s = s[size:]
	}
	return b
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
