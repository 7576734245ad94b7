package schedule_test

import (
	"testing"
	"time"

	"samling/cmd/samling/internal/schedule"
)

func TestSlot(t *testing.T) {
	for _, c := range []struct{ expr, now, want string }{
		{"17 5 * * *", "2026-11-25T05:17:00.004Z", "2026-11-25T05:17:00Z"},
		{"17 5 * * *", "2026-11-25T05:22:40Z", "2026-11-25T05:17:00Z"}, // by its jitter
		{"17 5 * * *", "2026-11-25T05:16:59Z", "2026-11-24T05:17:00Z"}, // missed, and caught up
		{"CRON_TZ=Europe/Oslo 17 5 * * *", "2026-11-25T04:17:01Z", "2026-11-25T04:17:00Z"},
		{"30 2 * * *", "2026-03-29T12:00:00+02:00", "2026-03-29T00:30:00Z"},
		{"* * * * *", "2026-11-25T09:30:59.9Z", "2026-11-25T09:30:00Z"},
		{"0 0 29 2 *", "2026-11-25T09:30:00Z", "2024-02-29T00:00:00Z"},
		{"@every 90m", "2026-11-25T09:30:59Z", "2026-11-25T09:00:00Z"},
		{"@every 2s", "2026-11-25T09:30:59Z", "2026-11-25T09:30:58Z"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := schedule.Slot(c.expr, now)
		if err != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("%s at %s: %v (%v), want %s", c.expr, c.now, got, err, c.want)
		}
	}
	if _, err := schedule.Slot("nonsense", time.Now()); err == nil {
		t.Error("nonsense has a slot")
	}
}
