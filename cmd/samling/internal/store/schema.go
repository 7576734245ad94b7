package store

import (
	"context"
	"database/sql"
	"fmt"
)

// application marks the file as Samling's (PRAGMA application_id): "SAML".
const application = 0x53414d4c

// migrations are the steps of the schema: step n takes a ledger from version n-1 to
// n (PRAGMA user_version). A step that was released is never edited; append one.
func migrations() []string {
	return []string{schema1}
}

// schema1 is the first schema.
//
// Times are seconds of Unix time, except in run (milliseconds). Integer keys are
// called n, or seq where their order is that of appending. A record's n is the seq
// of its first version: a view of the ledger as it was when seq was last given
// (an edition) therefore holds the records with n <= seq.
//
// version.bodies repeats the keys of body.publishers, joined by spaces, so that an
// edition finds its bodies and harvests in the index alone.
const schema1 = `
CREATE TABLE snapshot (
	n          INTEGER PRIMARY KEY,
	sha256     TEXT    NOT NULL,
	media_type TEXT    NOT NULL,
	fetched    INTEGER NOT NULL,
	UNIQUE (sha256, media_type, fetched)
) STRICT;

CREATE TABLE source (
	n             INTEGER PRIMARY KEY,
	id            TEXT    NOT NULL UNIQUE,
	etag          TEXT    NOT NULL,
	last_modified TEXT    NOT NULL,
	snapshot      INTEGER NOT NULL REFERENCES snapshot,
	rules         TEXT    NOT NULL,
	content_type  TEXT    NOT NULL,
	page_base     TEXT    NOT NULL,
	entries       INTEGER NOT NULL,
	checked       INTEGER NOT NULL
) STRICT;

CREATE TABLE harvest (
	n        INTEGER PRIMARY KEY,
	source   INTEGER NOT NULL REFERENCES source,
	started  INTEGER NOT NULL,
	ended    INTEGER NOT NULL,
	snapshot INTEGER NOT NULL REFERENCES snapshot
) STRICT;
CREATE INDEX harvest_source ON harvest (source);

CREATE TABLE source_version (
	seq                  INTEGER PRIMARY KEY,
	source               INTEGER NOT NULL REFERENCES source,
	harvest              INTEGER NOT NULL REFERENCES harvest,
	url                  TEXT    NOT NULL,
	title                TEXT    NOT NULL,
	title_language       TEXT    NOT NULL,
	description          TEXT    NOT NULL,
	description_language TEXT    NOT NULL,
	publisher            TEXT    NOT NULL,
	rules                TEXT    NOT NULL
) STRICT;
CREATE INDEX source_version_source ON source_version (source, seq);

CREATE TABLE record (
	n        INTEGER PRIMARY KEY,
	id       TEXT    NOT NULL UNIQUE,
	source   INTEGER NOT NULL REFERENCES source,
	created  INTEGER NOT NULL,
	position INTEGER NOT NULL, -- on the page where it was first seen
	missing  INTEGER           -- since when it is not on the page; the one column that may change
) STRICT;
CREATE INDEX record_source ON record (source, id);
CREATE INDEX record_created ON record (created DESC, position, id);

CREATE TABLE version (
	seq     INTEGER PRIMARY KEY,
	record  INTEGER NOT NULL REFERENCES record,
	harvest INTEGER NOT NULL REFERENCES harvest,
	at      INTEGER NOT NULL,
	digest  BLOB    NOT NULL,
	bodies  TEXT    NOT NULL,
	body    TEXT    NOT NULL -- the record in JSON
) STRICT;
CREATE INDEX version_record ON version (record, seq, harvest, bodies);

CREATE TABLE body (
	n    INTEGER PRIMARY KEY,
	key  TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE edition (
	number         INTEGER PRIMARY KEY,
	made           INTEGER NOT NULL,
	key            TEXT    NOT NULL,
	version        INTEGER NOT NULL, -- the last seq it holds
	source_version INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
	seq       INTEGER PRIMARY KEY,
	started   INTEGER NOT NULL,
	ended     INTEGER NOT NULL,
	source    TEXT    NOT NULL,
	outcome   TEXT    NOT NULL,
	message   TEXT    NOT NULL,
	added     INTEGER NOT NULL,
	changed   INTEGER NOT NULL,
	unchanged INTEGER NOT NULL,
	missing   INTEGER NOT NULL,
	problems  INTEGER NOT NULL,
	snapshot  TEXT    NOT NULL
) STRICT;

CREATE TABLE frozen (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE robots (
	origin  TEXT    PRIMARY KEY,
	status  INTEGER NOT NULL,
	body    BLOB    NOT NULL,
	fetched INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER snapshot_update BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END;
CREATE TRIGGER snapshot_delete BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END;
CREATE TRIGGER source_update BEFORE UPDATE OF n, id ON source BEGIN SELECT RAISE(ABORT, 'a source keeps its id'); END;
CREATE TRIGGER source_delete BEFORE DELETE ON source BEGIN SELECT RAISE(ABORT, 'a source is never deleted'); END;
CREATE TRIGGER harvest_update BEFORE UPDATE ON harvest BEGIN SELECT RAISE(ABORT, 'harvest is append-only'); END;
CREATE TRIGGER harvest_delete BEFORE DELETE ON harvest BEGIN SELECT RAISE(ABORT, 'harvest is append-only'); END;
CREATE TRIGGER source_version_update BEFORE UPDATE ON source_version BEGIN SELECT RAISE(ABORT, 'source_version is append-only'); END;
CREATE TRIGGER source_version_delete BEFORE DELETE ON source_version BEGIN SELECT RAISE(ABORT, 'source_version is append-only'); END;
CREATE TRIGGER record_update BEFORE UPDATE OF n, id, source, created, position ON record BEGIN SELECT RAISE(ABORT, 'a record keeps its identity'); END;
CREATE TRIGGER record_delete BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
CREATE TRIGGER version_update BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'version is append-only'); END;
CREATE TRIGGER version_delete BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'version is append-only'); END;
CREATE TRIGGER body_update BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
CREATE TRIGGER body_delete BEFORE DELETE ON body BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
CREATE TRIGGER edition_update BEFORE UPDATE ON edition BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END;
CREATE TRIGGER edition_delete BEFORE DELETE ON edition BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END;
CREATE TRIGGER frozen_update BEFORE UPDATE ON frozen BEGIN SELECT RAISE(ABORT, 'what is frozen stays'); END;
CREATE TRIGGER frozen_delete BEFORE DELETE ON frozen BEGIN SELECT RAISE(ABORT, 'what is frozen stays'); END;
CREATE TRIGGER run_update BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
CREATE TRIGGER run_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'run is append-only'); END;
`

