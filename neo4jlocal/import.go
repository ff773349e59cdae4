package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Import is a home of the Java way on which no server runs, held so that Neo4j's offline importer can fill its
// database. What the importer writes is nobody's until [Import.Keep]: an import that ends before, however it ends,
// leaves an empty database. An Import is not safe for concurrent use.
type Import struct {
	options Options
	home    home
	lock    *os.File
	kit     javaKit
	begun   bool // the database may hold part of an import

	java      *child   // the importer's, once it was started
	arguments *os.File // where that waits for its arguments
	progress  *importProgress
}

// Memory of the importer. What it cannot keep there it reads from its files again.
const (
	importHeap    = "1g"
	importOffHeap = "1g"
)

// BeginImport takes a home for an import. It works where Neo4j is, or would be, started on this machine's Java; a
// server that somebody else runs, the Docker way, and a home that another process uses (ErrInUse) are refused.
func BeginImport(ctx context.Context, o Options) (*Import, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	way, err := choose(ctx, o)
	switch {
	case err != nil:
		return nil, err
	case way == WayURI:
		return nil, errors.New("a bulk load fills a database of our own, which must not run meanwhile, and never the " +
			"server of NEO4J_URI: load without --bulk, or unset NEO4J_URI")
	case way == WayDocker:
		return nil, errors.New("a bulk load fills a database of our own on this machine's Java, and never a container: " +
			"load without --bulk, or set COOPGRAPH_NEO4J=java")
	case o.Database != defaultDatabase:
		return nil, fmt.Errorf("a bulk load fills the database %s, and NEO4J_DATABASE names %s: unset it", defaultDatabase,
			o.Database)
	}
	// One session makes constraints over all that was imported, which takes as long as it takes.
	o.TransactionTimeout = 24 * time.Hour
	i := &Import{options: o, home: home(o.Home)}
	if err := i.home.make(); err != nil {
		return nil, err
	}
	if i.lock, err = i.home.lock(); err != nil {
		return nil, err
	}
	if err := i.prepare(ctx); err != nil {
		return nil, errors.Join(err, i.lock.Close())
	}
	return i, nil
}

// prepare brings together what import and start need.
func (i *Import) prepare(ctx context.Context) error {
	if err := i.home.tidy(ctx, i.options); err != nil {
		return err
	}
	if err := os.MkdirAll(i.Dir(), 0o700); err != nil {
		return err
	}
	var err error
	i.kit, err = prepareJava(ctx, i.options)
	return err
}

// Dir is a folder for the importer's files, which goes with Close.
func (i *Import) Dir() string { return i.home.path("import.d") }

// Fresh reports whether the home has no database at all yet, so that nobody need look whether it is empty.
func (i *Import) Fresh() bool {
	for _, dir := range []string{"databases", "transactions"} {
		if _, err := os.Stat(i.home.path("neo4j", "data", dir, defaultDatabase)); err == nil {
			return false
		}
	}
	return true
}

// SetPassword gives a home that was never started its password, which the first start needs. It takes seconds, and
// may be done while the importer runs. Where there is a password it does nothing.
func (i *Import) SetPassword(ctx context.Context) error {
	_, err := i.home.password(func(p string) error { return i.kit.setPassword(ctx, i.home, p) })
	return err
}

// Warm starts Java for the importer, which then waits for its arguments, so that the second that this takes passes while
// the importer's files are being written. Run does without where that was not done or, as yet on Linux alone, possible.
func (i *Import) Warm() error {
	if i.java != nil || runtime.GOOS != "linux" {
		return nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer read.Close()
	if err := i.start("/dev/fd/3", read); err != nil {
		return errors.Join(err, write.Close())
	}
	i.arguments = write
	return nil
}

// Run runs the importer over the database with these arguments, in Dir. What was in the database is gone. Its output is
// shown where it fails.
func (i *Import) Run(ctx context.Context, arguments []string) error {
	if err := writeFile(i.home.path("import"), []byte("an import has not come to its end\n")); err != nil {
		return err
	}
	i.begun = true
	arguments = append(slices.Clone(arguments), "--overwrite-destination", "--max-off-heap-memory="+importOffHeap,
		defaultDatabase)
	err := i.tell(arguments)
	if err == nil {
		select {
		case <-i.java.ended:
			err = i.java.err
		case <-ctx.Done():
		}
	}
	i.endJava()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("the import was interrupted: %w; the database stays empty", context.Cause(ctx))
	case err != nil:
		return fmt.Errorf("Neo4j's importer failed: %w; the database stays empty. Its last lines:\n%s", err,
			i.progress.last())
	}
	return nil
}

// tell hands the arguments to Java, one a line. One that waits for them and has ended meanwhile says itself why.
func (i *Import) tell(arguments []string) error {
	for _, a := range arguments {
		if strings.ContainsAny(a, " \t\n\"'#\\") {
			return fmt.Errorf("the argument %q would be misread", a)
		}
	}
	text := strings.Join(arguments, "\n") + "\n"
	if i.java == nil {
		file := i.home.path("neo4j", "conf", "import.list")
		if err := writeFile(file, []byte(text)); err != nil {
			return err
		}
		return i.start(file)
	}
	_, err := i.arguments.WriteString(text)
	if errors.Is(err, syscall.EPIPE) {
		err = nil
	}
	return errors.Join(err, i.arguments.Close())
}

