package oaipmh

import (
	"errors"
	"time"
)

// The two granularities of section 3.3.1, as package time writes them.
const (
	day     = "2006-01-02"
	seconds = "2006-01-02T15:04:05Z"
)

// date is an argument that names a moment or a day.
type date struct {
	time.Time
	granularity string
}

func parseDate(s string) (date, error) {
	for _, granularity := range []string{day, seconds} {
		if len(s) != len(granularity) {
			continue
		}
		if t, err := time.Parse(granularity, s); err == nil && t.Year() > 0 { // XML Schema has no year 0000
			return date{t, granularity}, nil
		}
	}
	return date{}, errors.New("not a date in UTC to the day or the second")
}

// end is the last second that a date includes.
func (d date) end() time.Time {
	if d.granularity == day {
		return d.AddDate(0, 0, 1).Add(-time.Second)
	}
	return d.Time
}

// span reads from and until (section 2.7.1): both inclusive, and of one granularity.
func span(args map[string]string) (from, until time.Time, fault *protocolError) {
	first, given := args["from"]
	last, bounded := args["until"]
	var a, b date
	if given {
		a, _ = parseDate(first) // the form of both was checked
		from = a.Time
	}
	if bounded {
		b, _ = parseDate(last)
		until = b.end()
	}
	switch {
	case !given || !bounded:
	case a.granularity != b.granularity:
		fault = fail(badArgument, "from and until are to be of one granularity: both days, or both seconds")
	case from.After(until):
		fault = fail(badArgument, "from %s is after until %s", first, last)
	}
	return from, until, fault
}
