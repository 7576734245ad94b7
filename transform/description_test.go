package transform

import "testing"

// TestMayBeGlued holds the quick look against the expression it stands for, over all
// texts of up to five pieces.
func TestMayBeGlued(t *testing.T) {
	pieces := []string{"a", "abc", "A", "Ab", ".", "æøå", "Ø", " ", "1", "\xff"}
	matched := 0
	var grow func(text string, left int)
	grow = func(text string, left int) {
		if glued.MatchString(text) {
			matched++
			if !mayBeGlued(text) {
				t.Errorf("%q is glued, and is not looked at", text)
			}
		}
		for _, p := range pieces {
			if left > 0 {
				grow(text+p, left-1)
			}
		}
	}
	grow("", 5)
	if matched == 0 || mayBeGlued("Et ord. Et til. F.eks. www.nrk.no 3.Juni") {
		t.Errorf("%d texts matched", matched)
	}
}
