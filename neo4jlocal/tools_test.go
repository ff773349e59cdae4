package neo4jlocal

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const javaSays = `echo 'openjdk version "%s.0.1" 2026-01-01' >&2`

func java(major string) string { return strings.Replace(javaSays, "%s", major, 1) }

// freshCache keeps a test away from jars that are here already.
func freshCache(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	t.Setenv("HOME", dir)
	return dir
}

func TestFindJavaTakes17And21Only(t *testing.T) {
	for major, want := range map[string]bool{"8": false, "11": false, "17": true, "21": true, "25": false} {
		fakePath(t, map[string]string{"java": java(major)})
		if _, err := findJava(t.Context()); (err == nil) != want {
			t.Errorf("Java %s: %v, want accepted: %t", major, err, want)
		}
	}
}

func TestFindJavaLooksBeyondAWrongOneOnThePath(t *testing.T) {
	dir := fakePath(t, map[string]string{"java": java("25"), "other": java("21")})
	javaPlaces = []string{filepath.Join(dir, "o*")}
	j, err := findJava(t.Context())
	if err != nil || j.bin != filepath.Join(dir, "other") {
		t.Errorf("found %q, %v; want the other", j.bin, err)
	}
}

func TestEnsureToolsDoesNothingWhereAllIsHere(t *testing.T) {
	freshCache(t)
	fakePath(t, map[string]string{"java": java("17"), "mvn": "exit 1", "apt-get": "exit 1"})
	if err := EnsureTools(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

// aptGet installs what it is asked for into the PATH and writes down how it was called.
func aptGet(dir, calls string) string {
	return `echo "$@" >>` + calls + `
case "$1" in install)
	case "$*" in *jre*) printf '#!/bin/sh\n%s\n' "` + strings.ReplaceAll(java("17"), `"`, `\"`) + `" >` + dir + `/java; /bin/chmod +x ` + dir + `/java ;; esac
	case "$*" in *maven*) printf '#!/bin/sh\n' >` + dir + `/mvn; /bin/chmod +x ` + dir + `/mvn ;; esac ;;
esac`
}

func TestEnsureToolsInstallsWithApt(t *testing.T) {
	for _, test := range []struct {
		name    string
		user    int
		present map[string]string
		want    string // of the install call
	}{
		{"root, nothing here", 0, nil, "openjdk-17-jre-headless maven"},
		{"root, Java is here", 0, map[string]string{"java": java("21")}, "--no-install-recommends maven"},
		{"no Java 17 in the archive", 0, map[string]string{"apt-cache": "exit 100"}, "openjdk-21-jre-headless maven"},
		{"sudo without a password", 1000, map[string]string{"sudo": `shift; PATH="$FAKE:$PATH"; exec "$@"`}, "openjdk-17-jre-headless maven"},
	} {
		t.Run(test.name, func(t *testing.T) {
			freshCache(t)
			asUser(t, test.user)
			scripts := map[string]string{"env": `shift; PATH="$FAKE:$PATH"; exec "$@"`, "apt-cache": "exit 0"}
			for name, body := range test.present {
				scripts[name] = body
			}
			dir := fakePath(t, scripts)
			t.Setenv("FAKE", dir)
			calls := filepath.Join(t.TempDir(), "calls")
			script := "#!/bin/sh\n" + aptGet(dir, calls) + "\n"
			if err := os.WriteFile(filepath.Join(dir, "apt-get"), []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			var log buffer
			if err := EnsureTools(t.Context(), &log); err != nil {
				t.Fatalf("%v\n%s", err, log.String())
			}
			b, _ := os.ReadFile(calls)
			lines := strings.Split(strings.TrimSpace(string(b)), "\n")
			if len(lines) != 2 || !strings.HasPrefix(lines[0], "update") || !strings.HasSuffix(lines[1], test.want) {
				t.Errorf("apt-get was called with %q, want update, then install ... %s", lines, test.want)
			}
		})
	}
}

func TestInstallWithApt(t *testing.T) {
	asUser(t, 0)
	dir := fakePath(t, map[string]string{"env": `shift; PATH="$FAKE:$PATH"; exec "$@"`})
	t.Setenv("FAKE", dir)
	if err := InstallWithApt(t.Context(), nil, "chromium"); err == nil || !strings.Contains(err.Error(), "apt-get") {
		t.Errorf("without apt: %v", err)
	}
	calls := filepath.Join(t.TempDir(), "calls")
	script := "#!/bin/sh\necho \"$*\" >> " + calls + "\n"
	if err := os.WriteFile(filepath.Join(dir, "apt-get"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := InstallWithApt(t.Context(), nil, "chromium", "npm"); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(calls)
	if want := "update -q\ninstall -y -q --no-install-recommends chromium npm\n"; string(b) != want {
		t.Errorf("apt-get was called with %q, want %q", b, want)
	}
}

func TestEnsureToolsSaysWhatAptCouldNotDo(t *testing.T) {
	freshCache(t)
	asUser(t, 0)
	dir := fakePath(t, map[string]string{"env": `shift; PATH="$FAKE:$PATH"; exec "$@"`, "apt-get": "exit 100"})
	t.Setenv("FAKE", dir)
	err := EnsureTools(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "apt-get update -q failed") {
		t.Errorf("got %v", err)
	}
}

func TestEnsureToolsPrintsTheCommandOfTheSystem(t *testing.T) {
	for _, test := range []struct {
		program string
		user    int
		want    string
	}{
		{"apt-get", 1000, "\n  sudo apt-get update && sudo apt-get install -y openjdk-17-jre-headless maven\n"},
		{"dnf", 1000, "\n  sudo dnf install -y java-21-openjdk-headless maven\n"},
		{"apk", 0, "\n  apk add openjdk21-jre-headless maven\n"},
		{"pacman", 0, "\n  pacman -S --needed jre21-openjdk-headless maven\n"},
		{"zypper", 1000, "\n  sudo zypper install -y java-21-openjdk-headless maven\n"},
		{"brew", 501, "\n  brew install openjdk@21 maven\n"},
		{"nothing-we-know", 0, "install Java 17 or 21 and Maven, or start Docker"},
	} {
		t.Run(test.program, func(t *testing.T) {
			freshCache(t)
			asUser(t, test.user)
			fakePath(t, map[string]string{test.program: "exit 1", "sudo": "exit 1"})
			err := EnsureTools(t.Context(), nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v\nwant it to hold %q", err, test.want)
			}
			for _, missing := range []string{"Java 17 or 21", "mvn"} {
				if !strings.Contains(err.Error(), missing) {
					t.Errorf("the error does not say that %s is missing: %v", missing, err)
				}
			}
		})
	}
}

func TestEnsureToolsCanBeInterrupted(t *testing.T) {
	freshCache(t)
	asUser(t, 0)
	dir := fakePath(t, map[string]string{"env": `shift; PATH="$FAKE:$PATH"; exec "$@"`, "apt-get": "sleep 60"})
	t.Setenv("FAKE", dir)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := EnsureTools(ctx, nil); err == nil || time.Since(began) > 10*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}