// version reads what the file is: 0 for a new one, or the number of its schema. A
// database that is not Samling's, or a newer Samling's, is an error.
func version(ctx context.Context, db *sql.DB, newest int) (int, error) {
	var app, v, tables int
	for pragma, to := range map[string]*int{
		"PRAGMA application_id":              &app,
		"PRAGMA user_version":                &v,
		"SELECT count(*) FROM sqlite_schema": &tables,
	} {
		if err := db.QueryRowContext(ctx, pragma).Scan(to); err != nil {
			return 0, err
		}
	}
	switch {
	case v == 0 && app == 0 && tables == 0:
		return 0, nil
	case app != application || v < 1:
		return 0, fmt.Errorf("it is an SQLite database, but no ledger of Samling's; move it away, or name another out folder")
	case v > newest:
		return 0, fmt.Errorf("%w (schema %d, this one knows %d); use that version of Samling, or a newer one",
			ErrNewer, v, newest)
	}
	return v, nil
}

// migrate takes the ledger to the newest schema, one transaction a step.
func (s *SQLite) migrate(ctx context.Context, steps []string) error {
	from, err := version(ctx, s.db, len(steps))
	if err != nil {
		return err
	}
	// Only now is it sure that the file is ours. Both are no-ops on a ledger that has
	// them, and the page size must come first.
	if _, err := s.db.ExecContext(ctx, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	for i, step := range steps[from:] {
		err := s.transact(ctx, func(tx *sql.Tx) error {
			n := from + i + 1
			_, err := tx.ExecContext(ctx, fmt.Sprintf("%s; PRAGMA user_version = %d; PRAGMA application_id = %d",
				step, n, application))
			return err
		})
		if err != nil {
			return fmt.Errorf("schema %d: %w", from+i+1, err)
		}
	}
	return nil
}
