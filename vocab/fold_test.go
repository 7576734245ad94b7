package vocab

import "testing"

func TestFold(t *testing.T) {
	tests := []struct{ in, want string }{
		{"rapport", "rapport"},
		{" ØSTLANDS\u00a0\n forskning ", "østlands forskning"},
		{"Ha\u030andbok", "håndbok"},
		{"Kommunal‑ og – −", "kommunal- og - -"},
		{"Master’s", "master's"},
		{"Rap\u00adport\u200b", "rapport"},
		{"\u00ad", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := fold(tt.in); got != tt.want {
			t.Errorf("fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestFoldName(t *testing.T) {
	tests := []struct{ in, want string }{
		{"NIVI Analyse AS", "nivi analyse"},
		{"Norconsult as", "norconsult"},
		{"COWI A/S", "cowi"},
		{"Deloitte, AS", "deloitte"},
		{"Oxford Research Ltd.", "oxford research"},
		{"Coop SA", "coop"},
		{"Rambøll Norge A.S.", "rambøll norge"},
		{"AS", "as"}, // nothing would be left
		{"KS", "ks"},
		{"Asplan Viak", "asplan viak"},
	}
	for _, tt := range tests {
		if got := foldName(tt.in); got != tt.want {
			t.Errorf("foldName(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int // 3 for more than 2
	}{
		{"", "", 0},
		{"nibr", "nibr", 0},
		{"", "ab", 2},
		{"telemarkforsking", "telemarksforsking", 1},
		{"norut", "nortu", 1}, // swapped
		{"norut", "nurot", 2},
		{"abcdef", "badcfe", 3},
		{"østlandsforskning", "vestlandsforskning", 2},
		{"fafo", "fafoabc", 3},
		{"ca", "abc", 3}, // 2 where a pair may be edited again; not so here
	}
	for _, tt := range tests {
		if got := distance([]rune(tt.a), []rune(tt.b), 2); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := distance([]rune(tt.b), []rune(tt.a), 2); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}
