// Package webbundle makes web/dist, what the viewer's browser gets, out of web/src and the npm packages that
// web/package-lock.json pins. The same sources give the same bytes.
package webbundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Types is where the types of the API's answers are kept, from the folder web.
const Types = "src/api/types.gen.ts"

// target is the oldest JavaScript that browsers are expected to know: all of 2022 and later do.
const target = api.ES2022

// Build writes the bundle of the sources in web into the folder out, which is made anew.
func Build(web, out string) error {
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("remove the old bundle: %w", err)
	}
	assets := filepath.Join(out, "assets")
	if err := os.MkdirAll(assets, 0o755); err != nil { //nolint:gosec // it is committed, and there for everybody to read
		return fmt.Errorf("make the folder of the bundle: %w", err)
	}
	names := map[string]string{}
	for _, part := range []struct{ name, entry, format string }{
		{"LAYOUT", "src/draw/layout.worker.ts", "iife"},
		{"LAND", "node_modules/world-atlas/land-110m.json", "copy"},
		{"ICON", "src/icon.svg", "copy"},
		{"STYLE", "src/style.css", "css"},
		{"APP", "src/main.tsx", "esm"},
	} {
		content, err := one(web, part.entry, part.format, names)
		if err != nil {
			return err
		}
		base := strings.ToLower(part.name) + hash(content) + ".js"
		if part.format == "copy" || part.format == "css" {
			base = strings.ToLower(part.name) + hash(content) + filepath.Ext(part.entry)
		}
		names[part.name] = base
		if err := write(filepath.Join(assets, base), content); err != nil {
			return err
		}
	}
	mount, err := one(web, "src/mount.ts", "iife", names)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(out, "embed.js"), mount); err != nil {
		return err
	}
	page, err := os.ReadFile(filepath.Join(web, "src", "index.html"))
	if err != nil {
		return fmt.Errorf("the page: %w", err)
	}
	for name, base := range names {
		page = bytes.ReplaceAll(page, []byte("{"+name+"}"), []byte("assets/"+base))
	}
	return write(filepath.Join(out, "index.html"), page)
}

// one gives the bytes of one file of the bundle. Names of files that were made before are known to it.
func one(web, entry, format string, names map[string]string) ([]byte, error) {
	path := filepath.Join(web, filepath.FromSlash(entry))
	if format == "copy" {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%w; run make web, which fetches the packages first", err)
		}
		return content, nil
	}
	options := api.BuildOptions{
		EntryPoints:       []string{path},
		AbsWorkingDir:     web,
		Outdir:            filepath.Join(web, "dist"), // nothing is written there: it only says where paths begin
		Bundle:            true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		Target:            target,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		LogLevel:          api.LogLevelSilent,
		TreeShaking:       api.TreeShakingTrue,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
	}
	for name, base := range names {
		options.Define["FILE_"+name] = `"` + base + `"`
	}
	switch format {
	case "iife":
		options.Format = api.FormatIIFE
	case "esm":
		options.Format = api.FormatESModule
	}
	result := api.Build(options)
	if len(result.Errors) > 0 {
		text := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, errors.New("bundle " + entry + ": " + strings.Join(text, "\n"))
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("bundle %s: %d files came out of it instead of one", entry, len(result.OutputFiles))
	}
	return result.OutputFiles[0].Contents, nil
}

// hash is the part of a name that changes with the content, so that browsers may keep what they have for ever.
func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return "-" + hex.EncodeToString(sum[:5])
}

func write(path string, content []byte) error {
	if err := os.WriteFile(path, content, 0o644); err != nil { //nolint:gosec // as the folder
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}

// Packages fetches the npm packages that the lock file pins, unless they are there already.
func Packages(ctx context.Context, web string) error {
	lock, err := os.ReadFile(filepath.Join(web, "package-lock.json"))
	if err != nil {
		return fmt.Errorf("the lock file: %w", err)
	}
	mark := filepath.Join(web, "node_modules", ".coopgraph-lock")
	if have, err := os.ReadFile(mark); err == nil && bytes.Equal(have, lock) {
		return nil
	}
	if err := FindNode(); err != nil {
		return err
	}
	if err := run(ctx, web, "npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit"); err != nil {
		return err
	}
	return write(mark, lock)
}

// FindNode says what to install where Node.js or npm is missing.
func FindNode() error {
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			return fmt.Errorf("%w, which the viewer is made with; install Node.js 18 or later with npm (on Debian and Ubuntu: "+
				"apt-get install -y nodejs npm)", err)
		}
	}
	return nil
}

// GenerateTypes writes the TypeScript types of the API's answers, made of openapi.yaml, into the file out.
func GenerateTypes(ctx context.Context, web, out string) error {
	return run(ctx, web, "node", "node_modules/openapi-typescript/bin/cli.js", "../api/openapi.yaml", "--output", out,
		"--empty-objects-unknown")
}

// CheckTypes lets the TypeScript compiler look through the sources.
func CheckTypes(ctx context.Context, web string) error {
	return run(ctx, web, "node", "node_modules/typescript/bin/tsc", "--noEmit", "--project", "tsconfig.json")
}

func run(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, text)
	}
	return nil
}
