package neo4jlocal

import (
	"bytes"
	"context"
	_ "embed" // pom.xml
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

//go:embed pom.xml
var pom []byte

// Version is the Neo4j that the Java way starts.
var Version = regexp.MustCompile(`<neo4j\.version>([^<]+)<`).FindStringSubmatch(string(pom))[1]

// listing names every jar and its size; it is written last, so a folder without it is never used.
const listing = "jars.txt"

// prepareJava brings together what a start needs. Several processes may do so at once, as `go test ./...` does: one
// works, the others wait.
func prepareJava(ctx context.Context, o Options) (javaKit, error) {
	java, err := findJava(ctx)
	if err != nil {
		return javaKit{}, fmt.Errorf("starting Neo4j on this machine's Java: %w; %s", err, installAdvice())
	}
	dir, err := jarFolder()
	if err != nil {
		return javaKit{}, err
	}
	cache := filepath.Dir(dir)
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return javaKit{}, fmt.Errorf("cache folder: %w; choose another with XDG_CACHE_HOME", err)
	}
	lock, err := waitLock(ctx, filepath.Join(cache, "lock"), func() { o.logf("Waiting for another process that sets Neo4j up.") })
	if err != nil {
		return javaKit{}, err
	}
	defer lock.Close()
	kit := javaKit{java: java}
	if kit.jars, err = listJars(dir); err != nil {
		if err := fetchJars(ctx, o, java, dir); err != nil {
			return kit, err
		}
		if kit.jars, err = listJars(dir); err != nil {
			return kit, err
		}
	}
	kit.archive, err = classArchive(ctx, o, kit, dir)
	return kit, err
}

// jarFolder is where the jars of this pom.xml lie; another pom means another folder.
func jarFolder() (string, error) {
	cache, err := CacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "neo4j-"+Version+"-"+shortHash(string(pom))), nil
}

// listJars returns the jars of a finished folder, sorted. It holds each one against the listing.
func listJars(dir string) ([]string, error) {
	b, err := os.ReadFile(filepath.Join(dir, listing))
	if err != nil {
		return nil, err
	}
	var jars []string
	for line := range strings.Lines(string(b)) {
		var size int64
		var name string
		if _, err := fmt.Sscanf(line, "%d %s", &size, &name); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", filepath.Join(dir, listing), line, err)
		}
		path := filepath.Join(dir, "lib", name)
		if info, err := os.Stat(path); err != nil {
			return nil, err
		} else if info.Size() != size {
			return nil, fmt.Errorf("%s has %d bytes instead of %d", path, info.Size(), size)
		}
		jars = append(jars, path)
	}
	if len(jars) == 0 {
		return nil, fmt.Errorf("%s names no jars", filepath.Join(dir, listing))
	}
	return jars, nil
}

// fetchJars has Maven copy the jars into a folder aside, which takes the place of dir in one step. What Maven has
// downloaded stays in its own repository, so an interrupted fetch goes on where it was.
func fetchJars(ctx context.Context, o Options, java jdk, dir string) error {
	mvn, err := findMaven()
	if err != nil {
		return fmt.Errorf("fetching Neo4j %s: %w; %s", Version, err, installAdvice())
	}
	o.logf("Fetching Neo4j %s with Maven (once; some 120 MB; may be interrupted and taken up again).", Version)
	tmp := dir + ".part"
	if err := errors.Join(os.RemoveAll(tmp), os.MkdirAll(tmp, 0o700)); err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	file := filepath.Join(tmp, "pom.xml")
	if err := os.WriteFile(file, pom, 0o600); err != nil {
		return err
	}
	progress := newFetchProgress(o.Log)
	cmd := exec.Command(mvn, "--batch-mode", "--file", file, "dependency:copy-dependencies",
		"-DoutputDirectory="+filepath.Join(tmp, "lib"))
	cmd.Env = append(os.Environ(), "JAVA_HOME="+java.home())
	cmd.Stdout, cmd.Stderr = progress, progress
	err = runChild(ctx, cmd)
	progress.finish()
	if ctx.Err() != nil {
		return fmt.Errorf("fetching Neo4j was interrupted: %w; what has arrived is kept", context.Cause(ctx))
	}
	if err != nil {
		return fmt.Errorf("fetching Neo4j %s with Maven failed (%w): check the network, and for a proxy or a mirror "+
			"~/.m2/settings.xml; then start again\n%s", Version, err, progress.last())
	}
	if err := writeListing(tmp); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(dir), os.Rename(tmp, dir))
}

// writeListing closes a fetch.
func writeListing(dir string) error {
	entries, err := os.ReadDir(filepath.Join(dir, "lib")) // sorted by name
	if err != nil {
		return err
	}
	var b bytes.Buffer
	found := false
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		found = found || e.Name() == "neo4j-server-"+Version+".jar"
		fmt.Fprintf(&b, "%d %s\n", info.Size(), e.Name())
	}
	if !found {
		return fmt.Errorf("Maven finished, but %s has no neo4j-server-%s.jar", filepath.Join(dir, "lib"), Version)
	}
	return writeFile(filepath.Join(dir, listing), b.Bytes())
}
