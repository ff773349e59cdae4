package queries

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
)

// Options say what a catalogue is made of.
type Options struct {
	// Folders hold queries of users, beside the built-in ones.
	Folders []string
	// PutOff leaves every check that needs the database to a query's first use, or to [Catalogue.Check]: planning all of
	// them may take a database that has just started many seconds.
	PutOff bool
}

// Catalogue is a set of queries that can be run. Its methods are safe for concurrent use.
type Catalogue struct {
	statements graph.Statements
	resolve    Resolver
	folders    []string

	checking sync.Mutex // held while the files are read and checked
	mu       sync.RWMutex
	queries  []*Query // by name; the ones that can be run before broken ones of the same name. Replaced, not changed
}

// Open reads the built-in queries and those of the folders, and checks each against the database. A file that is
// broken is listed with the reason and takes no other down. While the database is away the check is put off to a
// query's first use, as it is where the options say so. An error means that a folder cannot be read or that the context
// ended.
func Open(ctx context.Context, st graph.Statements, resolve Resolver, o Options) (*Catalogue, error) {
	c := &Catalogue{statements: st, resolve: resolve, folders: slices.Clone(o.Folders)}
	if !o.PutOff {
		return c, c.Check(ctx)
	}
	var err error
	if c.queries, err = c.read(); err != nil {
		return nil, err
	}
	sort(c.queries)
	return c, nil
}

// Check reads the folders anew and checks every query again: what was dropped into a folder is there afterwards, what
// was mended is no longer broken. After an error the catalogue is what it was before.
func (c *Catalogue) Check(ctx context.Context) error {
	c.checking.Lock()
	defer c.checking.Unlock()
	queries, err := c.read()
	if err == nil {
		err = c.exchange(ctx, queries, queries)
	}
	return err
}

// CheckEach checks, one after another, the queries that were not yet. Meanwhile all of them can be used and read anew.
func (c *Catalogue) CheckEach(ctx context.Context) error {
	for _, q := range c.all() {
		if q.checked || q.Broken != "" {
			continue
		}
		unshared := *q
		if err := c.checkOne(ctx, &unshared); err != nil {
			return err
		}
		c.put(&unshared)
	}
	return nil
}

// CheckOwn checks those queries of user folders that were not yet, and leaves the built-in ones, of which there are many, to
// their first use. A database that is away leaves all of them as they are.
func (c *Catalogue) CheckOwn(ctx context.Context) error {
	c.checking.Lock()
	defer c.checking.Unlock()
	var own []*Query
	for _, q := range c.all() {
		if q.Own {
			unshared := *q
			own = append(own, &unshared)
		}
	}
	if err := c.checkPlans(ctx, own); err != nil && graph.CodeOf(err) != graph.CodeUnavailable {
		return err
	}
	for _, q := range own {
		c.put(q)
	}
	return nil
}

// reload is Check of what is new or changed alone, and says what that was. What is built in does not change.
func (c *Catalogue) reload(ctx context.Context) (change, error) {
	c.checking.Lock()
	defer c.checking.Unlock()
	queries, err := c.read()
	if err != nil {
		return change{}, err
	}
	before := c.all()
	var fresh []*Query
	for i, q := range queries {
		j := slices.IndexFunc(before, func(old *Query) bool { return old.origin() == q.origin() && old.same(q) })
		// A file that is as it was may be broken all the same, by the name that another has taken.
		if j >= 0 && (before[j].checked && q.Broken == "" || !q.Own) {
			queries[i] = before[j]
			continue
		}
		fresh = append(fresh, q)
	}
	return compare(before, queries), c.exchange(ctx, queries, fresh)
}

// origin is where a query comes from: a file that is built in may be called as one of a user's.
type origin struct {
	file string
	own  bool
}

func (q *Query) origin() origin { return origin{q.File, q.Own} }

// same reports whether two readings of a file are of the same text.
func (q *Query) same(o *Query) bool {
	return q.source == o.source && (q.source != "" || q.Broken == o.Broken)
}

// exchange checks those queries that are unchecked, and puts all in the place of those before.
func (c *Catalogue) exchange(ctx context.Context, queries, unchecked []*Query) error {
	// The first error ends the others. That the database is away is none: the rest would only wait as long.
	if err := c.checkPlans(ctx, unchecked); err != nil && graph.CodeOf(err) != graph.CodeUnavailable {
		return err
	}
	sort(queries)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queries = queries
	return nil
}

// checksAtOnce is how many statements are being planned at a time; a database that has just started plans slowly, and has
// questions to answer meanwhile.
const checksAtOnce = 2

func (c *Catalogue) checkPlans(ctx context.Context, queries []*Query) error {
	checks, ctx := errgroup.WithContext(ctx)
	checks.SetLimit(checksAtOnce)
	for _, q := range queries {
		if q.Broken != "" || q.checked {
			continue
		}
		checks.Go(func() error { return c.checkOne(ctx, q) })
	}
	return checks.Wait()
}

