package schedule

import (
	"time"

	"github.com/robfig/cron/v3"
)

// slack is how late cron may wake up for a time that it was waiting for.
const slack = 2 * time.Minute

// Slot is the time at which a run that starts now was due, in UTC: the same for every
// process that finds it due. An "@every 90m" has slots of that length, counted from the
// beginning of time.
func Slot(expr string, now time.Time) (time.Time, error) {
	when, err := parse(expr)
	if err != nil {
		return time.Time{}, err
	}
	if every, ok := when.(cron.ConstantDelaySchedule); ok {
		return now.UTC().Truncate(every.Delay), nil
	}
	slot := now.Truncate(time.Minute)
	for t := when.Next(now.Add(-slack)); !t.IsZero() && !t.After(now); t = when.Next(t) {
		slot = t
	}
	return slot.UTC(), nil
}
