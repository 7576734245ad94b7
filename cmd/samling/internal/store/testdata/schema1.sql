PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE snapshot (
	n          INTEGER PRIMARY KEY,
	sha256     TEXT    NOT NULL,
	media_type TEXT    NOT NULL,
	fetched    INTEGER NOT NULL,
	UNIQUE (sha256, media_type, fetched)
) STRICT;
INSERT INTO snapshot VALUES(1,'aa01','text/html',1793599260);
INSERT INTO snapshot VALUES(2,'bb02','text/html',1793599320);
INSERT INTO snapshot VALUES(3,'aa04','text/html',1793599440);
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
INSERT INTO source VALUES(1,'a','"aa04"','Mon, 02 Nov 2026 06:00:00 GMT',3,'rules 1','','',2,1793599440);
INSERT INTO source VALUES(2,'b','"bb02"','Mon, 02 Nov 2026 06:00:00 GMT',2,'rules 1','','',1,1793599320);
CREATE TABLE harvest (
	n        INTEGER PRIMARY KEY,
	source   INTEGER NOT NULL REFERENCES source,
	started  INTEGER NOT NULL,
	ended    INTEGER NOT NULL,
	snapshot INTEGER NOT NULL REFERENCES snapshot
) STRICT;
INSERT INTO harvest VALUES(1,1,1793599260,1793599262,1);
INSERT INTO harvest VALUES(2,2,1793599320,1793599322,2);
INSERT INTO harvest VALUES(3,1,1793599440,1793599442,3);
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
INSERT INTO source_version VALUES(1,1,1,'https://example.org/a','Litteratursamling','nb','Slik kan du samarbeide.','no','distriktssenteret','rules 1');
INSERT INTO source_version VALUES(2,2,2,'https://example.org/b','Litteratursamling','nb','Slik kan du samarbeide.','no','distriktssenteret','rules 1');
INSERT INTO source_version VALUES(3,1,3,'https://example.org/a','Litteratursamling','nb','Slik kan du samarbeide.','no','distriktssenteret','rules 1');
CREATE TABLE record (
	n        INTEGER PRIMARY KEY,
	id       TEXT    NOT NULL UNIQUE,
	source   INTEGER NOT NULL REFERENCES source,
	created  INTEGER NOT NULL,
	position INTEGER NOT NULL, -- on the page where it was first seen
	missing  INTEGER           -- since when it is not on the page; the one column that may change
) STRICT;
INSERT INTO record VALUES(1,'x',1,1793599260,1,NULL);
INSERT INTO record VALUES(2,'y',1,1793599260,2,NULL);
INSERT INTO record VALUES(3,'z',1,1793599260,3,1793599440);
INSERT INTO record VALUES(4,'b1',2,1793599320,1,NULL);
CREATE TABLE version (
	seq     INTEGER PRIMARY KEY,
	record  INTEGER NOT NULL REFERENCES record,
	harvest INTEGER NOT NULL REFERENCES harvest,
	at      INTEGER NOT NULL,
	digest  BLOB    NOT NULL,
	bodies  TEXT    NOT NULL,
	body    TEXT    NOT NULL -- the record in JSON
) STRICT;
INSERT INTO version VALUES(1,1,1,1793599260,X'83f49851891226d33921d414c9c30510bda3454a8784bd665920248da8c72073','nibr','{"id":"x","page":"https://distriktssenteret.no/artikkel/litteratursamling/","title":{"value":"Interkommunalt samarbeid – x","language":"nb"},"titleProper":"Interkommunalt samarbeid","subtitle":"x","type":"rapport","publishers":[{"key":"nibr","name":"NIBR"}],"issued":"2012","description":{"value":"Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. ","language":"nb"},"link":"https://example.org/rapport/x.pdf","citation":"Rapport – NIBR 2012","titleSource":"Interkommunalt samarbeid – x","typeLineSource":"Rapport – NIBR 2012","typeSource":"Rapport","publisherSource":"NIBR","issuedSource":"2012","linkSource":"/rapport/x.pdf","position":1,"of":3,"descriptionAsWritten":true}');
INSERT INTO version VALUES(2,2,1,1793599260,X'c40270445aab89505b9c06ceca872ccf3b18c7456fa89b975f101e285eed0fbc','nibr','{"id":"y","page":"https://distriktssenteret.no/artikkel/litteratursamling/","title":{"value":"Interkommunalt samarbeid – y","language":"nb"},"titleProper":"Interkommunalt samarbeid","subtitle":"y","type":"rapport","publishers":[{"key":"nibr","name":"NIBR"}],"issued":"2012","description":{"value":"Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. ","language":"nb"},"link":"https://example.org/rapport/y.pdf","citation":"Rapport – NIBR 2012","titleSource":"Interkommunalt samarbeid – y","typeLineSource":"Rapport – NIBR 2012","typeSource":"Rapport","publisherSource":"NIBR","issuedSource":"2012","linkSource":"/rapport/y.pdf","position":2,"of":3,"descriptionAsWritten":true}');
INSERT INTO version VALUES(3,3,1,1793599260,X'c9d7ddbb198a7e74166f0765a3d86980ed291767a5c16ea80b17ee8fb3df8108','nibr','{"id":"z","page":"https://distriktssenteret.no/artikkel/litteratursamling/","title":{"value":"Interkommunalt samarbeid – z","language":"nb"},"titleProper":"Interkommunalt samarbeid","subtitle":"z","type":"rapport","publishers":[{"key":"nibr","name":"NIBR"}],"issued":"2012","description":{"value":"Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. ","language":"nb"},"link":"https://example.org/rapport/z.pdf","citation":"Rapport – NIBR 2012","titleSource":"Interkommunalt samarbeid – z","typeLineSource":"Rapport – NIBR 2012","typeSource":"Rapport","publisherSource":"NIBR","issuedSource":"2012","linkSource":"/rapport/z.pdf","position":3,"of":3,"descriptionAsWritten":true}');
INSERT INTO version VALUES(4,4,2,1793599320,X'2871e8c65ce04ec287c04c3aea2db66c6c2f459cfbcedcde381f73381ab667f2','nibr ks ukjent-institutt','{"id":"b1","page":"https://distriktssenteret.no/artikkel/litteratursamling/","title":{"value":"Interkommunalt samarbeid – b1","language":"nn"},"titleProper":"Interkommunalt samarbeid","subtitle":"b1","type":"bok","publishers":[{"key":"nibr","name":"NIBR"},{"key":"ks","name":"KS"},{"key":"ukjent-institutt","name":"Ukjent institutt"}],"issued":"2012","description":{"value":"Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. ","language":"nb"},"link":"https://example.org/rapport/b1.pdf","citation":"Rapport – NIBR 2012","titleSource":"Interkommunalt samarbeid – b1","typeLineSource":"Rapport – NIBR 2012","typeSource":"Rapport","publisherSource":"NIBR","issuedSource":"2012","linkSource":"/rapport/b1.pdf","position":1,"of":1,"descriptionAsWritten":true}');
INSERT INTO version VALUES(5,1,3,1793599440,X'8d970acc00ae662f74d1de67e6630101f8f664990078ab53982016535aafe04e','nibr','{"id":"x","page":"https://distriktssenteret.no/artikkel/litteratursamling/","title":{"value":"Interkommunalt samarbeid – x","language":"nb"},"titleProper":"Interkommunalt samarbeid","subtitle":"x","type":"notat","publishers":[{"key":"nibr","name":"NIBR"}],"issued":"2013","description":{"value":"Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. Rapporten ser på erfaringer med samarbeid mellom kommuner i Distrikts-Norge, og på hva som skal til for at små kommuner får nok fagfolk. ","language":"nb"},"link":"https://example.org/rapport/x.pdf","citation":"Rapport – NIBR 2012","titleSource":"Interkommunalt samarbeid – x","typeLineSource":"Rapport – NIBR 2012","typeSource":"Rapport","publisherSource":"NIBR","issuedSource":"2012","linkSource":"/rapport/x.pdf","position":1,"of":2,"descriptionAsWritten":true}');
CREATE TABLE body (
	n    INTEGER PRIMARY KEY,
	key  TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO body VALUES(1,'ukjent-institutt','Ukjent institutt');
CREATE TABLE edition (
	number         INTEGER PRIMARY KEY,
	made           INTEGER NOT NULL,
	key            TEXT    NOT NULL,
	version        INTEGER NOT NULL, -- the last seq it holds
	source_version INTEGER NOT NULL
) STRICT;
INSERT INTO edition VALUES(1,1793599380,'key',4,2);
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
CREATE INDEX harvest_source ON harvest (source);
CREATE INDEX source_version_source ON source_version (source, seq);
CREATE INDEX record_source ON record (source, id);
CREATE INDEX record_created ON record (created DESC, position, id);
CREATE INDEX version_record ON version (record, seq, harvest, bodies);
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
COMMIT;
PRAGMA user_version = 1;
PRAGMA application_id = 1396788556;
