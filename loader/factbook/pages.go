package factbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"coopgraph/loader/dataset"
)

// page is one file: a country, a territory, an ocean, the world.
type page struct {
	code   string // the file's name, in lower case: "aj"
	file   string
	fields map[string]any
}

var pageName = regexp.MustCompile(`^([a-z]{2})\.json$`)

// archive is the file in which the pages may be, in a folder that has none itself.
const archive = "factbook.zip"

// readPages reads the pages in the order of their codes. Files that are no JSON object are given back by name.
func readPages(ctx context.Context, in *dataset.Input) (pages []page, bad []string, err error) {
	files, err := pageFiles(in)
	if err != nil {
		return nil, nil, err
	}
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		m := pageName.FindStringSubmatch(path.Base(name))
		if err != nil || m == nil || entry.IsDir() || in.Name != "" && in.Name != name {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		p := page{code: m[1], file: name}
		if json.Unmarshal(text, &p.fields) != nil || p.fields == nil {
			bad = append(bad, name)
			return ctx.Err()
		}
		pages = append(pages, p)
		return ctx.Err()
	})
	if err == nil && len(pages) == 0 {
		err = errors.New("there is no page of the World Factbook, a JSON file named by a code of two letters such as aj.json")
	}
	slices.SortFunc(pages, func(a, b page) int { return strings.Compare(a.code+a.file, b.code+b.file) })
	return pages, bad, err
}

// pageFiles is where the pages are: the input, or the archive in it.
func pageFiles(in *dataset.Input) (fs.FS, error) {
	if in.Name != "" {
		return in.Files, nil
	}
	text, err := fs.ReadFile(in.Files, archive)
	if errors.Is(err, fs.ErrNotExist) {
		return in.Files, nil
	}
	if err != nil {
		return nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", archive, err)
	}
	return files, nil
}

// text is the text of a field, "" where the page has no such field.
func (p *page) text(keys ...string) string {
	var value any = p.fields
	for _, key := range append(slices.Clone(keys), "text") {
		switch v := value.(type) {
		case map[string]any:
			value = v[key]
		case string:
			if key == "text" {
				return v
			}
			return ""
		default:
			return ""
		}
	}
	text, _ := value.(string)
	return text
}

// officialNames are what the page calls its country: the short form, the long form.
func (p *page) officialNames() []string {
	var names []string
	for _, key := range []string{"conventional short form", "conventional long form"} {
		text, _, _ := strings.Cut(plain(p.text("Government", "Country name", key)), "; ")
		before, _, _ := strings.Cut(text, " (prior to")
		if before != "" && before != "none" {
			names = append(names, before)
		}
	}
	return names
}

// titles are what pages are called whose short form is no name of its own.
var titles = map[string]string{"cg": "Democratic Republic of the Congo", "dr": "Dominican Republic", "gz": "Gaza Strip",
	"um": "United States Pacific Island Wildlife Refuges", "xx": "World"}

// name is how the page is titled.
func (p *page) name() string {
	if title, ok := titles[p.code]; ok {
		return title
	}
	names := p.officialNames()
	if len(names) == 0 {
		return strings.ToUpper(p.code)
	}
	short, _, _ := strings.Cut(names[0], " (sometimes")
	return short
}
