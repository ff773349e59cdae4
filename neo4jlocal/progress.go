package neo4jlocal

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// expectedFiles is about how many files a first fetch downloads: the jars, their poms and Maven's plugin. It only
// scales the bar.
const expectedFiles = 850

// mavenDone matches Maven's report of one finished download.
var mavenDone = regexp.MustCompile(`^(?:\[INFO\] )?Downloaded from [^ ]+ [^ ]+ \(([0-9.]+) (B|kB|MB)`)

// fetchProgress reads Maven's output: it shows how far the fetch is, and keeps the last lines for an error message.
type fetchProgress struct {
	out     io.Writer
	bar     *progressbar.ProgressBar // on a terminal only
	mu      sync.Mutex
	partial string
	lines   []string
	files   int
	bytes   float64
	said    time.Time
}

func newFetchProgress(out io.Writer) *fetchProgress {
	p := &fetchProgress{out: out, said: time.Now()}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(expectedFiles, progressbar.OptionSetWriter(f), progressbar.OptionSetWidth(30),
			progressbar.OptionSetPredictTime(false), progressbar.OptionClearOnFinish())
	}
	return p
}

// Write takes a piece of Maven's output; it never fails, since Maven should go on.
func (p *fetchProgress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := strings.Split(p.partial+string(b), "\n")
	p.partial = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		p.line(line)
	}
	return len(b), nil
}

func (p *fetchProgress) line(line string) {
	if m := mavenDone.FindStringSubmatch(line); m != nil {
		size, _ := strconv.ParseFloat(m[1], 64)
		p.bytes += size * map[string]float64{"B": 1, "kB": 1e3, "MB": 1e6}[m[2]]
		p.files++
		p.show()
	} else if !strings.Contains(line, "Downloading from") {
		if p.lines = append(p.lines, "  "+line); len(p.lines) > 15 {
			p.lines = p.lines[1:]
		}
	}
}

// show moves the bar, or prints a line every five seconds where there is no terminal.
func (p *fetchProgress) show() {
	what := fmt.Sprintf("%d files, %.1f MB", p.files, p.bytes/1e6)
	if p.bar != nil {
		p.bar.Describe(what)
		_ = p.bar.Set(min(p.files, expectedFiles-1))
	} else if p.out != nil && time.Since(p.said) > 5*time.Second {
		p.said = time.Now()
		fmt.Fprintf(p.out, "  %s\n", what)
	}
}

func (p *fetchProgress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
	if p.out != nil && p.files > 0 {
		fmt.Fprintf(p.out, "  fetched %d files, %.1f MB\n", p.files, p.bytes/1e6)
	}
}

// last is what Maven said at the end.
func (p *fetchProgress) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.lines, "\n")
}
