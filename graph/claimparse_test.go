package graph

import (
	"encoding/json"
	"reflect"
	"testing"
)

var claimTexts = []string{
	`[]`, `null`, `[{}]`, ``, `[`, `[{"dataset":"d","source":"s","claim":"c","confidence":"reported"}]`,
	`[{"dataset":"d","source":"s","locator":"row 1","claim":"Öl, \"quoted\"","since":"2004","until":"2004-02","observed":"2004-02-29","status":"member","share":30.1,"confidence":"documented","said_by":"country:aze","withdraws":"x/y"}]`,
	`[{"dataset":"d","source":"s","claim":"c","since":"2004","share":1e3,"confidence":"reported"},{"dataset":"e","source":"t","claim":"მ","confidence":"inferred"}]`,
	`[{"source":"s","dataset":"d","claim":"c","confidence":"reported"}]`,
	`[{"dataset":"d","source":"s","claim":"c","since":"","confidence":"reported"}]`,
	`[{"dataset":"d","source":"s","claim":"c","since":"2004-13","confidence":"reported"}]`,
	`[{"dataset":"d","source":"s","claim":"c","share":"1","confidence":"reported"}]`,
	`[{"dataset":"d","source":"s","claim":"c","share":,"confidence":"reported"}]`,
	`[{"dataset":"d","source":"s","claim":"c","share":0x1p4,"confidence":"reported"}]`,
	"[{\"dataset\":\"d\",\"source\":\"s\",\"claim\":\"a\nb\",\"confidence\":\"reported\"}]",
	"[{\"dataset\":\"d\",\"source\":\"s\",\"claim\":\"\xff\",\"confidence\":\"reported\"}]",
	`[{"dataset":"d","source":"s","claim":"c","confidence":"reported"}] `,
	`[{"dataset":"d","source":"s","claim":"c","confidence":"reported"},]`,
}

// FuzzParseClaims holds the reading of claims to encoding/json.
func FuzzParseClaims(f *testing.F) {
	for _, text := range claimTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want []Claim
		wantErr := json.Unmarshal([]byte(text), &want)
		got, err := ParseClaims(text)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: error %v, encoding/json %v", text, err, wantErr)
		}
		if err == nil && (len(got) > 0 || len(want) > 0) && !reflect.DeepEqual(got, want) {
			t.Fatalf("%q:\ngot  %+v\nwant %+v", text, got, want)
		}
	})
}
