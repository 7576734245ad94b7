package config

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled is the schema as somebody else's validator reads it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("samling.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("samling.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance is a configuration as JSON has it.
func instance(data []byte) (any, error) {
	converted, err := yaml.YAMLToJSON(data)
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(strings.NewReader(string(converted)))
}

var index = regexp.MustCompile(`\[\d+\]`)

// TestSchemaKeys walks every key that the reader knows and every key in the schema.
func TestSchemaKeys(t *testing.T) {
	read := map[string][]string{}
	dir := t.TempDir()
	text := "base: https://e.org/\nnotify: {mail: {to: a@b.no, from: a@b.no, smtp: 'a.no:25'}}\nstorage: {s3: {endpoint: 'https://s3.e.org', bucket: abc}}\nsources: [{id: a, url: https://e.org/, select: {entry: li, title: b}}]\n"
	r := &reader{src: newSource("c.yaml", []byte(text)), dir: dir}
	r.keys = func(path string, known []string) {
		read[index.ReplaceAllString(path, "[]")] = slices.Sorted(slices.Values(known))
	}
	if _, err := r.parse([]byte(text)); err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal([]byte(Schema()), &root); err != nil {
		t.Fatal(err)
	}
	described := map[string][]string{}
	walk(t, root, root, "", described)
	if !reflect.DeepEqual(read, described) {
		t.Errorf("the reader knows\n%v\nand the schema\n%v", read, described)
	}
	if len(read) < 7 {
		t.Errorf("only %d mappings were seen", len(read))
	}
}

// walk notes the keys of every object in a schema; each has a description.
func walk(t *testing.T, root, node map[string]any, path string, keys map[string][]string) {
	if ref, ok := node["$ref"].(string); ok {
		walk(t, root, root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), path, keys)
	}
	if options, ok := node["anyOf"].([]any); ok {
		for _, option := range options {
			walk(t, root, option.(map[string]any), path, keys)
		}
	}
	if items, ok := node["items"].(map[string]any); ok {
		walk(t, root, items, strings.TrimSuffix(path, ".")+"[].", keys)
	}
	properties, ok := node["properties"].(map[string]any)
	if !ok {
		return
	}
	if node["additionalProperties"] != false {
		t.Errorf("%q takes unknown keys", path)
	}
	keys[path] = slices.Sorted(maps.Keys(properties))
	for key, value := range properties {
		sub := value.(map[string]any)
		if text, _ := sub["description"].(string); text == "" {
			t.Errorf("%s%s has no description", path, key)
		}
		walk(t, root, sub, path+key+".", keys)
	}
}

// beyond are the cases that only the reader can tell, by what it looks at.
var beyond = map[string]string{
	"base-11":       "the port's size",
	"base-26":       "an anchor, which is gone when the YAML was read",
	"base-28":       "a tag, which is gone when the YAML was read",
	"size-04":       "a number with a unit",
	"size-05":       "a number of more than 64 bits",
	"twice":         "ids and addresses that stand twice",
	"two-documents": "the second document",
}

// TestSchemaAgrees: what loads is valid; what does not load is not, unless it is beyond a schema.
func TestSchemaAgrees(t *testing.T) {
	s := compiled(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"example": Example(), "minimal": minimal, "uncommented": uncommented(t, dir),
		"numbers": "base: https://e.org\ntitle: 2014\nnetwork: {max_body: 1_048_576, jitter: 0}\nsources: [{id: 0123, url: https://e.org/}]\n",
		"empty":   "base: https://e.org\nnetwork:\nnotify:\nfeeds:\npublisher:\nsources: [{id: a, url: HTTPS://E.org, select: }]\n",
	} {
		path := filepath.Join(dir, "samling.yaml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		v, err := instance([]byte(text))
		if err == nil {
			err = s.Validate(v)
		}
		if err != nil {
			t.Errorf("%s loads, but: %v", name, err)
		}
	}
	files, _ := filepath.Glob("testdata/*.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		v, err := instance(data)
		if err == nil {
			err = s.Validate(v)
		}
		if why, known := beyond[name]; known == (err != nil) {
			t.Errorf("%s: beyond a schema: %q; the schema says: %v", name, why, err)
		}
	}
}

// uncommented is the example with the keys that are commented out.
func uncommented(t *testing.T, dir string) string {
	for _, name := range []string{"bodies.ttl", "mail-password", "s3-access-key", "s3-secret-key"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text := regexp.MustCompile(`(?m)^( *)# (( {2})?(hub|db|bodies|webhook|mail|to|from|smtp|user|password_file): ?)`).ReplaceAllString(Example(), "$1$2")
	text = regexp.MustCompile(`(?m)^# ((storage:| +(# |[a-z0-9_]+:)).*)$`).ReplaceAllString(text, "$1")
	return strings.ReplaceAll(text, "/etc/samling/", "")
}

// TestEffective: what is printed loads, and is the same configuration.
func TestEffective(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "samling.yaml")
	if err := os.WriteFile(path, []byte(strings.Replace(uncommented(t, dir), "- id: another-list", "- id: '0123'", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if c.Storage.S3.Keep != DefaultKeepEdition || c.Notify.Mail.User == "" {
		t.Fatalf("not all of the example was read: %+v", c)
	}
	text, err := c.Effective("1.0")
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(write(t, "samling.yaml", text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	again.Path = path
	if !reflect.DeepEqual(c, again) {
		t.Errorf("%s\ngot  %+v\nwant %+v", text, again, c)
	}
}
