package site_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"samling/publish/internal/editiontest"
)

var (
	colour = regexp.MustCompile(`--(\w+): #([0-9a-f]{6}|[0-9a-f]{3});`)
	class  = regexp.MustCompile(`\.([a-z]\w*)`)
	inPage = regexp.MustCompile(`class="([^"]*)"`)
)

func stylesheet(t *testing.T) string {
	t.Helper()
	return render(t, editiontest.Sample())["style.css"]
}

// Text keeps the contrast of WCAG 2.1 AA (1.4.3) on both papers, light and dark.
func TestContrast(t *testing.T) {
	themes := strings.Split(stylesheet(t), ":root {")[1:]
	if len(themes) != 3 {
		t.Fatalf("%d sets of colours, want light, dark and print", len(themes))
	}
	for i, theme := range themes {
		theme, _, _ = strings.Cut(theme, "}")
		colours := map[string]float64{}
		for _, m := range colour.FindAllStringSubmatch(theme, -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, name := range []string{"ink", "soft", "link", "mark"} {
			for _, on := range []string{"paper", "raised"} {
				if c := contrast(colours[name], colours[on]); c < 4.5 {
					t.Errorf("theme %d: --%s on --%s has a contrast of %.2f, want 4.5", i, name, on, c)
				}
			}
		}
	}
	if c := contrast(luminance(t, "777"), luminance(t, "fff")); math.Abs(c-4.48) > 0.01 {
		t.Errorf("#777 on white has a contrast of %.2f, which should be 4.48", c)
	}
}

func contrast(a, b float64) float64 {
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = strings.Join([]string{hex[:1], hex[:1], hex[1:2], hex[1:2], hex[2:], hex[2:]}, "")
	}
	var rgb [3]int
	if _, err := fmt.Sscanf(hex, "%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(rgb[i]) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// The stylesheet loads nothing, and its classes and those of the pages are the same.
func TestStylesheet(t *testing.T) {
	css := stylesheet(t)
	for _, bad := range []string{"url(", "@import", "http", "</"} {
		if strings.Contains(css, bad) {
			t.Errorf("the stylesheet holds %s", bad)
		}
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("the stylesheet's braces do not match")
	}
	files, err := filepath.Glob("page/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	used := map[string]bool{}
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inPage.FindAllStringSubmatch(string(doc), -1) {
			for name := range strings.FieldsSeq(m[1]) {
				used[name] = true
			}
		}
	}
	rules := regexp.MustCompile(`(?s)/\*.*?\*/|\{[^{}]*\}`).ReplaceAllString(css, "")
	for _, m := range class.FindAllStringSubmatch(rules, -1) {
		if !used[m[1]] {
			t.Errorf("the stylesheet has .%s, no page has", m[1])
		}
	}
}
