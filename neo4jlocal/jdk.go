package neo4jlocal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"time"
)

// jdk is a Java that Neo4j 5.26 runs on: 17 or 21.
type jdk struct {
	bin     string // the java program
	version string // all that java -version prints
}

var javaVersion = regexp.MustCompile(`version "(\d+)`)

// What EnsureTools has something to install for.
var (
	errNoJava  = errors.New("no Java 17 or 21 was found (JAVA_HOME, PATH and the usual folders were searched)")
	errNoMaven = errors.New("Maven's mvn is not on the PATH")
)

// findJava looks for a Java 17 or 21: JAVA_HOME first, then PATH, then where systems keep several side by side.
func findJava(ctx context.Context) (jdk, error) {
	var candidates []string
	if dir := os.Getenv("JAVA_HOME"); dir != "" {
		candidates = append(candidates, filepath.Join(dir, "bin", "java"))
	}
	if path, err := exec.LookPath("java"); err == nil {
		candidates = append(candidates, path)
	}
	for _, pattern := range javaPlaces {
		found, _ := filepath.Glob(pattern)
		sort.Strings(found)
		candidates = append(candidates, found...)
	}
	seen := map[string]bool{}
	for _, bin := range candidates {
		target, err := filepath.EvalSymlinks(bin)
		if err != nil || seen[target] {
			continue
		}
		seen[target] = true
		if version, major := askJava(ctx, bin); major == "17" || major == "21" {
			return jdk{bin: bin, version: version}, nil
		}
	}
	return jdk{}, errNoJava
}

// javaPlaces is a variable so that tests can look elsewhere.
var javaPlaces = []string{
	"/usr/lib/jvm/*/bin/java",
	"/usr/java/*/bin/java",
	"/opt/java/*/bin/java",
	"/opt/homebrew/opt/openjdk@*/bin/java",
	"/usr/local/opt/openjdk@*/bin/java",
	"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java",
}

func askJava(ctx context.Context, bin string) (version, major string) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, bin, "-version").CombinedOutput()
	if err != nil {
		return "", ""
	}
	if m := javaVersion.FindSubmatch(out); m != nil {
		return string(out), string(m[1])
	}
	return "", ""
}

// target is the program behind the links that systems put on the PATH.
func (j jdk) target() string {
	if target, err := filepath.EvalSymlinks(j.bin); err == nil {
		return target
	}
	return j.bin
}

// key tells one Java from another; a class-data archive fits only the one that wrote it.
func (j jdk) key() string { return shortHash(j.target() + "\n" + j.version) }

// home is what JAVA_HOME would be, for Maven.
func (j jdk) home() string { return filepath.Dir(filepath.Dir(j.target())) }

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

func findMaven() (string, error) {
	path, err := exec.LookPath("mvn")
	if err != nil {
		return "", errNoMaven
	}
	return path, nil
}
