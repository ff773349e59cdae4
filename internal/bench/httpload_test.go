package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestHammerAsksEveryQuestionOverKeptConnections(t *testing.T) {
	var mu sync.Mutex
	asked, from := map[string]bool{}, map[string]bool{}
	addr, stop, err := serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path], from[r.RemoteAddr] = true, true
		mu.Unlock()
		_, _ = w.Write([]byte("four"))
	}))
	if err != nil {
		t.Fatal(err)
	}
	targets := strings.Split("/a /b /c /d /e /f /g /h /i /j /k /l /m /n /o /p /q /r /s /t", " ")
	l, err := hammer(len(targets), lasting(200*time.Millisecond), func() (asker, error) { return dialRaw(t.Context(), addr, targets) })
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != len(targets) || len(from) != connections || l.size != 4 || l.rate <= 0 {
		t.Errorf("%d questions over %d connections, %+v", len(asked), len(from), l)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestHammerFailsWhereAnAnswerDoes(t *testing.T) {
	addr, stop, err := serve(http.NotFoundHandler())
	if err != nil {
		t.Fatal(err)
	}
	_, err = hammer(1, lasting(time.Minute), func() (asker, error) { return dialRaw(t.Context(), addr, []string{"/nothing"}) })
	if err == nil || !strings.Contains(err.Error(), "GET /nothing: answered HTTP/1.1 404") {
		t.Error(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
