package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	shapes "coopgraph/api/format"
	"coopgraph/client"
	"coopgraph/graph"
)

// textFormat is ours: tables and sentences for people.
const textFormat = "text"

// The forms that answers have, ours first.
var (
	plainFormats = []string{textFormat, "json"}
	graphFormats = slices.Concat(plainFormats, shapes.GraphNames())
	citedFormats = slices.Concat(graphFormats, shapes.CitationNames())
	tableFormats = slices.Concat(plainFormats, shapes.TableNames())
)

// form is the form of an answer, and where it goes.
type form struct {
	format, file string
	formats      []string
}

func (o *form) flags(c *cobra.Command, formats []string) {
	o.flagsOf(c.Flags(), formats)
	o.completions(c)
}

func (o *form) flagsOf(f *pflag.FlagSet, formats []string) {
	o.formats = formats
	f.StringVar(&o.format, "format", formats[0], "form of the answer: "+strings.Join(formats, ", "))
	f.StringVarP(&o.file, "output", "o", "", "write the answer to this file")
}

// completions suggests values for the flags.
func (o *form) completions(c *cobra.Command) {
	completeFlag(c, "format", o.formats)
	_ = c.MarkFlagFilename("output") // fails where there is no such flag
}

// answered asks a question and prints its answer: in a form of the API's as it comes, else by show, which reports whether
// there was anything.
func answered[A any](ctx context.Context, s *session, q client.Question, ask func(context.Context) (*A, error),
	show func(w io.Writer, a *A) (bool, error)) error {
	if s.form.format != textFormat {
		return s.write(ctx, q)
	}
	found, err := ask(ctx)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	something, err := show(&text, found)
	if err != nil {
		return err
	}
	err = s.form.to(s.out, func(w io.Writer) error {
		_, err := text.WriteTo(w)
		return err
	})
	if err != nil {
		return err
	}
	return foundIf(something)
}

// write writes the answer in a form of the API's.
func (s *session) write(ctx context.Context, q client.Question) error {
	o := s.form
	if !slices.Contains(o.formats, o.format) {
		return graph.Invalid("--format", "%q is not a form of this answer", o.format).WithAllowed(o.formats...)
	}
	if o.file == "" && isTerminal(s.out) && isBinary(q, o.format) {
		return graph.Invalid("--output", "%s is nothing to show on a terminal; name a file with -o", o.format)
	}
	var written client.Written
	err := o.to(s.out, func(w io.Writer) (err error) {
		written, err = s.Write(ctx, w, q, o.format)
		return err
	})
	if err != nil {
		return err
	}
	if o.file != "" {
		s.note("wrote %s to %s", size(int(written.Bytes)), o.file)
	}
	switch {
	case written.Complete:
	case isRun(q):
		s.note("this is not all: there are more rows than the query may answer with")
	default:
		s.note("this is not all: raise --limit, or page with --cursor (the json form has cut.next)")
	}
	return nil
}

func isRun(q client.Question) bool {
	_, ok := q.(client.QueryRun)
	return ok
}

func isBinary(q client.Question, name string) bool {
	return name == "parquet" || name == "csv" && !isRun(q)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// to writes to standard output, or to the file, which is there only once it is whole.
func (o *form) to(stdout io.Writer, write func(io.Writer) error) (err error) {
	if o.file == "" {
		return write(stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(o.file), "."+filepath.Base(o.file)+".*")
	if err != nil {
		return graph.Invalid("--output", "cannot write %s: %v", o.file, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name()) // the reason is in err
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil { // as any file that a shell would write
		return fmt.Errorf("writing %s: %w", o.file, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", o.file, err)
	}
	return os.Rename(f.Name(), o.file)
}
