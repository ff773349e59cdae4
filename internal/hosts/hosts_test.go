package hosts

import "testing"

func TestAllow(t *testing.T) {
	names, err := Parse([]string{"Graph.Example.org:443", "[2001:db8::1]"})
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]bool{
		"localhost": true, "LOCALHOST:8080": true, "127.0.0.1:1": true, "127.9.9.9": true, "[::1]:8080": true, "::1": true,
		"graph.example.org": true, "graph.example.org.:8080": true, "[2001:db8::1]:80": true,
		"": false, "evil.example": false, "graph.example.org.evil.example": false, "localhost.evil.example": false,
		"127.0.0.1.evil.example": false, "2130706433": false, "0.0.0.0": false, "[2001:db8::2]": false, "localhost\x00": false,
	} {
		if got := names.Allow(header); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, name := range []string{"", "https://example.org", "*.example.org", "a b", "example.org/x"} {
		if _, err := Parse([]string{name}); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
}
