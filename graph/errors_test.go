package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Whoever asked is told what was wrong with the question, and of what is wrong within only that it is.
func TestShown(t *testing.T) {
	secret := errors.New("bolt://10.0.0.1: password")
	for name, tc := range map[string]struct {
		err  error
		want Code
		text string
	}{
		"wrong":       {fmt.Errorf("asking: %w", Invalid("k", "0 is too few")), CodeInvalid, "0 is too few"},
		"setting":     {Invalid("NEO4J_PASSWORD", "%v", secret), CodeUnavailable, "try again later"},
		"unavailable": {Unavailable(secret, "cannot reach %v", secret), CodeUnavailable, "try again later"},
		"deadline":    {&Error{Code: CodeDeadline, Message: "too late", Examined: 7}, CodeDeadline, "too late"},
		"lost":        {&Error{Code: CodeLost, Message: secret.Error()}, CodeInternal, "log"},
		"defect":      {&Error{Code: CodeInternal, Message: secret.Error()}, CodeInternal, "log"},
		"unknown":     {secret, CodeInternal, "log"},
		"over":        {fmt.Errorf("%w: %w", context.DeadlineExceeded, secret), CodeDeadline, "within the time allowed"},
		"cancelled":   {fmt.Errorf("%w: %w", context.Canceled, secret), CodeBusy, "cancelled"},
	} {
		if got := Shown(tc.err); got.Code != tc.want || !strings.Contains(got.Message, tc.text) || strings.Contains(got.Error(), "10.0.0.1") {
			t.Errorf("%s: %s %v", name, got.Code, got)
		}
	}
	if e := Shown(&Error{Code: CodeUnavailable, RetryAfter: 3 * time.Second}); e.RetryAfter != 3*time.Second {
		t.Errorf("it says to come back after %v", e.RetryAfter)
	}
}
