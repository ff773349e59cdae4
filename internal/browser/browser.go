// Package browser drives a real Chromium for the viewer's tests, pictures and measurements, and notes what a page does
// wrong while it is driven: errors on its console, and requests to any other host.
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// names are what Chromium goes by.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// Find gives the path of a Chromium: that of COOPGRAPH_CHROMIUM, or else the first of the usual names on the path. Where
// there is none, the error says what to install.
func Find() (string, error) {
	if path := os.Getenv("COOPGRAPH_CHROMIUM"); path != "" {
		return exec.LookPath(path)
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium is on the path, which the viewer is tested in; install it (on Debian and Ubuntu: " +
		"apt-get install -y chromium), or name one with COOPGRAPH_CHROMIUM")
}

// Browser is a running Chromium.
type Browser struct {
	ctx  context.Context
	stop func()
}

// Start starts a Chromium without a window, with a profile of its own that goes with it. It draws by software, as a
// machine without a graphics card does.
func Start(ctx context.Context) (*Browser, error) {
	path, err := Find()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("lang", "en-GB"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to run as root with one
	}
	allocated, release := chromedp.NewExecAllocator(ctx, options...)
	tab, closeTab := chromedp.NewContext(allocated)
	stop := func() {
		closeTab()
		release()
	}
	if err := chromedp.Do(tab); err != nil {
		stop()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return &Browser{ctx: tab, stop: stop}, nil
}

// Stop ends it.
func (b *Browser) Stop() { b.stop() }

// Page is a tab with a profile of its own: no storage, no cache, no history of others.
type Page struct {
	Ctx    context.Context
	Close  func()
	origin string

	mu       sync.Mutex
	troubles []string
	ignored  []string
}

// Size is that of a page's window, in CSS pixels.
type Size struct {
	Width, Height int64
	Phone, Dark   bool
}

// Desktop is a usual window.
var Desktop = Size{Width: 1280, Height: 800}

// Open opens a page for addresses of one origin, which it may not leave.
func (b *Browser) Open(origin string, size Size) (*Page, error) {
	p := &Page{origin: origin}
	p.Ctx, p.Close = chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.note))
	if err := p.resize(size); err != nil {
		p.Close()
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	return p, nil
}

func (p *Page) resize(size Size) error {
	var options []chromedp.EmulateViewportOption
	if size.Phone {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(p.Ctx, chromedp.EmulateViewport(size.Width, size.Height, options...)); err != nil {
		return err
	}
	scheme := "light"
	if size.Dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(p.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	return err
}

// Ignore says that troubles with this text are expected from here on.
func (p *Page) Ignore(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ignored = append(p.ignored, text)
}

// Troubles gives what went wrong so far.
func (p *Page) Troubles() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.troubles)
}

func (p *Page) trouble(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.ContainsFunc(p.ignored, func(s string) bool { return strings.Contains(text, s) }) {
		p.troubles = append(p.troubles, text)
	}
}

func (p *Page) note(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.trouble("exception: %s", describe(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value)+a.Description)
			}
			p.trouble("console %s: %s", e.Type, strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			p.trouble("log %s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		local := err == nil && (u.Scheme == "data" || u.Scheme == "blob" || u.Scheme == "about")
		if !local && !strings.HasPrefix(e.Request.URL, p.origin) {
			p.trouble("a request left for %s", e.Request.URL)
		}
	}
}

func describe(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

// Idle waits until the viewer has nothing under way: no request, no layout, no movement.
func Idle() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for quiet := 0; quiet < 3; {
			idle, err := chromedp.Evaluate[bool](`!!window.coopgraphView && window.coopgraphView.idle()`)(ctx, t)
			if err != nil {
				return err
			}
			if quiet++; !idle {
				quiet = 0
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("the viewer does not come to rest: %w", ctx.Err())
			case <-time.After(40 * time.Millisecond):
			}
		}
		return nil
	})
}
