package neo4jlocal

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	defaultUser     = "neo4j"
	defaultDatabase = "neo4j"
	defaultBolt     = 7687
	defaultHTTP     = 7474
)

// OptionsFromEnv reads COOPGRAPH_NEO4J, COOPGRAPH_HOME, NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
// Start itself reads none of them, so that nothing reaches a user's server by accident.
func OptionsFromEnv() Options {
	return Options{
		Way:      Way(os.Getenv("COOPGRAPH_NEO4J")),
		Home:     os.Getenv("COOPGRAPH_HOME"),
		URI:      os.Getenv("NEO4J_URI"),
		Username: os.Getenv("NEO4J_USERNAME"),
		Password: os.Getenv("NEO4J_PASSWORD"),
		Database: os.Getenv("NEO4J_DATABASE"),
	}
}

// DefaultHome is the folder for data that is meant to stay: $XDG_DATA_HOME/coopgraph, else ~/.local/share/coopgraph.
func DefaultHome() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "coopgraph"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no folder for the data: %w; set COOPGRAPH_HOME to one", err)
	}
	return filepath.Join(home, ".local", "share", "coopgraph"), nil
}

// CacheDir is the folder for what can be fetched or made again: $XDG_CACHE_HOME/coopgraph, else the system's own
// place for caches. All homes and all test runs share it.
func CacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no folder for downloads: %w; set XDG_CACHE_HOME to one", err)
	}
	return filepath.Join(dir, "coopgraph"), nil
}

// withDefaults fills in what was left empty and makes Home absolute, since Neo4j runs in a folder of its own.
func (o Options) withDefaults() (Options, error) {
	if o.Way == "" {
		o.Way = WayAuto
	}
	if o.Home == "" {
		home, err := DefaultHome()
		if err != nil {
			return o, err
		}
		o.Home = home
	}
	home, err := filepath.Abs(o.Home)
	if err != nil {
		return o, fmt.Errorf("home folder %s: %w", o.Home, err)
	}
	o.Home = home
	setDefault(&o.Username, defaultUser)
	setDefault(&o.Database, defaultDatabase)
	setDefault(&o.ComposeFile, "docker-compose.yml")
	setDefault(&o.Heap, "512m")
	setDefault(&o.PageCache, "128m")
	setDefault(&o.TransactionTimeout, 2*time.Minute)
	setDefault(&o.StartTimeout, 2*time.Minute)
	return o, nil
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
