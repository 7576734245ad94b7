package storetest

import (
	"fmt"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/publish"
	"samling/transform"
)

// at is a moment of the suite's own time, in minutes; it has a fraction and a zone,
// which a ledger drops.
func at(minute int) time.Time {
	return second(minute).Add(345 * time.Millisecond).In(time.FixedZone("CET", 3600))
}

// second is the same moment as a ledger returns it.
func second(minute int) time.Time {
	return time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute)
}

// Record makes an entry that stands on a page of its source.
func Record(id string, position int) transform.Record {
	description := "Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, " +
		"og på hva som skal til for at små kommuner får nok fagfolk. "
	return transform.Record{
		ID: id, Page: "https://distriktssenteret.no/artikkel/litteratursamling/",
		Title:       transform.Text{Value: "Interkommunalt samarbeid – " + id, Language: "nb"},
		TitleProper: "Interkommunalt samarbeid", Subtitle: id,
		Type:        "rapport",
		Publishers:  []transform.Publisher{{Key: "nibr", Name: "NIBR"}},
		Issued:      "2012",
		Description: transform.Text{Value: description + description + description, Language: "nb"},
		Link:        "https://example.org/rapport/" + id + ".pdf", Citation: "Rapport – NIBR 2012",
		TitleSource: "Interkommunalt samarbeid – " + id, TypeLineSource: "Rapport – NIBR 2012",
		TypeSource: "Rapport", PublisherSource: "NIBR", IssuedSource: "2012",
		DescriptionSource: description + description + description, LinkSource: "/rapport/" + id + ".pdf",
		Position: position,
	}
}

// Page makes the harvest of a page that lists these records.
func Page(source string, started time.Time, sha256 string, records ...transform.Record) store.Acceptance {
	p := publish.Snapshot{SHA256: sha256, MediaType: "text/html", Fetched: started}
	for i := range records {
		records[i].Position, records[i].Of = i+1, len(records)
	}
	return store.Acceptance{
		Source: store.Source{
			ID: source, URL: "https://example.org/" + source,
			Title:       transform.Text{Value: "Litteratursamling", Language: "nb"},
			Description: transform.Text{Value: "Slik kan du samarbeide.", Language: "no"},
			Publisher:   "distriktssenteret",
			Validators:  harvest.Validators{ETag: `"` + sha256 + `"`, LastModified: "Mon, 02 Nov 2026 06:00:00 GMT"},
			Snapshot:    p, Rules: "rules 1",
		},
		Harvest: publish.Harvest{Started: started, Ended: started.Add(2 * time.Second), Snapshot: p},
		Records: records,
	}
}

// page is the page of a source at a minute, with records of these ids.
func page(source string, minute int, ids ...string) store.Acceptance {
	var records []transform.Record
	for i, id := range ids {
		records = append(records, Record(id, i+1))
	}
	return Page(source, at(minute), fmt.Sprintf("%064x", minute), records...)
}

// harvestOf is the harvest of such a page as an edition returns it.
func harvestOf(minute int) publish.Harvest {
	return publish.Harvest{
		Started: second(minute), Ended: second(minute).Add(2 * time.Second), Snapshot: snapshotOf(minute),
	}
}

func snapshotOf(minute int) publish.Snapshot {
	return publish.Snapshot{SHA256: fmt.Sprintf("%064x", minute), MediaType: "text/html", Fetched: second(minute)}
}
