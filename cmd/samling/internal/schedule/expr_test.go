package schedule

import (
	"fmt"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

func TestNext(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	beirut, err := time.LoadLocation("Asia/Beirut")
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
		// 02:30 does not occur on 29 March 2026, and occurs twice on 25 October.
		{"30 2 * * *", "2026-03-28 12:00:00", "2026-03-29 03:00:00", oslo},
		{"30 2 * * *", "2026-03-29 03:00:00", "2026-03-30 02:30:00", oslo},
		{"30 2 * * *", "2026-10-24 12:00:00", "2026-10-25 02:30:00", oslo},
		{"*/20 2,3 * * *", "2026-03-29 01:00:00", "2026-03-29 03:00:00", oslo},
		{"*/20 2,3 * * *", "2026-03-29 03:00:00", "2026-03-29 03:20:00", oslo},
		{"30 * * * *", "2026-03-29 01:30:00", "2026-03-29 03:30:00", oslo},
		// Midnight does not occur in Beirut on 29 March 2026.
		{"@daily", "2026-03-28 12:00:00", "2026-03-29 01:00:00", beirut},
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
}

// TestOnceADay walks through two years in zones with summer time on either side of
// the globe: a job at a time of day runs once a day, and one an hour every hour.
func TestOnceADay(t *testing.T) {
	for _, name := range []string{"Europe/Oslo", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "America/Santiago", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, expr := range []string{"30 2 * * *", "0 0 * * *", "59 1 * * *", "0 3 * * *", "15 2 * * *"} {
			days, from := map[string]int{}, time.Date(2026, 1, 1, 12, 0, 0, 0, zone)
			for range 730 {
				if from, err = Next(expr, from); err != nil {
					t.Fatal(err)
				}
				days[from.Format(time.DateOnly)]++
			}
			if len(days) != 730 {
				t.Errorf("%s in %s: 730 runs on %d days", expr, name, len(days))
			}
		}
		from := time.Date(2026, 1, 1, 12, 0, 0, 0, zone)
		last := from
		for range 24 * 366 {
			if from, err = Next("@hourly", from); err != nil || from.Sub(last) > 90*time.Minute || !from.After(last) {
				t.Fatalf("@hourly in %s: %s after %s, %v", name, from, last, err)
			}
			last = from
		}
	}
}

// TestCronAlone is the control of TestOnceADay: cron by itself leaves a day out in
// March and runs twice in October.
func TestCronAlone(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	when, err := cron.ParseStandard("30 2 * * *")
	if err != nil {
		t.Fatal(err)
	}
	march := when.Next(time.Date(2026, 3, 28, 12, 0, 0, 0, oslo))
	october := when.Next(when.Next(time.Date(2026, 10, 24, 12, 0, 0, 0, oslo)))
	if march.Day() != 30 || october.Day() != 25 {
		t.Errorf("cron does it by itself now: %s, %s", march, october)
	}
}

// TestJitter: the same for the same id, within the bound, never as late as the next
// slot, and spread.
func TestJitter(t *testing.T) {
	from := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	buckets := map[int]int{}
	for i := range 1000 {
		j := Job{ID: fmt.Sprintf("list-%d", i), Expr: "17 5 * * *"}
		slot, _ := Next(j.Expr, from)
		at, err := Due(j, from, 10*time.Minute)
		again, _ := Due(j, from, 10*time.Minute)
		if late := at.Sub(slot); err != nil || late < 0 || late >= 10*time.Minute || !at.Equal(again) {
			t.Fatalf("%s: %s late, %v", j.ID, late, err)
		}
		buckets[int(at.Sub(slot)/time.Minute)]++
		j.Expr = "* * * * *"
		if at, err = Due(j, from, 10*time.Minute); err != nil || at.Sub(from) >= 2*time.Minute {
			t.Fatalf("%s every minute: %s, past the next slot; %v", j.ID, at, err)
		}
	}
	for minute := range 10 {
		if n := buckets[minute]; n < 60 || n > 140 {
			t.Errorf("%d of 1000 jobs start in minute %d: not spread", n, minute)
		}
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
