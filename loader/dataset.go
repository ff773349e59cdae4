package loader

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"coopgraph/graph"
)

// Dataset is a dataset folder. It is not safe for concurrent use.
type Dataset struct {
	// Info is what dataset.yaml says. Its counts are there after Check.
	Info graph.Dataset

	fsys    fs.FS
	rank    int
	start   collector // what Open found
	checked bool
	fault   error // what Check found
	content contents
	kinds   map[graph.Kind]int // what Check counted
	types   map[graph.Type]int
}

// Open finds a dataset in fsys and reads its dataset.yaml. What is wrong with the dataset, even that dataset.yaml is
// missing, is no error yet: Check lists it with everything else. An error means that there is no folder to read.
func Open(fsys fs.FS) (*Dataset, error) {
	d := &Dataset{fsys: fsys}
	if err := d.start.checkNames(fsys); err != nil {
		return nil, fmt.Errorf("the dataset's folder cannot be read: %s; name a folder with a %s", reason(err), infoFile)
	}
	d.Info, d.rank = readInfo(fsys, &d.start)
	return d, nil
}

// OpenDir opens the dataset in a folder on disk, as Open does. No symbolic link leads out of the folder, and FIFOs and
// devices are refused.
func OpenDir(path string) (*Dataset, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, graph.NotFound("dataset", "%s cannot be opened: %s; name a folder with a %s", path, reason(err), infoFile)
	case !info.IsDir():
		return nil, graph.Invalid("dataset", "%s is not a folder; name the folder that has the %s", path, infoFile)
	}
	return Open(directory(path))
}

// Check reads the whole dataset once and returns every problem as [Problems], nil if there is none. Other errors are
// those of ctx and of the file system. A second call returns what the first found. It costs a few microseconds a row,
// 24 MB of memory, 16 bytes for each entity and source, and what exceeds that in temporary files, which go with d.
func (d *Dataset) Check(ctx context.Context) error {
	if d.checked {
		return d.fault
	}
	c := newChecker(d)
	if err := c.check(ctx); err != nil {
		return err
	}
	d.checked, d.fault = true, c.err()
	d.Info.Sources, d.Info.Entities = c.sources.Len(), c.entities.Len()
	d.Info.Relationships, d.Info.Claims = c.relations, c.rows
	d.Info.Content, d.Info.Rank = c.content, d.rank
	d.kinds, d.types = c.kinds, c.types
	if d.fault == nil {
		d.content = c.contents
	}
	return d.fault
}
