package store

import (
	"context"
	"fmt"
	"strings"
)

// postgresMigrations are the steps of the schema on PostgreSQL: step n takes a ledger
// from version n-1 to n. A step that was released is never edited; append one.
func postgresMigrations() []step {
	return []step{{sql: postgres1}, {postgres2, recount}, {sql: postgres3}}
}

// postgres1 is what schema 2 is on SQLite, where its tables are explained, with what only
// a ledger of several machines has.
//
// Text that is ordered by has the collation "C": ids come in the order of their bytes,
// whatever the language of the server.
//
// What a list may write at any length is unique by its hash: other indexes take 2,700 bytes.
//
// page has the pages themselves, which one machine keeps in files.
//
// slot has a row for each time that a source was due. It is done in the commit that
// accepts what was harvested for it, and so never twice.
const postgres1 = `
CREATE TABLE snapshot (
	n          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	sha256     TEXT   NOT NULL,
	media_type TEXT   NOT NULL,
	fetched    BIGINT NOT NULL,
	UNIQUE (sha256, media_type, fetched)
);

CREATE TABLE source (
	n             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	id            TEXT   COLLATE "C" NOT NULL UNIQUE,
	etag          TEXT   NOT NULL,
	last_modified TEXT   NOT NULL,
	snapshot      BIGINT NOT NULL REFERENCES snapshot,
	rules         TEXT   NOT NULL,
	content_type  TEXT   NOT NULL,
	page_base     TEXT   NOT NULL,
	entries       BIGINT NOT NULL,
	checked       BIGINT NOT NULL
);

CREATE TABLE harvest (
	n        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	source   BIGINT NOT NULL REFERENCES source,
	started  BIGINT NOT NULL,
	ended    BIGINT NOT NULL,
	snapshot BIGINT NOT NULL REFERENCES snapshot
);
CREATE INDEX harvest_source ON harvest (source);

CREATE TABLE source_version (
	seq                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	source               BIGINT NOT NULL REFERENCES source,
	harvest              BIGINT NOT NULL REFERENCES harvest,
	url                  TEXT   NOT NULL,
	title                TEXT   NOT NULL,
	title_language       TEXT   NOT NULL,
	description          TEXT   NOT NULL,
	description_language TEXT   NOT NULL,
	publisher            TEXT   NOT NULL,
	rules                TEXT   NOT NULL
);
CREATE INDEX source_version_source ON source_version (source, seq);

CREATE TABLE record (
	n         BIGINT  PRIMARY KEY,
	id        TEXT    COLLATE "C" NOT NULL UNIQUE,
	source    BIGINT  NOT NULL REFERENCES source,
	created   BIGINT  NOT NULL,
	position  BIGINT  NOT NULL,
	missing   BIGINT,
	latest    BIGINT  NOT NULL,
	withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
	type      TEXT    NOT NULL,
	language  TEXT    NOT NULL,
	absent    BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX record_source ON record (source, id);
CREATE INDEX record_created ON record (created DESC, position, id);
CREATE INDEX record_latest ON record (latest);
CREATE INDEX record_source_latest ON record (source, latest);
CREATE INDEX record_type_latest ON record (type, latest);
CREATE INDEX record_language_latest ON record (language, latest);
CREATE INDEX record_source_created ON record (source, created DESC, position, id);

CREATE TABLE version (
	seq       BIGINT  PRIMARY KEY,
	record    BIGINT  NOT NULL REFERENCES record,
	harvest   BIGINT  NOT NULL REFERENCES harvest,
	at        BIGINT  NOT NULL,
	digest    BYTEA   NOT NULL,
	bodies    TEXT    NOT NULL,
	body      TEXT    NOT NULL,
	withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
	type      TEXT    NOT NULL,
	language  TEXT    NOT NULL,
	issued    TEXT    NOT NULL
);
CREATE INDEX version_record ON version (record, seq, harvest, withdrawn) INCLUDE (type, language, issued);
CREATE INDEX version_withdrawn ON version (record, seq) WHERE withdrawn;

CREATE TABLE moment (
	last BIGINT PRIMARY KEY,
	at   BIGINT NOT NULL
);
CREATE INDEX moment_at ON moment (at, last);

CREATE TABLE facet (
	n    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind TEXT   NOT NULL,
	key  TEXT   NOT NULL,
	EXCLUDE USING hash ((kind || ' ' || key) WITH =)
);
CREATE INDEX facet_key ON facet USING hash (key);
CREATE TABLE facet_record (
	facet    BIGINT NOT NULL REFERENCES facet,
	created  BIGINT NOT NULL,
	position BIGINT NOT NULL,
	id       TEXT   COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX facet_record_created ON facet_record (facet, created DESC, position, id);

CREATE TABLE body (
	n    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	key  TEXT   NOT NULL,
	name TEXT   NOT NULL,
	EXCLUDE USING hash (key WITH =),
	EXCLUDE USING hash (name WITH =)
);

CREATE TABLE edition (
	number         BIGINT PRIMARY KEY,
	made           BIGINT NOT NULL,
	key            TEXT   NOT NULL,
	version        BIGINT NOT NULL,
	source_version BIGINT NOT NULL
);

CREATE TABLE run (
	seq       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	started   BIGINT NOT NULL,
	ended     BIGINT NOT NULL,
	source    TEXT   NOT NULL,
	outcome   TEXT   NOT NULL,
	message   TEXT   NOT NULL,
	added     BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	unchanged BIGINT NOT NULL,
	missing   BIGINT NOT NULL,
	problems  BIGINT NOT NULL,
	snapshot  TEXT   NOT NULL
);

CREATE TABLE frozen (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

CREATE TABLE robots (
	origin  TEXT   PRIMARY KEY,
	status  BIGINT NOT NULL,
	body    BYTEA  NOT NULL,
	fetched BIGINT NOT NULL
);

CREATE TABLE lease (
	source TEXT   PRIMARY KEY,
	epoch  BIGINT NOT NULL,
	holder TEXT   NOT NULL,
	until  BIGINT NOT NULL
);

CREATE TABLE request (
	seq      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	started  BIGINT NOT NULL,
	duration BIGINT NOT NULL,
	host     TEXT   NOT NULL,
	method   TEXT   NOT NULL,
	url      TEXT   NOT NULL,
	why      TEXT   NOT NULL,
	attempt  BIGINT NOT NULL,
	status   BIGINT NOT NULL,
	bytes    BIGINT NOT NULL,
	error    TEXT   NOT NULL
);
CREATE INDEX request_host ON request (host, seq);

CREATE TABLE held (
	source        TEXT   COLLATE "C" PRIMARY KEY,
	since         BIGINT NOT NULL,
	at            BIGINT NOT NULL,
	snapshot      TEXT   NOT NULL,
	content_type  TEXT   NOT NULL,
	page_base     TEXT   NOT NULL,
	etag          TEXT   NOT NULL,
	last_modified TEXT   NOT NULL,
	reasons       TEXT   NOT NULL
);

CREATE TABLE page (
	sha256 TEXT   PRIMARY KEY,
	kept   BIGINT NOT NULL,
	body   BYTEA  NOT NULL
);
ALTER TABLE page ALTER body SET STORAGE EXTENDED;

CREATE TABLE slot (
	source TEXT   NOT NULL,
	due    BIGINT NOT NULL,
	done   BIGINT, -- when what was harvested for it was accepted
	PRIMARY KEY (source, due)
);

CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT strpos($1, $2)'; -- its name on SQLite

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
` + appendOnly

