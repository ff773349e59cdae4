package neo4jlocal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fakeMaven does what Maven does as far as fetchJars can tell: it reports downloads and fills the output folder.
func fakeMaven(extra string) string {
	return `for arg; do case $arg in -DoutputDirectory=*) out=${arg#*=} ;; esac; done
mkdir -p "$out"
for i in 1 2 3; do
	echo "Downloaded from central: repo/thing-$i.jar (1.5 MB at 3 MB/s)"
	printf 'jar %s' $i >"$out/thing-$i.jar"
done
` + extra + `
printf server >"$out/neo4j-server-` + Version + `.jar"`
}

func TestFetchJarsKeepsAListing(t *testing.T) {
	fakePath(t, map[string]string{"mvn": fakeMaven("")})
	dir := filepath.Join(t.TempDir(), "jars")
	var log buffer
	if err := fetchJars(t.Context(), Options{Log: &log}, jdk{}, dir); err != nil {
		t.Fatal(err)
	}
	jars, err := listJars(dir)
	if err != nil || len(jars) != 4 {
		t.Fatalf("listed %v, %v; want four jars", jars, err)
	}
	if !strings.Contains(log.String(), "fetched 3 files, 4.5 MB") {
		t.Errorf("the progress does not say what came:\n%s", log.String())
	}
	whole, err := os.ReadFile(jars[1])
	if err != nil {
		t.Fatal(err)
	}
	for name, harm := range map[string]func(path string) error{
		"truncated": func(path string) error { return os.Truncate(path, 2) },
		"removed":   os.Remove,
	} {
		if err := harm(jars[1]); err != nil {
			t.Fatal(err)
		}
		if _, err := listJars(dir); err == nil {
			t.Errorf("a folder with a jar %s is still used", name)
		}
		if err := os.WriteFile(jars[1], whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := listJars(dir); err != nil {
			t.Errorf("mended again, it is refused: %v", err)
		}
	}
}

func TestFetchJarsInterruptedLeavesNothingThatIsUsedAndCanBeTakenUpAgain(t *testing.T) {
	bin := fakePath(t, map[string]string{"mvn": fakeMaven("sleep 60")})
	dir := filepath.Join(t.TempDir(), "jars")
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	began := time.Now()
	err := fetchJars(ctx, Options{}, jdk{}, dir)
	if err == nil || !strings.Contains(err.Error(), "what has arrived is kept") || time.Since(began) > 10*time.Second {
		t.Fatalf("after %s: %v", time.Since(began), err)
	}
	if _, err := listJars(dir); err == nil {
		t.Error("half a fetch counts as whole")
	}
	if left, _ := filepath.Glob(dir + "*"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	script := "#!/bin/sh\nPATH=/usr/bin:/bin\n" + fakeMaven("")
	if err := os.WriteFile(filepath.Join(bin, "mvn"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := fetchJars(t.Context(), Options{}, jdk{}, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := listJars(dir); err != nil {
		t.Error(err)
	}
}

func TestFetchJarsShowsWhatMavenSaid(t *testing.T) {
	fakePath(t, map[string]string{"mvn": "echo '[ERROR] Unknown host'; exit 1"})
	err := fetchJars(t.Context(), Options{}, jdk{}, filepath.Join(t.TempDir(), "jars"))
	if err == nil || !strings.Contains(err.Error(), "Unknown host") || !strings.Contains(err.Error(), "settings.xml") {
		t.Errorf("got %v", err)
	}
}

func TestFetchJarsWithoutTheServerIsRefused(t *testing.T) {
	fakePath(t, map[string]string{"mvn": fakeMaven("exit 0")})
	dir := filepath.Join(t.TempDir(), "jars")
	if err := fetchJars(t.Context(), Options{}, jdk{}, dir); err == nil {
		t.Error("a folder without the server's jar was taken")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("and it was left in place")
	}
}

func TestPrepareJavaNamesWhatIsMissing(t *testing.T) {
	freshCache(t)
	fakePath(t, map[string]string{"java": java("17")})
	if _, err := prepareJava(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "mvn") {
		t.Errorf("without Maven: %v", err)
	}
	fakePath(t, nil)
	if _, err := prepareJava(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "no Java 17 or 21") {
		t.Errorf("without Java: %v", err)
	}
}

// Two processes that set up at once must not fetch twice.
func TestPrepareJavaWaitsForAnother(t *testing.T) {
	freshCache(t)
	calls := filepath.Join(t.TempDir(), "calls")
	fakePath(t, map[string]string{"java": java("17"), "mvn": "echo x >>" + calls + "; sleep 0.5\n" + fakeMaven("")})
	results := make(chan error, 2)
	for range 2 {
		go func() {
			kit, err := prepareJava(context.Background(), Options{})
			if err == nil && len(kit.jars) != 4 {
				err = fmt.Errorf("%d jars", len(kit.jars))
			}
			results <- err
		}()
	}
	for range 2 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if b, err := os.ReadFile(calls); err != nil || string(b) != "x\n" {
		t.Errorf("Maven ran %q, %v; want once", b, err)
	}
}

func TestPomIsPinned(t *testing.T) {
	if !strings.HasPrefix(Version, "5.26.") {
		t.Errorf("Version is %q", Version)
	}
	if strings.ContainsAny(string(pom), "[(") || strings.Contains(string(pom), "LATEST") {
		t.Error("pom.xml has a version range")
	}
}
