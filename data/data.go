// Package data holds the bundled datasets, each a folder with its licence and origin beside the rows.
package data

import "embed"

// FS holds the folders of the bundled datasets, each under its name.
//
//go:embed countries trend-2024-06-27 region
var FS embed.FS

// Names lists the bundled datasets in the order in which they are to be loaded.
func Names() []string {
	return []string{"countries", "trend-2024-06-27", "region"}
}
