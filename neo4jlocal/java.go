package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// startJava starts Neo4j as a child on the machine's own Java.
func startJava(ctx context.Context, o Options) (*Server, error) {
	kit, err := prepareJava(ctx, o)
	if err != nil {
		return nil, err
	}
	h := home(o.Home)
	if err := h.make(); err != nil {
		return nil, err
	}
	lock, err := h.lock()
	if err != nil {
		return nil, err
	}
	if err = h.tidy(ctx, o); err == nil {
		var s *Server
		if s, err = startOn(ctx, o, h, kit); err == nil {
			s.run = &javaRun{child: s.run.(*child), home: h, lock: lock}
			return s, nil
		}
	}
	return nil, errors.Join(err, lock.Close())
}

// javaRun gives the home back once the child has ended.
type javaRun struct {
	*child
	home home
	lock *os.File
}

func (r *javaRun) stop(ctx context.Context) error {
	err := r.child.stop(ctx)
	_ = os.Remove(r.home.path("run.json"))
	_ = r.lock.Close()
	return err
}

// startOn starts Neo4j on a home that is locked and tidy. Free ports may be taken by others between our look and Neo4j's
// start, so where we chose them ourselves it tries again with others.
func startOn(ctx context.Context, o Options, h home, kit javaKit) (*Server, error) {
	password, err := h.password(func(p string) error { return kit.setPassword(ctx, h, p) })
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		s, err := launch(ctx, o, h, kit, password, nil)
		if err == nil {
			// A mark that stayed would have the next start remove what is loaded from now on.
			if err := h.firstStartDone(); err != nil {
				return nil, errors.Join(err, s.Stop(ctx))
			}
			return s, nil
		}
		if !errors.Is(err, ErrPortTaken) || attempt == 3 || (o.BoltPort != 0 && o.HTTPPort != 0) {
			return s, err
		}
	}
}

// launch starts the process and waits until it answers.
func launch(ctx context.Context, o Options, h home, kit javaKit, password string, jvm []string) (*Server, error) {
	bolt, http, err := o.pickPorts()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(h.path("neo4j", "conf", "neo4j.conf"), []byte(o.conf(bolt, http)), 0o600); err != nil {
		return nil, err
	}
	console, err := os.OpenFile(h.console(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	defer console.Close()
	cmd, err := kit.serverCommand(o, h, jvm)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = console, console
	began := time.Now()
	c, err := startChild(cmd)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	s := &Server{
		Way: WayJava, URI: fmt.Sprintf("bolt://127.0.0.1:%d", bolt), HTTPURL: fmt.Sprintf("http://127.0.0.1:%d", http),
		Username: defaultUser, Password: password, Database: o.Database,
		Home: string(h), LogFile: h.console(), run: c,
	}
	if err := awaitChild(ctx, o, h, s, c); err != nil {
		return nil, err
	}
	o.logf("Neo4j answers at %s after %s (data in %s).", s.URI, time.Since(began).Round(100*time.Millisecond), h.neo4j())
	return s, nil
}

// awaitChild waits until the child answers; a child that does not is stopped, and its own last words are shown.
func awaitChild(ctx context.Context, o Options, h home, s *Server, c *child) error {
	birth, err := processBirth(c.cmd.Process.Pid)
	if err == nil {
		err = h.writeRunning(running{PID: c.cmd.Process.Pid, Birth: birth, URI: s.URI, HTTP: s.HTTPURL, Log: s.LogFile})
	}
	if err == nil || errors.Is(err, os.ErrProcessDone) {
		limited, cancel := context.WithTimeoutCause(ctx, o.StartTimeout,
			fmt.Errorf("it did not answer within %s", o.StartTimeout))
		defer cancel()
		err = s.waitReady(limited, c.ended)
	}
	if err == nil {
		return nil
	}
	quick, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_ = c.stop(quick)
	_ = os.Remove(h.path("run.json"))
	return startError(err, s, h)
}

// startError says why Neo4j did not start and what it said itself.
func startError(err error, s *Server, h home) error {
	last := tail(s.LogFile, 12)
	switch {
	case strings.Contains(last, "Address already in use"):
		err = fmt.Errorf("%w: %s or %s", ErrPortTaken, s.URI, s.HTTPURL)
	case errors.Is(err, ErrPassword):
		err = fmt.Errorf("%w kept in %s: put the right one there, or remove %s and load again",
			err, h.path("password"), h.path("neo4j", "data"))
	}
	return fmt.Errorf("Neo4j did not start: %w\nThe last lines of %s:\n%s", err, s.LogFile, last)
}

// javaKit is all that a start needs besides a home.
type javaKit struct {
	java    jdk
	jars    []string // sorted: a class-data archive fits one order only
	archive string   // class-data archive, or empty
}

// serverCommand is Neo4j's start. The arguments go through a file that java itself reads: the class path alone has
// some 20,000 characters, which nobody wants in `ps`.
func (k javaKit) serverCommand(o Options, h home, jvm []string) (*exec.Cmd, error) {
	args := slices.Clone(jvm)
	args = append(args, k.share()...)
	args = append(args, o.JVM...)
	args = append(args,
		"-Xmx"+o.Heap, "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-Dfile.encoding=UTF-8",
		"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
		"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
		"-cp", strings.Join(k.jars, string(filepath.ListSeparator)),
		"org.neo4j.server.CommunityEntryPoint",
		"--home-dir="+h.neo4j(), "--config-dir="+h.path("neo4j", "conf"), "--console-mode")
	file := h.path("neo4j", "conf", "java.args")
	if err := writeArgs(file, args); err != nil {
		return nil, err
	}
	cmd := exec.Command(k.java.bin, "@"+file)
	cmd.Dir = h.neo4j()
	return cmd, nil
}

// share has java use the archive. One that it cannot use it passes over in silence, and starts more slowly.
func (k javaKit) share() []string {
	if k.archive == "" {
		return nil
	}
	return []string{"-XX:SharedArchiveFile=" + k.archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"}
}

// setPassword gives a fresh home its password with Neo4j's own admin tool. The tool takes it as an argument; java reads
// the arguments from a file of mode 0600 that is gone a second later, so `ps` never shows it.
func (k javaKit) setPassword(ctx context.Context, h home, password string) error {
	file := h.path("neo4j", "conf", "password.args")
	defer os.Remove(file)
	args := append(k.share(), "-XX:TieredStopAtLevel=1", "-Xmx128m",
		"-cp", strings.Join(k.jars, string(filepath.ListSeparator)),
		"org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password)
	if err := writeArgs(file, args); err != nil {
		return err
	}
	cmd := exec.Command(k.java.bin, "@"+file)
	cmd.Dir = h.neo4j()
	cmd.Env = append(os.Environ(), "NEO4J_HOME="+h.neo4j(), "NEO4J_CONF="+h.path("neo4j", "conf"))
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := runChild(ctx, cmd); err != nil {
		said := strings.ReplaceAll(strings.TrimSpace(out.String()), password, "***")
		return fmt.Errorf("setting Neo4j's first password in %s: %w\n%s", h.neo4j(), err, said)
	}
	return nil
}

// writeArgs writes a file for java's @ syntax, each argument quoted.
func writeArgs(file string, args []string) error {
	var b strings.Builder
	for _, arg := range args {
		b.WriteString(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(arg) + "\"\n")
	}
	return writeFile(file, []byte(b.String()))
}
