package loader

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a load is. A nil bar shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

// newProgress makes a bar on w if that is a terminal.
func newProgress(w io.Writer, what string, total int) progress {
	f, ok := w.(*os.File)
	if !ok || total == 0 || !term.IsTerminal(int(f.Fd())) {
		return progress{}
	}
	return progress{newBar(f, what, total)}
}

func newBar(w io.Writer, what string, total int) *progressbar.ProgressBar {
	return progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetWidth(30),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("elements"),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetRenderBlankState(true),
	)
}

func (p progress) add(n int) {
	if p.bar != nil {
		_ = p.bar.Add(n) // what a terminal makes of it does not touch the load
	}
}

// end leaves the line to what is written next.
func (p progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
