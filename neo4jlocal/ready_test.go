package neo4jlocal

import (
	"errors"
	"net"
	"strings"
	"testing"
)

// listen answers every connection with the given bytes and returns its address.
func listen(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			var hello [20]byte
			_, _ = conn.Read(hello[:])
			_, _ = conn.Write([]byte(answer))
			conn.Close()
		}
	}()
	return l.Addr().String()
}

func TestURIWay(t *testing.T) {
	bolt := listen(t, "\x00\x00\x08\x05")
	for _, test := range []struct{ uri, want string }{
		{"bolt://" + bolt, ""},
		{"neo4j://" + bolt, ""},
		{"neo4j://" + listen(t, "HTTP/1.1 400 Bad Request"), "does not speak Bolt"},
		{"neo4j://" + listen(t, "\x00\x00\x00\x00"), "does not speak Bolt"},
		{"neo4j://" + listen(t, ""), "does not answer as Bolt"},
		{"neo4j+s://" + bolt, "cannot be reached"},
		{"http://" + bolt, "allowed are neo4j"},
		{"neo4j://127.0.0.1:1", "refused"},
		{"just a name", "NEO4J_URI is"},
		{"", "NEO4J_URI is empty"},
	} {
		s, err := Start(t.Context(), Options{Way: WayURI, Home: t.TempDir(), URI: test.uri, Password: "secret"})
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.uri, err)
			} else if err := s.Stop(t.Context()); err != nil || s.Done() != nil {
				t.Errorf("%s: stop did something: %v", test.uri, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want it to hold %q", test.uri, err, test.want)
		}
	}
}

func TestAutoPrefersAGivenServer(t *testing.T) {
	fakePath(t, nil)
	s, err := Start(t.Context(), Options{Home: t.TempDir(), URI: "bolt://" + listen(t, "\x00\x00\x08\x05")})
	if err != nil || s.Way != WayURI || s.Username != "neo4j" || s.Database != "neo4j" {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestAutoSaysWhyItDoesNotUseDocker(t *testing.T) {
	freshCache(t)
	fakePath(t, nil)
	var log buffer
	_, err := Start(t.Context(), Options{Home: t.TempDir(), ComposeFile: "../docker-compose.yml", Log: &log})
	if err == nil || !strings.Contains(err.Error(), "no Java 17 or 21") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(log.String(), "there is no docker program") {
		t.Errorf("the log does not say so: %q", log.String())
	}
}

func TestUnknownWayIsRefused(t *testing.T) {
	_, err := Start(t.Context(), Options{Way: "podman", Home: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "auto, uri, docker, java") {
		t.Errorf("got %v", err)
	}
}

func TestStartReadsNoEnvironment(t *testing.T) {
	freshCache(t)
	fakePath(t, nil)
	t.Setenv("NEO4J_URI", "bolt://"+listen(t, "\x00\x00\x08\x05"))
	if s, err := Start(t.Context(), Options{Home: t.TempDir()}); err == nil {
		t.Errorf("NEO4J_URI was used: %v", s)
	}
	o := OptionsFromEnv()
	if o.URI == "" {
		t.Error("OptionsFromEnv does not read NEO4J_URI")
	}
}

func TestFindNothing(t *testing.T) {
	fakePath(t, nil)
	if _, err := Find(t.Context(), Options{Home: t.TempDir()}); !errors.Is(err, ErrNotRunning) {
		t.Errorf("got %v, want ErrNotRunning", err)
	}
}
