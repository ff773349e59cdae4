package neo4jtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

func TestServerIsSharedAndSaysNothingOfItsPassword(t *testing.T) {
	first, second := Server(t), Server(t)
	if first.URI != second.URI {
		t.Errorf("two servers in one process: %s and %s", first, second)
	}
	if first.Password == "" || strings.Contains(first.String(), first.Password) {
		t.Errorf("the password is empty or printed: %s", first)
	}
}

func TestScratchRemovesTheFoldersOfTheDeadOnly(t *testing.T) {
	base := t.TempDir()
	dead := filepath.Join(base, scratchPrefix+"4194305-x") // above the greatest pid that Linux gives out
	live := filepath.Join(base, scratchPrefix+"1-x")
	other := filepath.Join(base, "something-else")
	for _, dir := range []string{dead, live, other} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := scratch(base); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); err == nil {
		t.Errorf("%s is still there", dead)
	}
	for _, dir := range []string{live, other} {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("%s is gone: %v", dir, err)
		}
	}
}
