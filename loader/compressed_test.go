package loader

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
)

// packed compresses a text: as gzip for .gz, else as Zstandard.
func packed(t *testing.T, text io.Reader, ending string) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if ending == ".zst" {
		z, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		w = z
	}
	if _, err := io.Copy(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// pack replaces a file of a dataset by its compressed form.
func pack(t *testing.T, fsys fstest.MapFS, name, ending string) {
	t.Helper()
	fsys[name+ending] = &fstest.MapFile{Data: packed(t, bytes.NewReader(fsys[name].Data), ending), Mode: 0o644}
	delete(fsys, name)
}

func TestCompressedFilesAreTheSameDataset(t *testing.T) {
	plain := opened(t, good())
	fsys := folder(good())
	pack(t, fsys, "relationships.csv", ".gz")
	pack(t, fsys, "country.csv", ".zst")
	pack(t, fsys, "sources.csv", ".gz")
	d, err := Open(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil || d.Info != plain.Info {
		t.Errorf("got %+v, %v; want what the plain files give: %+v", d.Info, err, plain.Info)
	}
}

func TestProblemsOfCompressedFiles(t *testing.T) {
	both := folder(good())
	pack(t, both, "country.csv", ".gz")
	both["country.csv"] = folder(good())["country.csv"]

	no := folder(good())
	no["event.csv.gz"] = &fstest.MapFile{Data: no["event.csv"].Data, Mode: 0o644}
	delete(no, "event.csv")

	cut := folder(good())
	pack(t, cut, "relationships.csv", ".gz")
	cut["relationships.csv.gz"].Data = cut["relationships.csv.gz"].Data[:60]

	// 64 MB without a line break, out of 64 kB.
	endless := folder(good())
	delete(endless, "event.csv")
	endless["event.csv.gz"] = &fstest.MapFile{Mode: 0o644,
		Data: packed(t, io.MultiReader(strings.NewReader("id,name,sources\n"), io.LimitReader(zeros{}, 64<<20)), ".gz")}

	for want, fsys := range map[string]fstest.MapFS{
		"country.csv.gz: the dataset has country.csv as well":                   both,
		"event.csv: event.csv.gz is not gzip":                                   no,
		"reading relationships.csv: unexpected EOF":                             cut,
		"event.csv:2:1: the row is longer than 4194304 bytes; nothing after it": endless,
	} {
		d, err := Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Check(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v; want %q", err, want)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
