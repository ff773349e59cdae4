package neo4jlocal

import (
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// The importer says "(2/4) Relationship import ..." at the beginning of each part, and within one lines of dots with
// the share that is done.
var (
	importPart  = regexp.MustCompile(`^\((\d)/(\d)\) ([A-Z][a-z]+ [a-z]+)`)
	importShare = regexp.MustCompile(`(\d+)% ∆`)
)

// importProgress reads the importer's output: it shows how far it is on a terminal, and keeps the last lines for an
// error.
type importProgress struct {
	mu          sync.Mutex
	text        lastLines
	bar         *progressbar.ProgressBar // nil where there is no terminal
	part, parts int
}

func newImportProgress(out io.Writer) *importProgress {
	p := &importProgress{}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(100, progressbar.OptionSetWriter(f), progressbar.OptionSetWidth(30),
			progressbar.OptionSetDescription("importing"), progressbar.OptionSetPredictTime(false),
			progressbar.OptionClearOnFinish())
	}
	return p
}

// Write takes a piece of the output; it never fails, since the importer should go on.
func (p *importProgress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text.add(b, p.line)
	return len(b), nil
}

func (p *importProgress) line(line string) {
	if m := importPart.FindStringSubmatch(line); m != nil {
		p.part, _ = strconv.Atoi(m[1])
		p.parts, _ = strconv.Atoi(m[2])
		if p.bar != nil {
			p.bar.Describe("importing: " + strings.ToLower(m[3]))
		}
	}
	if m := importShare.FindStringSubmatch(line); m != nil && p.bar != nil && p.parts > 0 {
		share, _ := strconv.Atoi(m[1])
		_ = p.bar.Set(min(99, (100*(p.part-1)+share)/p.parts))
	}
}

func (p *importProgress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// last is what the importer said at the end.
func (p *importProgress) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := p.text.lines
	if rest := strings.TrimSpace(p.text.partial); rest != "" {
		lines = append(lines, "  "+rest)
	}
	return strings.Join(lines, "\n")
}
