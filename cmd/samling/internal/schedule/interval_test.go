package schedule_test

import (
	"testing"
	"time"

	"samling/cmd/samling/internal/schedule"
)

func TestInterval(t *testing.T) {
	const day = 24 * time.Hour
	for expr, want := range map[string]time.Duration{
		"17 5 * * *":                         day,
		"CRON_TZ=UTC 17 5 * * *":             day,
		"CRON_TZ=Europe/Oslo 17 5 * * *":     23 * time.Hour, // on the day clocks are put forward
		"@every 90m":                         90 * time.Minute,
		"@weekly":                            7 * day,
		"*/5 8-16 * * 1-5":                   5 * time.Minute,
		"0 6,22 * * *":                       8 * time.Hour, // over midnight
		"0 0 1 1 *":                          365 * day,
		"0 0 29 2 *":                         1461 * day,
		"0 0 1,15 * *":                       14 * day,
		"* * * * *":                          time.Minute,
		"CRON_TZ=America/New_York @every 1h": time.Hour,
	} {
		if got, err := schedule.Interval(expr); err != nil || got != want {
			t.Errorf("Interval(%q) = %v, %v, want %v", expr, got, err, want)
		}
	}
	if _, err := schedule.Interval("0 0 31 2 *"); err == nil {
		t.Error("an expression that is never due has an interval")
	}
}
