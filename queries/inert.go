package queries

import "strings"

// Inert keeps a spreadsheet from taking a cell of a table for a formula: one that begins like one gets an apostrophe
// before it.
func Inert(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}
