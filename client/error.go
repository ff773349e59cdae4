package client

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Error is what a server answers instead: an RFC 9457 problem. Of an error that is none, the server was not reached, or
// what it sent could not be read.
type Error struct {
	// Problem is what the server says: Code for programs, Detail for people, Parameter for which one is at fault, Allowed
	// and Candidates for what would be right. Where something else than a server of ours answered, only Status, Title and
	// Detail are known.
	Problem
	// RetryAfter is when trying again makes sense; 0 where the server does not say.
	RetryAfter time.Duration
}

// Codes of errors, as far as programs tell them apart.
const (
	CodeInvalid     = "invalid"     // the question is wrong; the same again fails again
	CodeNotFound    = "not_found"   // there is no such thing; Candidates may say what was meant
	CodeDeadline    = "deadline"    // the time allowed passed; narrow the question
	CodeBusy        = "busy"        // too much at a time; see RetryAfter
	CodeRate        = "rate"        // too many requests of this client; see RetryAfter
	CodeUnavailable = "unavailable" // the database does not answer; see RetryAfter
	CodeNotServed   = "not_served"  // this server runs without what the question needs
)

// Error implements error: what is wrong, which parameter, and what would be right.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Parameter != nil {
		fmt.Fprintf(&b, "%s: ", *e.Parameter)
	}
	b.WriteString(e.Detail)
	if e.Allowed != nil && len(*e.Allowed) > 0 {
		fmt.Fprintf(&b, "; allowed: %s", strings.Join(*e.Allowed, ", "))
	}
	if e.Candidates != nil {
		for i, c := range *e.Candidates {
			b.WriteString([]string{"; did you mean ", ", "}[min(i, 1)])
			fmt.Fprintf(&b, "%s (%s)", c.Id, c.Name)
		}
	}
	return b.String()
}

// maxProblem bounds what is read of a problem, in bytes.
const maxProblem = 1 << 20

// problemOf reads what stands in place of an answer.
func problemOf(answer *http.Response) *Error {
	defer func() { _ = answer.Body.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxProblem))
	e := &Error{}
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") || err != nil ||
		json.Unmarshal(text, &e.Problem) != nil {
		e.Problem = Problem{Title: answer.Status, Detail: fmt.Sprintf("%s answered %s, which is not how a coopgraph server says what is wrong",
			answer.Request.URL.Host, answer.Status)}
	}
	e.Status = answer.StatusCode
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.RetryAfter = time.Duration(seconds) * time.Second
	}
	return e
}
