package jsontext

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// want is what encoding/json writes.
func want(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", `"\/`, "\x00\x01\b\t\n\v\f\r\x1f ~\x7f", "<b>&amp;</b>", "\u2027\u2028\u2029\u202a",
		"Azərbaycan Грузия თბილისი Հայաստան ایران 中国 🌍", "\xff", "a\xc3", "\xe2\x80", "\xe2\x80\xa8\xe2", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\ufffd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(AppendString([]byte("before"), s)), "before"+want(t, s); got != want {
			t.Errorf("%q is written %s, want %s", s, got, want)
		}
	})
}

// Every single byte and every rune of the planes in use is written as encoding/json writes it.
func TestEveryCharacter(t *testing.T) {
	for c := range 256 {
		for at := range 18 { // wherever it stands among eight that are looked at together
			s := strings.Repeat("a", at) + string([]byte{byte(c)}) + strings.Repeat("z", 17-at)
			if string(AppendString(nil, s)) != want(t, s) {
				t.Errorf("%q is written %s", s, AppendString(nil, s))
			}
		}
	}
	for r := rune(0); r < 0x30000; r++ {
		if s := string(r); string(AppendString(nil, s)) != want(t, s) {
			t.Errorf("%q is written %s", s, AppendString(nil, s))
		}
	}
}

func TestFloats(t *testing.T) {
	check := func(f float64) (exponent bool) {
		var w Buffer
		w.Float("", f)
		if got, err := w.Bytes(); err != nil || string(got) != want(t, f) {
			t.Errorf("%b is written %s, want %s; %v", f, got, want(t, f), err)
		}
		return strings.Contains(want(t, f), "e")
	}
	for _, f := range []float64{0, math.Copysign(0, -1), 1, -1, 40.4093, 0.1, 100, 1e20, 1e21, 999999999999999999999, 1e-6, 9.99e-7, 1e-9, 1e-10,
		1.5e-7, 1e100, -2.5e-300, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		check(f)
	}
	r := rand.New(rand.NewPCG(1, 2))
	exponents, finite := 0, 0
	for range 100_000 {
		f := math.Float64frombits(r.Uint64())
		if r.IntN(2) == 0 {
			f = (r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(40)-15))
		}
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		finite++
		if check(f) {
			exponents++
		}
	}
	if exponents < finite/10 || exponents > finite*9/10 {
		t.Errorf("%d of %d numbers have an exponent", exponents, finite)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		var w Buffer
		if w.Float("", f); w.err == nil {
			t.Errorf("%v is written", f)
		}
	}
}

// A value that cannot be written is told at the end, whatever came after it.
func TestErrorsAreKept(t *testing.T) {
	var w Buffer
	w.Value("", func() {})
	w.Raw("{}")
	if _, err := w.Bytes(); err == nil {
		t.Error("a function is written")
	}
	w.Reset()
	w.Value(`{"a":`, map[string]any{"b": []int{1}})
	w.Raw("}")
	if text, err := w.Bytes(); err != nil || string(text) != `{"a":{"b":[1]}}` {
		t.Errorf("%s, %v", text, err)
	}
}

func TestListsAndDicts(t *testing.T) {
	many := map[string]string{}
	for _, key := range strings.Fields("z y x w v u t s r q p <a> \xff \u2028 é") {
		many[key] = key + "!"
	}
	for _, v := range []any{[]string{}, []string{"a", "<b>"}, map[string]string{}, map[string]string{"iso3": "AZE", "iso2": "AZ"}, many} {
		var w Buffer
		switch v := v.(type) {
		case []string:
			w.Strings("", v)
		case map[string]string:
			w.Dict("", v)
		}
		if got, _ := w.Bytes(); string(got) != want(t, v) {
			t.Errorf("got %s, want %s", got, want(t, v))
		}
	}
	var w Buffer
	w.Strings("", nil)
	w.Dict(",", nil)
	w.StringOrNull(",", "")
	w.IntOrNull(",", 0)
	w.FloatOrNull(",", nil)
	if got, _ := w.Bytes(); string(got) != "[],{},null,null,null" {
		t.Errorf("what is not there is written %s", got)
	}
}