// endJava ends the importer, wherever it is.
func (i *Import) endJava() {
	if i.java == nil {
		return
	}
	const grace = 3 * time.Second
	select {
	case <-i.java.ended:
	default:
		_ = i.java.stopWithin(context.Background(), grace)
	}
	if i.arguments != nil {
		_ = i.arguments.Close() // mostly done before
	}
	i.progress.finish()
	i.java, i.arguments = nil, nil
}

// start starts Java for the importer, which takes its further arguments from a file. Its files from 3 on are those given.
func (i *Import) start(list string, files ...*os.File) error {
	conf := i.options.conf(defaultBolt, defaultHTTP)
	if err := os.WriteFile(i.home.path("neo4j", "conf", "neo4j.conf"), []byte(conf), 0o600); err != nil {
		return err
	}
	args := append(i.kit.share(), "-Xmx"+importHeap, "-XX:+UseParallelGC", "-XX:-UsePerfData", "-Dfile.encoding=UTF-8",
		"--add-opens=java.base/java.nio=ALL-UNNAMED",
		"-cp", strings.Join(i.kit.jars, string(filepath.ListSeparator)),
		"org.neo4j.cli.AdminTool", "database", "import", "full", "@"+list)
	file := i.home.path("neo4j", "conf", "import.args")
	if err := writeArgs(file, args); err != nil {
		return err
	}
	cmd := exec.Command(i.kit.java.bin, "@"+file)
	cmd.Dir, cmd.ExtraFiles = i.Dir(), files
	cmd.Env = append(os.Environ(), "NEO4J_HOME="+i.home.neo4j(), "NEO4J_CONF="+i.home.path("neo4j", "conf"))
	i.progress = newImportProgress(i.options.Log)
	cmd.Stdout, cmd.Stderr = i.progress, i.progress
	var err error
	if i.java, err = startChild(cmd); err != nil {
		return fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	return nil
}

// A server that is to do little work is started so that it does not optimise its code much, which halves the
// processor time of start and indexes together. Where there is much work that is paid back.
const littleWork = 3_000_000 // elements

var littleJVM = []string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"}

// Start starts Neo4j on the home, to look into the database before the import or to finish it afterwards, where the
// database has so many elements. Stop it before anything else is done with the Import.
func (i *Import) Start(ctx context.Context, elements int) (*Server, error) {
	o := i.options
	if elements <= littleWork && o.JVM == nil {
		o.JVM = littleJVM
	}
	s, err := startOn(ctx, o, i.home, i.kit)
	if err != nil {
		return nil, err
	}
	s.run = &importRun{child: s.run.(*child), home: i.home}
	return s, nil
}

// importRun leaves the home locked when the child has ended.
type importRun struct {
	*child
	home home
}

func (r *importRun) stop(ctx context.Context) error {
	err := r.child.stop(ctx)
	_ = os.Remove(r.home.path("run.json"))
	return err
}

// Keep makes what was imported the user's.
func (i *Import) Keep() error {
	if err := os.Remove(i.home.path("import")); err != nil {
		return err
	}
	i.begun = false
	return nil
}

// Close gives the home back, and removes the importer's files and what of an import is not to be kept. No server may
// run.
func (i *Import) Close() error {
	i.endJava()
	var err error
	if i.begun {
		err = i.home.dropHalfImported(Options{})
	}
	return errors.Join(err, os.RemoveAll(i.Dir()), i.lock.Close())
}

// dropHalfImported removes the files and the half of a database that an import left which was cut short.
func (h home) dropHalfImported(o Options) error {
	const failed = "removing what an interrupted import left: %w"
	if err := os.RemoveAll(h.path("import.d")); err != nil {
		return fmt.Errorf(failed, err)
	}
	if _, err := os.Stat(h.path("import")); err != nil {
		return nil //nolint:nilerr // it is not there: no import was cut short
	}
	o.logf("Removing what an interrupted import left.")
	for _, dir := range []string{"databases", "transactions"} {
		if err := os.RemoveAll(h.path("neo4j", "data", dir, defaultDatabase)); err != nil {
			return fmt.Errorf(failed, err)
		}
	}
	return os.Remove(h.path("import"))
}

// lastLines keeps the last lines of what Java prints, without the frames of its stack.
type lastLines struct {
	partial string
	lines   []string
}

func (l *lastLines) add(b []byte, each func(line string)) {
	all := strings.Split(l.partial+string(b), "\n")
	l.partial = all[len(all)-1]
	for _, line := range all[:len(all)-1] {
		each(line)
		line = strings.TrimRight(line, "\r ")
		if line == "" || strings.HasPrefix(line, "\tat ") || strings.HasPrefix(line, ".") {
			continue
		}
		l.lines = append(l.lines, "  "+line)
		l.lines = slices.Delete(l.lines, 0, max(0, len(l.lines)-15))
	}
}
