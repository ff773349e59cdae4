// Package data holds the bundled datasets, each a folder with its licence and origin beside the rows. The folder raw
// has what they are made from; `make data` makes them again.
package data

import "embed"

// FS holds the folders of the bundled datasets, each under its name.
//
//go:embed countries states trend-2024-06-27 region factbook cow-igo cow-contiguity atop archigos corrections
var FS embed.FS

// Names lists the bundled datasets in the order in which they are to be loaded.
func Names() []string {
	return []string{"countries", "states", "trend-2024-06-27", "region", "factbook", "cow-igo", "cow-contiguity", "atop",
		"archigos", "corrections"}
}
