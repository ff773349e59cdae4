package bolt

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// Whether the driver or Neo4j notices first that the time has passed is chance; callers must not see a difference.
func TestDeadlineIsOneErrorWhoeverNoticed(t *testing.T) {
	passed, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	<-passed.Done()
	db := &DB{}
	for name, err := range map[string]error{
		"Neo4j":          &neo4j.Neo4jError{Code: "Neo.ClientError.Transaction.TransactionTimedOut"},
		"Neo4j, variant": &neo4j.Neo4jError{Code: "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"},
		"Neo4j, killed":  &neo4j.Neo4jError{Code: "Neo.ClientError.Transaction.TransactionTerminated"},
		"the driver":     context.DeadlineExceeded,
	} {
		got := db.explain(passed, err)
		e, ok := errors.AsType[*graph.Error](got)
		if !ok || e.Code != graph.CodeDeadline {
			t.Errorf("%s: %v has the wrong code", name, got)
		}
		if !errors.Is(got, context.DeadlineExceeded) {
			t.Errorf("%s: %v is no passed deadline to errors.Is", name, got)
		}
		if !errors.Is(got, err) {
			t.Errorf("%s: %v lost its cause", name, got)
		}
	}
}

// Whoever gives up gets that as the reason, however the driver puts it, and not that Neo4j is away.
func TestGivingUpIsNoTroubleOfTheDatabase(t *testing.T) {
	given, cancel := context.WithCancel(t.Context())
	cancel()
	db := &DB{}
	for name, err := range map[string]error{
		"in words alone":        errors.New("Reading from connection has been canceled: context canceled"),
		"as a lost connection":  &neo4j.ConnectivityError{Inner: context.Canceled},
		"as a broken answer":    io.ErrUnexpectedEOF,
		"as an error of Neo4j":  &neo4j.Neo4jError{Code: "Neo.ClientError.Transaction.TransactionTerminated"},
		"as what it is, itself": context.Canceled,
	} {
		got := db.explain(given, err)
		if !errors.Is(got, context.Canceled) || graph.CodeOf(got) == graph.CodeUnavailable || graph.CodeOf(got) == graph.CodeDeadline {
			t.Errorf("%s: it is told as %v", name, got)
		}
		if !errors.Is(got, err) {
			t.Errorf("%s: %v lost its cause", name, got)
		}
	}
}
