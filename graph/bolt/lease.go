package bolt

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// load is a graph.Load. The lease lives on the marker node and runs on the database's clock.
type load struct {
	db       *DB
	session  neo4j.SessionWithContext
	token    string
	tookOver string
	// unfinished names the datasets of which an earlier load wrote a part and no more.
	unfinished []string
	written    map[string]bool // datasets of which this load wrote something
	had        map[string]bool // see writer
	marked     map[string]bool // as is this
	batch      int64           // number of the last batch that is known to be written
	applied    bool            // something was written
	doubtful   string          // digest of a batch whose commit was never answered; "" if none
	lost       atomic.Bool
	stopRenew  context.CancelFunc
	renewed    chan struct{}
	ended      sync.Once
}

// fence takes the marker's lock, so that nobody else can take the lease before this transaction ends, and reads it.
const fence = "MATCH (m:" + metaLabel + " {key: 'graph'}) SET m.lock = $token " +
	"WITH m, datetime.realtime().epochMillis AS now "

// take takes the lease if nobody holds it; a lease that has run out is taken over. Asking again with the same token
// finds the lease taken, so that a lost answer does no harm.
const take = "MERGE (m:" + metaLabel + " {key: 'graph'}) " +
	"ON CREATE SET m.epoch = $epoch, m.revision = 0, m.schema = $schema " +
	"SET m.lock = $token " +
	"WITH m, datetime.realtime().epochMillis AS now " +
	"WITH m, now, m.token AS before, m.holder AS holder, coalesce(m.until, 0) - now AS left " +
	"WITH m, now, before, holder, left, before IS NULL OR before = $token OR left <= 0 AS free " +
	"FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END | " +
	"SET m.token = $token, m.holder = $holder, m.until = now + $lease, m.batch = 0) " +
	"RETURN free, before, holder, left, coalesce(m.unfinished, [])"

// Begin implements graph.Writer.
func (db *DB) Begin(ctx context.Context, holder string) (graph.Load, error) {
	if err := db.ensureSchema(ctx); err != nil {
		return nil, err
	}
	l, err := db.lease(ctx, holder)
	if err != nil {
		return nil, err // not l, which would be a load that is none
	}
	return l, nil
}

// lease takes the lease and begins to renew it.
func (db *DB) lease(ctx context.Context, holder string) (*load, error) {
	l := &load{db: db, token: rand.Text(), session: db.session(ctx, neo4j.AccessModeWrite), written: map[string]bool{}, had: map[string]bool{},
		marked: map[string]bool{}}
	if err := l.begin(ctx, holder); err != nil {
		l.giveUp(ctx, err)
		return nil, err
	}
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stopRenew, l.renewed = stop, make(chan struct{})
	go l.renew(renewing)
	return l, nil
}

// giveUp gives a lease back that may have been taken although the answer was lost, so that nobody waits for it.
func (l *load) giveUp(ctx context.Context, err error) {
	const patience = 2 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if graph.CodeOf(err) != graph.CodeBusy {
		_ = l.free(ctx) // where this fails too, the lease runs out by itself
	}
	_ = l.session.Close(ctx)
}

func (l *load) begin(ctx context.Context, holder string) error {
	params := map[string]any{"token": l.token, "holder": holder, "epoch": rand.Text(), "schema": schemaVersion,
		"lease": l.db.config.Lease.Milliseconds()}
	_, err := l.session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return nil, each(ctx, tx, take, params, func(v []any) error {
			free, _ := v[0].(bool)
			before, other := asString(v[1]), asString(v[2])
			if !free {
				return &graph.Error{Code: graph.CodeBusy, Message: fmt.Sprintf(
					"a load by %s is under way; wait until it has ended (if it died, its lease runs out in %s)", other,
					(time.Duration(asInt(v[3])) * time.Millisecond).Round(time.Second)), RetryAfter: l.db.config.Lease}
			}
			if before != "" && before != l.token {
				l.tookOver = other
			}
			l.unfinished = asStrings(v[4])
			return nil
		})
	})
	return l.db.explain(ctx, err)
}

// renew keeps the lease until it is told to stop or finds that somebody else has it. A renewal that fails is tried
// again at the next turn: while a batch holds the marker's lock, the batch itself renews.
func (l *load) renew(ctx context.Context) {
	defer close(l.renewed)
	ticker := time.NewTicker(l.db.config.Lease / 3)
	defer ticker.Stop()
	session := l.db.session(ctx, neo4j.AccessModeWrite)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		mine := true
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			mine = false
			return nil, each(ctx, tx, fence+"WHERE m.token = $token SET m.until = now + $lease RETURN true",
				map[string]any{"token": l.token, "lease": l.db.config.Lease.Milliseconds()}, func([]any) error {
					mine = true
					return nil
				})
		}, l.bounded())
		if err == nil && !mine {
			l.lost.Store(true)
			return
		}
	}
}

// TookOver implements graph.Load.
func (l *load) TookOver() string { return l.tookOver }

// end stops renewing and closes the session, once.
func (l *load) end(ctx context.Context) {
	l.ended.Do(func() {
		l.stopRenew()
		<-l.renewed
		_ = l.session.Close(context.WithoutCancel(ctx))
	})
}

// explain is DB.explain; where the lease is lost the load is over.
func (l *load) explain(ctx context.Context, err error) error {
	err = l.db.explain(ctx, err)
	if graph.CodeOf(err) == graph.CodeLost {
		l.lost.Store(true)
		l.end(ctx)
	}
	return err
}

func lostLease() error {
	return &graph.Error{Code: graph.CodeLost, Message: "the lease of this load was taken over by another, because it " +
		"was silent too long; nothing more was written; run the load again"}
}

// fenced runs one transaction in the name of the lease, as batch number next. write is not called where the batch is
// found to have been written already. The dataset is noted as unfinished; "" notes nothing.
func (l *load) fenced(ctx context.Context, next int64, dataset string, write func(tx neo4j.ManagedTransaction) error) error {
	if l.lost.Load() {
		return l.explain(ctx, lostLease())
	}
	_, err := l.session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		found, mine, done := false, false, int64(0)
		err := each(ctx, tx, fence+"WITH m, now, m.token = $token AS mine, m.batch AS done "+
			"FOREACH (_ IN CASE WHEN mine THEN [1] ELSE [] END | SET m.until = now + $lease, m.batch = $next, "+
			"m.unfinished = [x IN coalesce(m.unfinished, []) WHERE x <> $dataset] + "+
			"CASE $dataset WHEN '' THEN [] ELSE [$dataset] END) RETURN mine, done",
			map[string]any{"token": l.token, "next": next, "lease": l.db.config.Lease.Milliseconds(), "dataset": dataset},
			func(v []any) error {
				found = true
				mine, _ = v[0].(bool)
				done, _ = v[1].(int64)
				return nil
			})
		switch {
		case err != nil:
			return nil, err
		case !found || !mine:
			return nil, lostLease()
		case done >= next:
			return nil, nil
		}
		return nil, write(tx)
	}, l.bounded())
	return l.explain(ctx, err)
}

// leastBound is the shortest time that a batch is given, however short the lease.
const leastBound = 5 * time.Second

// bounded lets the database end a transaction that outlives the lease: the process behind it may be asleep, and it
// holds the lock that whoever takes over has to wait for.
func (l *load) bounded() func(*neo4j.TransactionConfig) {
	return neo4j.WithTxTimeout(max(l.db.config.Lease, leastBound))
}
