package schedule

import (
	"testing"
	"time"
)

func TestNext(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	const layout = "2006-01-02 15:04:05"
	for _, c := range []struct {
		expr, from, want string
		zone             *time.Location
	}{
		{"17 5 * * *", "2026-11-24 05:16:59", "2026-11-24 05:17:00", time.UTC},
		{"17 5 * * *", "2026-11-24 05:17:00", "2026-11-25 05:17:00", time.UTC},
		{"@daily", "2026-11-24 05:17:00", "2026-11-25 00:00:00", oslo},
		{"@every 90m", "2026-11-24 05:17:00", "2026-11-24 06:47:00", time.UTC},
		{"CRON_TZ=Europe/Oslo 0 5 * * *", "2026-11-24 00:00:00", "2026-11-24 04:00:00", time.UTC},
		{"CRON_TZ=Europe/Oslo 0 5 * * *", "2026-07-24 00:00:00", "2026-07-24 03:00:00", time.UTC},
		{" TZ=Europe/Oslo   0  5 * * * ", "2026-07-24 00:00:00", "2026-07-24 03:00:00", time.UTC},
		{"0 0 29 2 *", "2026-11-24 00:00:00", "2028-02-29 00:00:00", time.UTC},
		// 02:30 does not occur on the last Sunday of March, and occurs twice in October.
		{"30 2 * * *", "2026-03-28 12:00:00", "2026-03-30 02:30:00", oslo},
		{"30 2 * * *", "2026-10-24 12:00:00", "2026-10-25 02:30:00", oslo},
	} {
		from, err := time.ParseInLocation(layout, c.from, c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Next(c.expr, from)
		if err != nil || got.Format(layout) != c.want {
			t.Errorf("Next(%q, %s) = %s, %v; want %s", c.expr, c.from, got.Format(layout), err, c.want)
		}
	}
	first, _ := Next("30 2 * * *", time.Date(2026, 10, 24, 12, 0, 0, 0, oslo))
	second, err := Next("30 2 * * *", first)
	if err != nil || second.Sub(first) != time.Hour {
		t.Errorf("02:30 twice in one night: %s, then %s, %v", first, second, err)
	}
}

func TestNextRefuses(t *testing.T) {
	for _, expr := range []string{
		"", " ", "TZ=Europe/Oslo", "CRON_TZ=Europe/Oslo", "CRON_TZ=", "TZ=", "CRON_TZ=Europe/Olso 0 5 * * *",
		"CRON_TZ=../../etc/passwd 0 5 * * *", "0 0 31 2 *", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "daily", "@reboot", "@dayly",
		"@every", "@every 0s", "@every -5m", "@every 20ms", "@every soon", "CRON_TZ=UTC @every 0s", "CRON_TZ=UTC",
		"* * * *", "* * * * * *", "60 * * * *", "*/0 * * * *", "5-1 * * * *", "a b c d e", "-1 * * * *",
		"0-99999999999999999999 * * * *", "\x00 * * * *",
	} {
		if next, err := Next(expr, time.Unix(0, 0)); err == nil {
			t.Errorf("Next(%q) = %s, want an error", expr, next)
		}
	}
}

// FuzzNext: no expression panics, and what is accepted lies ahead.
func FuzzNext(f *testing.F) {
	for _, s := range []string{"17 5 * * *", "TZ=Europe/Oslo", "@every 1s", "CRON_TZ=Europe/Oslo 0 5 * * *", "0 0 31 2 *", "*/5 1-3,7 * jan mon"} {
		f.Add(s)
	}
	from := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, expr string) {
		if next, err := Next(expr, from); err == nil && !next.After(from) {
			t.Errorf("Next(%q) = %s", expr, next)
		}
	})
}