// appendOnly refuses to edit what was written. Statements are refused, not rows: those that
// would meet no row are as wrong.
const appendOnly = `
DO $$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['snapshot', 'harvest', 'source_version', 'version', 'body', 'edition', 'frozen', 'run', 'moment'] LOOP
		EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION refuse(%L)', t, t || ' is append-only');
	END LOOP;
END $$;
CREATE TRIGGER keeps BEFORE UPDATE OF n, id ON source EXECUTE FUNCTION refuse('a source keeps its id');
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON source EXECUTE FUNCTION refuse('a source is never deleted');
CREATE TRIGGER keeps BEFORE UPDATE OF n, id, source, created, position ON record EXECUTE FUNCTION refuse('a record keeps its identity');
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON record EXECUTE FUNCTION refuse('a record is never deleted');
`

// postgres2 is what schema 3 is on SQLite.
const postgres2 = `
CREATE TABLE source_count (
	source    BIGINT NOT NULL REFERENCES source,
	seq       BIGINT NOT NULL,
	entries   BIGINT NOT NULL,
	withdrawn BIGINT NOT NULL,
	PRIMARY KEY (source, seq)
);
ALTER TABLE facet ADD COLUMN entries BIGINT NOT NULL DEFAULT 0, ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0, ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
CREATE TABLE facet_count (
	facet     BIGINT NOT NULL REFERENCES facet,
	seq       BIGINT NOT NULL,
	entries   BIGINT NOT NULL,
	withdrawn BIGINT NOT NULL,
	PRIMARY KEY (facet, seq)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON source_count EXECUTE FUNCTION refuse('source_count is append-only');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON facet_count EXECUTE FUNCTION refuse('facet_count is append-only');

DROP INDEX version_record;
CREATE INDEX version_record ON version (record, seq);
DROP INDEX version_withdrawn;
DROP INDEX record_source_created;
CREATE INDEX record_absent ON record (source) WHERE missing IS NOT NULL AND NOT withdrawn;
CREATE INDEX source_version_publisher ON source_version (publisher, seq);
CREATE INDEX run_source ON run (source, seq);
`

// postgres3 is what schema 4 is on SQLite.
const postgres3 = `
CREATE INDEX harvest_snapshot ON harvest (snapshot);
`

// schemaVersion is the version of the ledger, 0 where there is none; a newer Samling's is an error.
func (p *Postgres) schemaVersion(ctx context.Context, on *session, newest int) (v int, err error) {
	var there bool
	if err := on.QueryRowContext(ctx, "SELECT to_regclass('ledger') IS NOT NULL").Scan(&there); err != nil || !there {
		return 0, err
	}
	if err := on.QueryRowContext(ctx, "SELECT version FROM ledger").Scan(&v); err != nil {
		return 0, err
	}
	if v > newest {
		return 0, fmt.Errorf("%w (schema %d, this one knows %d); use that version of Samling, or a newer one", ErrNewer, v, newest)
	}
	return v, nil
}

// migrate takes the ledger to the newest schema. One process does it, in one transaction.
func (p *Postgres) migrate(ctx context.Context, steps []step) error {
	return p.db.transact(ctx, func(tx *session) error {
		if _, err := tx.ExecContext(ctx, p.waitFor(lockMigration)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+quoteName(p.schema)); err != nil {
			return err
		}
		from, err := p.schemaVersion(ctx, tx, len(steps))
		if err != nil || from == len(steps) {
			return err
		}
		for i, step := range steps[from:] {
			if err := step.run(ctx, tx); err != nil {
				return fmt.Errorf("schema %d: %w", from+i+1, err)
			}
		}
		if from == 0 {
			if _, err := tx.ExecContext(ctx, "CREATE TABLE ledger (version INTEGER NOT NULL); INSERT INTO ledger VALUES (0)"); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "UPDATE ledger SET version = ?", len(steps))
		return err
	})
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