// checkOne is checkPlan of one among many. What Neo4j fails to plan is checked once more when it is used, and keeps no other
// from being checked.
func (c *Catalogue) checkOne(ctx context.Context, q *Query) error {
	if err := c.checkPlan(ctx, q); err != nil && graph.CodeOf(err) != graph.CodeInternal {
		return fmt.Errorf("checking the query %s: %w", q.Name, err)
	}
	return nil
}

func sort(queries []*Query) {
	slices.SortStableFunc(queries, func(a, b *Query) int {
		if n := strings.Compare(a.Name, b.Name); n != 0 {
			return n
		}
		switch {
		case a.Broken == "" && b.Broken != "":
			return -1
		case a.Broken != "" && b.Broken == "":
			return 1
		}
		return strings.Compare(a.File, b.File)
	})
}

// read gives the queries of all files as they stand there.
func (c *Catalogue) read() ([]*Query, error) { return readAll(c.folders) }

func readAll(folders []string) ([]*Query, error) {
	files := builtInFiles()
	for _, folder := range folders {
		more, err := folderFiles(folder)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	var queries []*Query
	taken := map[string]string{}
	for _, f := range files {
		q := f.query()
		if q.Broken == "" && taken[q.Name] != "" {
			q.Broken = f.shown + ": the name is taken by " + taken[q.Name] + "; give the file and its query another"
		}
		if q.Broken == "" {
			taken[q.Name] = f.shown
		}
		queries = append(queries, q)
	}
	return queries, nil
}

// query reads the file's query. One that is broken has the file's name and whatever else could be read.
func (f *file) query() *Query {
	base := strings.TrimSuffix(f.base, extension)
	if f.reason != "" {
		return &Query{Name: base, File: f.shown, Own: f.own, Broken: f.shown + ": " + f.reason}
	}
	var q *Query
	fault := checkText(f.text)
	if fault == nil {
		q, fault = parse(f.text)
	}
	if fault == nil && q.Name != base {
		fault = flawAt(1, "its name is %q and the file's %q; they have to be the same", q.Name, base)
	}
	if q == nil {
		q = &Query{}
	}
	q.Name, q.File, q.Own, q.source = base, f.shown, f.own, f.text
	if fault != nil {
		q.Broken = brokenAt(f.shown, fault.line, fault.reason)
	}
	return q
}

func brokenAt(file string, line int, reason string) string {
	return fmt.Sprintf("%s:%d: %s", file, max(line, 1), reason)
}

// place is how Neo4j says where in a statement something is.
var place = regexp.MustCompile(`\(line (\d+), column \d+ \(offset: \d+\)\)`)

// checkPlan has the database plan the statement, and sets Broken where it refuses or the plan is not allowed. An error
// means that it could not be checked.
func (c *Catalogue) checkPlan(ctx context.Context, q *Query) error {
	plan, err := c.statements.Explain(ctx, q.text)
	refused, isDomain := errors.AsType[*graph.Error](err)
	switch {
	case isDomain && refused.Code == graph.CodeInvalid && refused.Param == "statement":
		message, _, _ := strings.Cut(refused.Message, "\n")
		line := q.firstLine()
		if at := place.FindStringSubmatch(message); at != nil {
			line, _ = strconv.Atoi(at[1])
			message = strings.TrimSpace(strings.Replace(message, at[0], "", 1))
		}
		q.Broken = brokenAt(q.File, line, "Neo4j refuses it: "+message)
	case err != nil:
		return err
	default:
		q.Plan, q.Warnings = plan.Root, warnings(plan.Root)
		if reason := checkPlan(plan); reason != "" {
			q.Broken = brokenAt(q.File, q.firstLine(), reason)
		} else if declared := q.columnNames(); !slices.Equal(plan.Columns, declared) {
			q.Broken = brokenAt(q.File, 1, fmt.Sprintf("the statement returns the columns %s and the header lists %s",
				strings.Join(plan.Columns, ", "), strings.Join(declared, ", ")))
		}
	}
	q.checked = true
	return nil
}

func (q *Query) firstLine() int {
	return 1 + strings.Count(q.text, "\n") - strings.Count(q.Cypher, "\n")
}

func (q *Query) columnNames() []string {
	var columns []string
	for _, c := range q.Columns {
		columns = append(columns, c.Name)
	}
	return columns
}

func (c *Catalogue) all() []*Query {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.queries
}

// List gives all queries by name, broken ones included.
func (c *Catalogue) List() []Query {
	var out []Query
	for _, q := range c.all() {
		out = append(out, *q)
	}
	return out
}

// Get gives the query of this name; of several, which there are only where files are broken, the one that can be run.
func (c *Catalogue) Get(name string) (Query, bool) {
	for _, q := range c.all() {
		if q.Name == name {
			return *q, true
		}
	}
	return Query{}, false
}
