package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// explain turns what the driver says into an error of the domain. Inside transaction functions driver errors stay as
// they are, so that the driver can tell which to retry; this is called outside of them. What Neo4j says is kept as the
// cause, for logs: it may quote the data.
func (db *DB) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*graph.Error](err); ok {
		return err
	}
	// The driver also calls it a lost connection, or breaks the connection itself, when the caller's own context ends its
	// waiting for an answer.
	ended := ctx.Err()
	if errors.Is(ended, context.Canceled) || ended != nil && strings.Contains(err.Error(), ended.Error()) {
		return over(ended, err)
	}
	if connectivity(err) {
		return graph.Unavailable(err, "Neo4j at %s does not answer; see that it runs and try again",
			withoutUser(db.config.URI))
	}
	if neo, ok := errors.AsType[*neo4j.Neo4jError](err); ok {
		return db.explainServer(neo, err)
	}
	if ended := cmp.Or(ended, canceledOrLate(err)); ended != nil {
		return over(ended, err)
	}
	return &graph.Error{Code: graph.CodeInternal, Message: "the database could not answer", Err: err}
}

func (db *DB) explainServer(neo *neo4j.Neo4jError, err error) error {
	switch {
	case strings.HasPrefix(neo.Code, "Neo.ClientError.Security."):
		return &graph.Error{Code: graph.CodeInvalid, Param: "NEO4J_PASSWORD", Err: err, Message: "Neo4j at " +
			withoutUser(db.config.URI) + " refused the user or password; set NEO4J_USERNAME and NEO4J_PASSWORD"}
	case neo.Code == "Neo.ClientError.Database.DatabaseNotFound":
		return &graph.Error{Code: graph.CodeInvalid, Param: "NEO4J_DATABASE", Err: err,
			Message: "Neo4j has no database of the name " + db.config.Database + "; set NEO4J_DATABASE"}
	case strings.HasPrefix(neo.Code, "Neo.ClientError.Transaction.TransactionTimedOut"),
		neo.Code == "Neo.ClientError.Transaction.TransactionTerminated",
		neo.Code == "Neo.ClientError.Transaction.LockClientStopped":
		return deadline(err)
	case strings.HasPrefix(neo.Code, "Neo.ClientError."):
		return &graph.Error{Code: graph.CodeInternal, Message: "the database refused a statement (" + neo.Code + ")",
			Err: err}
	}
	return graph.Unavailable(err, "Neo4j at %s cannot answer now (%s); look at its log, free disk space if it is full, "+
		"and try again", withoutUser(db.config.URI), neo.Code)
}

// canceledOrLate is the end of a context that an error names as its cause, nil if none.
func canceledOrLate(err error) error {
	for _, ended := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, ended) {
			return ended
		}
	}
	return nil
}

// over is the error of a question whose context ended. The driver's own errors tell only in words that it did.
func over(ended, err error) error {
	switch {
	case errors.Is(ended, context.DeadlineExceeded):
		return deadline(err)
	case errors.Is(err, context.Canceled):
		return err
	}
	return fmt.Errorf("%w: %w", context.Canceled, err)
}

// deadline is the same to a caller whether the driver or Neo4j noticed first that the time had passed: Neo4j is told how
// long a transaction may take, and then ends it with an error of its own.
func deadline(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	return &graph.Error{Code: graph.CodeDeadline, Message: "the time allowed passed before the answer was complete; " +
		"narrow the question with a filter, fewer hops or a smaller limit", Err: err}
}

// connectivity reports whether err says that the database could not be reached or stopped answering.
func connectivity(err error) bool {
	if _, ok := errors.AsType[*neo4j.ConnectivityError](err); ok {
		return true
	}
	// A connection that breaks within an answer reaches us as the bare error of reading it.
	if _, ok := errors.AsType[*net.OpError](err); ok || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	limit, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err)
	if !ok {
		return false
	}
	for _, cause := range limit.Errors {
		if connectivity(cause) {
			return true
		}
	}
	return false
}

// serverError finds what Neo4j itself said.
func serverError(err error) (*neo4j.Neo4jError, bool) {
	return errors.AsType[*neo4j.Neo4jError](err)
}
