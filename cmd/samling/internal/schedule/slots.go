package schedule

import (
	"hash/fnv"
	"time"

	"github.com/robfig/cron/v3"
)

// series is when a job is due: cron's expression, with what cron leaves out.
type series struct {
	when   cron.Schedule
	zone   *time.Location // what the expression is read in
	civil  bool           // at times of day, not at intervals: see next
	jitter time.Duration
	share  float64 // of the jitter, 0 to 1; the job's own
}

// newSeries reads an expression in the zone it names, or else in zone.
func newSeries(expr, id string, zone *time.Location, jitter time.Duration) (series, error) {
	when, err := parse(expr)
	if err != nil {
		return series{}, err
	}
	s := series{when: when, zone: zone, jitter: jitter, share: share(id)}
	if spec, ok := when.(*cron.SpecSchedule); ok {
		if spec.Location != time.Local {
			s.zone = spec.Location
		}
		spec.Location = s.zone
		s.civil = spec.Hour&everyHour != everyHour
		if s.civil {
			spec.Location = time.UTC
		}
	}
	return s, nil
}

// everyHour are the bits of all 24 hours in a cron.SpecSchedule.
const everyHour = 1<<24 - 1

// next is the first slot after from.
//
// Times of day are counted on a clock that knows no summer time and then set in the
// zone: a time that the night in March leaves out becomes the moment the clocks are
// put forward, and of the two that the night in October has the first counts. So a
// daily job runs once a day, every day. A job of every hour, or at an interval, is
// counted as time goes by.
func (s series) next(from time.Time) time.Time {
	if !s.civil {
		return s.when.Next(from.In(s.zone))
	}
	local := from.In(s.zone)
	clock := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
	for {
		if clock = s.when.Next(clock); clock.IsZero() {
			return clock
		}
		if slot := firstMoment(clock, s.zone); slot.After(from) {
			return slot
		}
	}
}

// firstMoment is the first moment at which a clock in zone shows at least what clock
// (in UTC) shows. [time.Date] leaves open which of two it takes, or where a time
// that does not exist ends up.
func firstMoment(clock time.Time, zone *time.Location) time.Time {
	t := time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, zone)
	start, end := t.ZoneBounds()
	shown := asUTC(t)
	switch {
	case shown.After(clock): // left out, and counted with the offset before
		return start
	case shown.Before(clock): // left out, and counted with the offset after
		return end
	case start.IsZero():
		return t
	}
	_, before := start.Add(-time.Second).Zone()
	if twin := clock.Add(-time.Duration(before) * time.Second).In(zone); twin.Before(start) && asUTC(twin).Equal(clock) {
		return twin
	}
	return t
}

// asUTC is what a clock shows at t, as a time in UTC.
func asUTC(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// start is when the job of a slot is to start: later than the slot by the job's share
// of the jitter, but by no more than half the way to the next slot, so that starts
// keep the order of the slots.
func (s series) start(slot time.Time) time.Time {
	if s.jitter <= 0 || slot.IsZero() {
		return slot
	}
	bound := min(s.jitter, s.next(slot).Sub(slot)/2)
	return slot.Add(time.Duration(s.share * float64(bound)).Truncate(time.Second))
}

// share is a number from 0 to 1 that is always the same for an id.
func share(id string) float64 {
	h := fnv.New64a()
	h.Write([]byte(id)) // never fails (hash.Hash)
	// FNV leaves the high bits of short texts alike; a multiplication spreads them.
	return float64(h.Sum64()*0x9E3779B97F4A7C15>>11) / (1 << 53)
}
