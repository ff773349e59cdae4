package queries

import (
	"errors"
	"path/filepath"
	"strings"

	"coopgraph/graph"
)

// CutFolders leaves in a text that names files of these queries their names alone: where a folder lies on a server is
// nobody's business.
func CutFolders(text string, qs []Query) string {
	if text == "" {
		return ""
	}
	for _, q := range qs {
		if folder, _ := filepath.Split(q.File); folder != "" {
			text = strings.ReplaceAll(text, folder, "")
		}
	}
	return text
}

// WithoutFolders is the error with [CutFolders] of its message, as others may see it.
func WithoutFolders(err error, qs []Query) error {
	e, ok := errors.AsType[*graph.Error](err)
	if !ok {
		return err
	}
	cut := *e
	cut.Message = CutFolders(cut.Message, qs)
	return &cut
}
