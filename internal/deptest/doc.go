// Package deptest holds the rules on the project's own source that no compiler and no linter keeps: who may import
// whom, one package comment for each package, no file too long. It has tests only.
package deptest
