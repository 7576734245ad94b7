package store

import (
	"context"
	"fmt"
)

// application marks the file as Samling's (PRAGMA application_id): "SAML".
const application = 0x53414d4c

// migrations are the steps of the schema: step n takes a ledger from version n-1 to
// n (PRAGMA user_version). A step that was released is never edited; append one.
func migrations() []step {
	return []step{{sql: schema1}, {sql: schema2}, {schema3, recount}, {sql: schema4}}
}

// step is one step of the schema: a script, and what is easier done in Go after it.
type step struct {
	sql  string
	fill func(ctx context.Context, tx *session) error
}

// run runs the step in a transaction; the script is the engine's own.
func (s step) run(ctx context.Context, tx *session) error {
	if _, err := tx.on.ExecContext(ctx, s.sql); err != nil {
		return err
	}
	if s.fill == nil {
		return nil
	}
	return s.fill(ctx, tx)
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

// schema2 adds tombstones, the order of change, facets and leases.
//
// A tombstone is a version (withdrawn = 1) with the record as it was last. record has
// the state of its newest version beside it, so that what changed last is found by set
// and in order: latest grows with every version, so its order is that of the commits.
//
// moment gives each commit its datestamp: a version has that of the first moment whose
// last seq is not below its own. It is one row a commit, written as the last thing in it.
//
// facet_record has a row for each value (publisher, type) that any version of a record
// had: a superset of what an edition asks for, in the order it asks for it.
const schema2 = `
DROP TRIGGER version_update;
ALTER TABLE version ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN type      TEXT    NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN language  TEXT    NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN issued    TEXT    NOT NULL DEFAULT '';
UPDATE version SET type = ifnull(json_extract(body, '$.type'), ''), language = ifnull(json_extract(body, '$.title.language'), ''),
	issued = ifnull(json_extract(body, '$.issued'), '');
CREATE TRIGGER version_update BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'version is append-only'); END;
DROP INDEX version_record;
CREATE INDEX version_record ON version (record, seq, harvest, withdrawn, bodies, type, language, issued);
CREATE INDEX version_withdrawn ON version (record, seq) WHERE withdrawn;

ALTER TABLE record ADD COLUMN latest    INTEGER NOT NULL DEFAULT 0; -- the seq of its newest version
ALTER TABLE record ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0; -- as its newest version has it
ALTER TABLE record ADD COLUMN type      TEXT    NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN language  TEXT    NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN absent    INTEGER NOT NULL DEFAULT 0; -- healthy harvests that did not find it, in a row
UPDATE record SET latest = (SELECT max(seq) FROM version WHERE record = record.n),
	absent = missing IS NOT NULL;
UPDATE record SET type = v.type, language = v.language FROM version v WHERE v.seq = record.latest;
CREATE INDEX record_latest ON record (latest);
CREATE INDEX record_source_latest ON record (source, latest);
CREATE INDEX record_type_latest ON record (type, latest);
CREATE INDEX record_language_latest ON record (language, latest);
CREATE INDEX record_source_created ON record (source, created DESC, position, id);

CREATE TABLE moment (
	last INTEGER PRIMARY KEY, -- the last seq of a commit
	at   INTEGER NOT NULL     -- when it was made; never less than that of the one before
) STRICT;
CREATE INDEX moment_at ON moment (at);
INSERT INTO moment (last, at)
	SELECT last, max(at) OVER (ORDER BY last) FROM (SELECT max(seq) AS last, max(at) AS at FROM version GROUP BY harvest);
CREATE TRIGGER moment_update BEFORE UPDATE ON moment BEGIN SELECT RAISE(ABORT, 'moment is append-only'); END;
CREATE TRIGGER moment_delete BEFORE DELETE ON moment BEGIN SELECT RAISE(ABORT, 'moment is append-only'); END;

CREATE TABLE facet (
	n    INTEGER PRIMARY KEY,
	kind TEXT NOT NULL, -- publisher or type
	key  TEXT NOT NULL,
	UNIQUE (kind, key)
) STRICT;
CREATE TABLE facet_record (
	facet    INTEGER NOT NULL REFERENCES facet,
	created  INTEGER NOT NULL,
	position INTEGER NOT NULL,
	id       TEXT    NOT NULL,
	PRIMARY KEY (facet, created DESC, position, id)
) STRICT, WITHOUT ROWID;
INSERT INTO facet (kind, key) SELECT DISTINCT 'type', type FROM version;
INSERT INTO facet (kind, key)
	WITH RECURSIVE word (one, rest) AS (
		SELECT '', bodies || ' ' FROM (SELECT DISTINCT bodies FROM version)
		UNION SELECT substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM word WHERE rest <> '')
	SELECT DISTINCT 'publisher', one FROM word WHERE one <> '';
INSERT OR IGNORE INTO facet_record (facet, created, position, id)
	SELECT f.n, r.created, r.position, r.id FROM version v JOIN record r ON r.n = v.record
	JOIN facet f ON f.kind = 'type' AND f.key = v.type OR f.kind = 'publisher' AND instr(' ' || v.bodies || ' ', ' ' || f.key || ' ') > 0;

CREATE TABLE lease (
	source TEXT    PRIMARY KEY,
	epoch  INTEGER NOT NULL, -- grows with every lease of the source
	holder TEXT    NOT NULL,
	until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
	seq      INTEGER PRIMARY KEY,
	started  INTEGER NOT NULL, -- milliseconds
	duration INTEGER NOT NULL, -- milliseconds
	host     TEXT    NOT NULL,
	method   TEXT    NOT NULL,
	url      TEXT    NOT NULL,
	why      TEXT    NOT NULL,
	attempt  INTEGER NOT NULL,
	status   INTEGER NOT NULL, -- 0 where there was no answer
	bytes    INTEGER NOT NULL,
	error    TEXT    NOT NULL
) STRICT;
CREATE INDEX request_host ON request (host, seq);

CREATE TABLE held (
	source       TEXT    PRIMARY KEY,
	since        INTEGER NOT NULL, -- when the source was first held
	at           INTEGER NOT NULL, -- when the page was fetched
	snapshot     TEXT    NOT NULL, -- SHA-256 of the page
	content_type TEXT    NOT NULL,
	page_base    TEXT    NOT NULL,
	etag          TEXT   NOT NULL,
	last_modified TEXT   NOT NULL,
	reasons      TEXT    NOT NULL  -- a JSON array
) STRICT, WITHOUT ROWID;
`

// schema3 adds counts, so that an edition costs what changed and not what there is, and
// takes away indexes that nothing needs then.
//
// source_count has the items of a source as they were once all versions up to seq were
// there: each commit that touched the source appends a row, with the newest version of
// its items. What an edition has of it is the newest row up to the version it was sealed at.
//
// facet counts the items that have a value as they are now; that of kind all counts
// them all. Each seal appends to facet_count those whose items were touched since the one
// before it. A body was named by then if its facet has a row.
//
// record_absent has the few records that wait to be withdrawn.
const schema3 = `
CREATE TABLE source_count (
	source    INTEGER NOT NULL REFERENCES source,
	seq       INTEGER NOT NULL,
	entries   INTEGER NOT NULL, -- items that are not withdrawn
	withdrawn INTEGER NOT NULL, -- items that are
	PRIMARY KEY (source, seq)
) STRICT, WITHOUT ROWID;
ALTER TABLE facet ADD COLUMN entries   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE facet ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE facet ADD COLUMN seq       INTEGER NOT NULL DEFAULT 0; -- the last that touched it
CREATE TABLE facet_count (
	facet     INTEGER NOT NULL REFERENCES facet,
	seq       INTEGER NOT NULL, -- the version that was sealed
	entries   INTEGER NOT NULL,
	withdrawn INTEGER NOT NULL,
	PRIMARY KEY (facet, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER source_count_update BEFORE UPDATE ON source_count BEGIN SELECT RAISE(ABORT, 'source_count is append-only'); END;
CREATE TRIGGER source_count_delete BEFORE DELETE ON source_count BEGIN SELECT RAISE(ABORT, 'source_count is append-only'); END;
CREATE TRIGGER facet_count_update BEFORE UPDATE ON facet_count BEGIN SELECT RAISE(ABORT, 'facet_count is append-only'); END;
CREATE TRIGGER facet_count_delete BEFORE DELETE ON facet_count BEGIN SELECT RAISE(ABORT, 'facet_count is append-only'); END;

DROP INDEX version_record;
CREATE INDEX version_record ON version (record, seq);
DROP INDEX version_withdrawn;
DROP INDEX record_source_created;
CREATE INDEX record_absent ON record (source) WHERE missing IS NOT NULL AND NOT withdrawn;
CREATE INDEX source_version_publisher ON source_version (publisher, seq);
CREATE INDEX run_source ON run (source, seq);
`

// schema4 finds who received a page.
const schema4 = `
CREATE INDEX harvest_snapshot ON harvest (snapshot);
`

// version reads what the file is: 0 for a new one, or the number of its schema. A
// database that is not Samling's, or a newer Samling's, is an error.
func version(ctx context.Context, db *database, newest int) (int, error) {
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
func (s *SQLite) migrate(ctx context.Context, steps []step) error {
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
		err := s.db.transact(ctx, func(tx *session) error {
			if err := step.run(ctx, tx); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", from+i+1, application))
			return err
		})
		if err != nil {
			return fmt.Errorf("schema %d: %w", from+i+1, err)
		}
	}
	return nil
}
