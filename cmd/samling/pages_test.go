package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestPages reads every page in harvest/testdata/pages as samling preview --json
// does, and holds what it prints against the page's .json: what a careful reader of
// the page says is right. Fields that the .json leaves out are not compared.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("../../harvest/testdata/pages/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			want := decode(t, read(t, file))
			page := strings.TrimSuffix(file, ".json") + ".html"
			if _, err := os.Stat(page); err != nil {
				page = strings.TrimSuffix(file, ".json") + ".txt"
			}
			var out, errs bytes.Buffer
			m := &Main{Stdout: &out, Stderr: &errs, Now: time.Now, Version: "test"}
			code := m.Run(t.Context(), []string{"preview", "--json", "--url", "https://bibliotek.example/lister/" + name, page})
			if code != 0 {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			compare(t, "", want, decode(t, out.Bytes()))
		})
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// compare holds what is there against what is wanted; objects by the keys wanted.
func compare(t *testing.T, where string, want, got any) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want an object", where, got)
			return
		}
		for key := range w {
			if key == "problemFields" {
				compareProblems(t, where, w[key].([]any), g["problems"].([]any))
				continue
			}
			compare(t, where+"."+key, w[key], g[key])
		}
	case []any:
		g, _ := got.([]any)
		if len(g) != len(w) {
			t.Errorf("%s: got %d, want %d: %s", where, len(g), len(w), brief(got))
			return
		}
		for i := range w {
			compare(t, fmt.Sprintf("%s[%d]", where, i+1), w[i], g[i])
		}
	default:
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s:\n got %#v\nwant %#v", where, got, want)
		}
	}
}

// compareProblems wants exactly the problems in these fields.
func compareProblems(t *testing.T, where string, fields, problems []any) {
	t.Helper()
	var got []any
	for _, p := range problems {
		got = append(got, p.(map[string]any)["field"])
	}
	if len(got) != len(fields) || len(got) > 0 && !reflect.DeepEqual(got, fields) {
		t.Errorf("%s.problems: got %v, want %v", where, problems, fields)
	}
}

func brief(v any) string {
	data, _ := json.Marshal(v)
	if len(data) > 1500 {
		data = data[:1500]
	}
	return string(data)
}
