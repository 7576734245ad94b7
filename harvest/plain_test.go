package harvest_test

import (
	"strings"
	"testing"
)

// plainItems are the made list as plain text can have it: no links, no mark-up.
func plainItems() []item {
	var items []item
	for _, it := range sixItems {
		it.link = ""
		var desc []string
		for _, d := range it.desc {
			desc = append(desc, words(d))
		}
		it.desc = desc
		items = append(items, it)
	}
	return items
}

// plainForms are ways to write an entry in plain text; D is its description.
var plainForms = map[string]string{
	"empty lines between":    "T\nL\nD\n\n",
	"two empty lines":        "T\nL\nD\n\n\n",
	"empty lines everywhere": "T\n\nL\n\nD\n\n",
	"no empty lines":         "T\nL\nD\n",
	"bulleted":               "- T\n  L\n  D\n\n",
	"bullets, tight":         "• T\n  L\n  D\n",
	"stars":                  "* T\n  L\n\n  D\n\n",
	"numbered":               "N. T\nL\nD\n\n",
	"numbered with bracket":  "N) T\n   L\n   D\n\n",
	"underlined":             "T\n-----------------\nL\nD\n\n",
	"underlined twice":       "T\n=================\n\nL\nD\n\n",
	"markdown headings":      "## T\nL\n\nD\n\n",
	"markdown bold":          "**T**\nL\nD\n\n",
	"rules between":          "T\nL\nD\n----------\n",
	"tabs":                   "\tT\n\tL\n\t\tD\n\n",
}

var plainNoises = map[string]func(string) string{
	"none":          func(s string) string { return s },
	"windows lines": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"old mac lines": func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
	"mark":          func(s string) string { return "\ufeff" + s },
	"trailing":      func(s string) string { return strings.ReplaceAll(s, "\n", "  \t\n") },
	"hyphens":       func(s string) string { return strings.ReplaceAll(s, " – ", " - ") },
}

func TestPlainForms(t *testing.T) {
	top := pageName + "\n\n" + lead + "\n\n"
	for name, form := range plainForms {
		for noise, change := range plainNoises {
			t.Run(name+"/"+noise, func(t *testing.T) {
				items := plainItems()
				page := top
				for i := range items {
					page += strings.NewReplacer("T", items[i].title, "L", items[i].line, "D", strings.Join(items[i].desc, "\n"), "N", string(rune('1'+i))).Replace(form)
				}
				got := readAs(t, change(page), "text/plain; charset=utf-8")
				for i := range items {
					if noise == "hyphens" {
						items[i].title = change(items[i].title)
						items[i].line = change(items[i].line)
						items[i].desc = []string{change(strings.Join(items[i].desc, " "))}
					}
				}
				if bad := differences(got, items); bad != "" {
					t.Errorf("%s", bad)
				}
				if got.Title != pageName || got.Description != lead || len(got.Unread) > 0 {
					t.Errorf("page %q, %q, unread %q", got.Title, got.Description, got.Unread)
				}
			})
		}
	}
}
