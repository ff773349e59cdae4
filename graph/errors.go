package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Code classifies an error so that every front (HTTP, command line) can answer it in its own way.
type Code string

// The codes.
const (
	CodeInvalid     Code = "invalid"     // the question or the data is wrong; the same again fails again
	CodeNotFound    Code = "not_found"   // no such entity, relationship, source or query
	CodeUnavailable Code = "unavailable" // the database cannot be reached or cannot answer; try again later
	CodeDeadline    Code = "deadline"    // the time allowed passed
	CodeBusy        Code = "busy"        // somebody else holds what is needed, such as the lease of a load
	CodeLost        Code = "lost"        // the lease of this load was taken over; nothing more may be written by it
	CodeNotServed   Code = "not_served"  // this server was started without what the question needs
	CodeInternal    Code = "internal"    // a defect here
)

// Candidate is something that was perhaps meant.
type Candidate struct {
	ID   string
	Name string
}

// Error is the one error type of the domain: a code for programs and a message for people, which names the thing, the
// place and what to do next.
type Error struct {
	Code    Code
	Param   string // the parameter, field or thing at fault; "" if none
	Value   string // the value at fault, where a caller may want to look for what was meant
	Message string
	// Allowed lists the values that would be right, where there are few.
	Allowed []string
	// Candidates lists the nearest entities, where an id or name is unknown.
	Candidates []Candidate
	// RetryAfter says when trying again makes sense; zero if unknown.
	RetryAfter time.Duration
	// Examined is how many nodes were looked at before a deadline passed.
	Examined int
	// Err is the cause, for logs. It is not shown to users.
	Err error
}

// Error implements error.
func (e *Error) Error() string {
	msg := e.Message
	if e.Param != "" {
		msg = e.Param + ": " + msg
	}
	if len(e.Allowed) > 0 {
		msg += fmt.Sprintf("; allowed: %v", e.Allowed)
	}
	for i, c := range e.Candidates {
		if i == 0 {
			msg += "; did you mean "
		} else {
			msg += ", "
		}
		msg += fmt.Sprintf("%s (%s)", c.ID, c.Name)
	}
	return msg
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// WithAllowed returns e with the values that would be right.
func (e *Error) WithAllowed(values ...string) *Error { e.Allowed = values; return e }

// WithCandidates returns e with what was perhaps meant.
func (e *Error) WithCandidates(c ...Candidate) *Error { e.Candidates = c; return e }

// Invalid makes an error about a wrong parameter or field.
func Invalid(param, format string, args ...any) *Error {
	return &Error{Code: CodeInvalid, Param: param, Message: fmt.Sprintf(format, args...)}
}

// NotFound makes an error about something that is not there.
func NotFound(param, format string, args ...any) *Error {
	return &Error{Code: CodeNotFound, Param: param, Message: fmt.Sprintf(format, args...)}
}

// Unavailable makes an error about a database that does not answer.
func Unavailable(cause error, format string, args ...any) *Error {
	return &Error{Code: CodeUnavailable, Message: fmt.Sprintf(format, args...), RetryAfter: 5 * time.Second, Err: cause}
}

// CodeOf gives the code of err: that of the [Error] in its chain, else CodeInternal. For nil it is "".
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}

// OfSettings reports whether a setting of the program is at fault, such as NEO4J_PASSWORD, and not whoever asked.
func (e *Error) OfSettings() bool { return strings.HasPrefix(e.Param, "NEO4J_") }

// Shown turns any error into one that may be shown to whoever asked. Where the database is and why it does not answer is
// for a log, and so is what a defect looks like from within: what is CodeUnavailable, CodeLost, CodeInternal or no error of
// the domain says no more than that. Of a context that ended it is CodeDeadline, or CodeBusy where the asker went away.
func Shown(err error) *Error {
	e, ok := errors.AsType[*Error](err)
	switch {
	case ok && (e.Code == CodeUnavailable || e.OfSettings()):
		return &Error{Code: CodeUnavailable, RetryAfter: e.RetryAfter,
			Message: "the database cannot be reached or cannot answer now; try again later"}
	case ok && e.Code != CodeInternal && e.Code != CodeLost:
		return e
	case ok:
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Code: CodeDeadline,
			Message: "there was no answer within the time allowed; narrow the question with a filter, fewer hops or a smaller limit"}
	case errors.Is(err, context.Canceled):
		return &Error{Code: CodeBusy, Message: "the question was cancelled before it was answered"}
	}
	return &Error{Code: CodeInternal, Message: "a defect kept this from being answered; the server's log says more"}
}
