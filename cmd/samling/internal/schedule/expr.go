package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // zones also where the machine has no zone database

	"github.com/robfig/cron/v3"
)

// Next returns the first time after from at which expr is due, in from's zone.
// An expression that cannot be read, or is never due, is an error that says so.
func Next(expr string, from time.Time) (time.Time, error) {
	return Due(Job{Expr: expr}, from, 0)
}

// Due returns when a job that last ran at from is to start again, with the jitter
// that a [Scheduler] with this bound gives it.
func Due(j Job, from time.Time, jitter time.Duration) (time.Time, error) {
	s, err := newSeries(j.Expr, j.ID, from.Location(), jitter)
	if err != nil {
		return time.Time{}, err
	}
	next := s.start(s.next(from))
	if next.IsZero() {
		return time.Time{}, never(j.Expr)
	}
	return next.In(from.Location()), nil
}

// Interval returns the shortest time between two runs of expr, one after the other,
// looked for in a year: 23 hours for a daily run in a zone with summer time. It depends
// on the expression alone, not on the clock or the machine's zone.
func Interval(expr string) (time.Duration, error) {
	when, err := parse(expr)
	if err != nil {
		return 0, err
	}
	// More than the minutes of a day: what comes later repeats the gaps within a day.
	const most = 2000
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var shortest time.Duration
	last := when.Next(start)
	for range most {
		next := when.Next(last)
		if next.IsZero() {
			break
		}
		if d := next.Sub(last); shortest == 0 || d < shortest {
			shortest = d
		}
		if last = next; shortest > 0 && last.Sub(start) > 366*24*time.Hour {
			break
		}
	}
	return shortest, nil
}

// parse reads an expression. What is never due is refused here, since cron would
// take it silently and wait for ever.
func parse(expr string) (cron.Schedule, error) {
	fields := strings.Fields(expr)
	when, err := parseStandard(strings.Join(fields, " "))
	if err != nil {
		return nil, fmt.Errorf("cron expression %q: %w; write five fields such as \"17 5 * * *\", or @daily", expr, err)
	}
	if n := len(fields); n > 1 && fields[n-2] == "@every" {
		// cron rounds what is under a second, and below zero, up to one second.
		if d, err := time.ParseDuration(fields[n-1]); err != nil || d < time.Second {
			return nil, fmt.Errorf("cron expression %q: the shortest interval is one second; write for example @every 6h", expr)
		}
	}
	// Any date does; from this one, 29 February is within the five years cron looks ahead.
	if when.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, never(expr)
	}
	return when, nil
}

func never(expr string) error {
	return fmt.Errorf("cron expression %q: no such day exists, so it would never run; change the day or the month", expr)
}

// parseStandard is cron.ParseStandard without its panic on a zone that stands
// alone ("TZ=Europe/Oslo").
func parseStandard(expr string) (when cron.Schedule, err error) {
	defer func() {
		if r := recover(); r != nil {
			when, err = nil, errors.New("there is nothing after the zone")
		}
	}()
	return cron.ParseStandard(expr)
}
