package schedule

import (
	"time"

	"github.com/robfig/cron/v3"
)

// Slot is the slot that a run which starts now is for, in UTC: the last one, the same for
// every process that finds the job due. An "@every 90m" has slots of that length, counted
// from the beginning of time.
func Slot(expr string, now time.Time) (time.Time, error) {
	s, err := newSeries(expr, "", now.Location(), 0)
	if err != nil {
		return time.Time{}, err
	}
	if every, ok := s.when.(cron.ConstantDelaySchedule); ok {
		return now.UTC().Truncate(every.Delay), nil
	}
	// A schedule knows what comes next only: so it is asked from longer and longer ago.
	for ago := 2 * time.Minute; ; ago *= 8 {
		var slot time.Time
		for t := s.next(now.Add(-ago)); !t.IsZero() && !t.After(now); t = s.next(t) {
			slot = t
		}
		if !slot.IsZero() {
			return slot.UTC(), nil
		}
		if ago > 10*365*24*time.Hour {
			return time.Time{}, never(expr)
		}
	}
}
