-- The server's store. Times are milliseconds since 1970-01-01T00:00:00Z; ids of people and customers are ULIDs as text;
-- ids of documents are their 16 bytes; secrets stand here as SHA-256 (random ones) or argon2id (passwords), never as they are.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- People.

CREATE TABLE store (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
    id       TEXT NOT NULL PRIMARY KEY,
    login    TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    role     TEXT NOT NULL,
    store    INTEGER NOT NULL REFERENCES store (id),
    password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX staff_store ON staff (store);

CREATE TABLE device (
    id       TEXT NOT NULL PRIMARY KEY,
    staff    TEXT NOT NULL REFERENCES staff (id),
    name     TEXT NOT NULL,
    secret   BLOB NOT NULL,
    enrolled INTEGER NOT NULL,
    synced   INTEGER,
    seen     INTEGER,
    revoked  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX device_staff ON device (staff);

CREATE TABLE session (
    token      BLOB NOT NULL PRIMARY KEY,
    staff      TEXT NOT NULL REFERENCES staff (id),
    device     TEXT REFERENCES device (id),
    created    INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    idle_until INTEGER NOT NULL,
    until      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_staff ON session (staff);

-- Sign-ins that have failed since the last good one, by SHA-256 of the login: unknown logins look the same.
CREATE TABLE attempt (
    account  BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    retry_at INTEGER NOT NULL,
    last     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The set-up link of a server without accounts.
CREATE TABLE setup (
    token BLOB NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Documents.

CREATE TABLE document (
    id    BLOB NOT NULL PRIMARY KEY,
    kind  TEXT NOT NULL,
    owner TEXT REFERENCES staff (id),
    store INTEGER NOT NULL REFERENCES store (id),
    epoch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    pos      INTEGER PRIMARY KEY AUTOINCREMENT,
    doc      BLOB NOT NULL REFERENCES document (id),
    hash     BLOB NOT NULL,
    actor    TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    device   TEXT,
    received INTEGER NOT NULL,
    lower    INTEGER NOT NULL,
    UNIQUE (doc, hash)
) STRICT;

CREATE INDEX change_doc ON change (doc, pos);

-- A document up to a change, in one piece. The changes stay: they are the record.
CREATE TABLE snapshot (
    doc   BLOB NOT NULL PRIMARY KEY REFERENCES document (id),
    bytes BLOB NOT NULL,
    upto  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The facts of all documents: the first text that came under an id, for ever (rules F4).
CREATE TABLE fact (
    id       TEXT NOT NULL,
    place    INTEGER NOT NULL,
    doc      BLOB NOT NULL REFERENCES document (id),
    customer TEXT,
    text     TEXT NOT NULL,
    received INTEGER NOT NULL,
    device   TEXT,
    PRIMARY KEY (id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_customer ON fact (customer) WHERE customer IS NOT NULL;
CREATE INDEX fact_doc ON fact (doc) WHERE customer IS NULL;

-- Read models.

-- What has been committed and is not in the read models yet: a customer, or with '' a store's settings and with them everybody.
-- Each commit gives a new mark, so that a projector takes away only what it has seen.
CREATE TABLE ahead (
    mark     INTEGER PRIMARY KEY AUTOINCREMENT,
    store    INTEGER NOT NULL,
    customer TEXT NOT NULL,
    UNIQUE (store, customer)
) STRICT;

CREATE TABLE customer_row (
    customer TEXT NOT NULL PRIMARY KEY,
    store    INTEGER NOT NULL,
    advisor  TEXT,
    due      TEXT,
    lock_at  INTEGER,
    row      BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_row_store ON customer_row (store, advisor);
CREATE INDEX customer_row_lock ON customer_row (lock_at) WHERE lock_at IS NOT NULL;

-- The server's stamp of a lock, once by customer and due date (rules D5).
-- `told` and `lift_told`: the desk has the fact.
CREATE TABLE lock_stamp (
    customer  TEXT NOT NULL,
    due       TEXT NOT NULL,
    since     INTEGER NOT NULL,
    desk      BLOB,
    told      INTEGER NOT NULL DEFAULT 0,
    lifted    INTEGER,
    lifted_by TEXT,
    lift_told INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (customer, due)
) STRICT, WITHOUT ROWID;

CREATE INDEX lock_stamp_untold ON lock_stamp (customer) WHERE told = 0 OR (lifted IS NOT NULL AND lift_told = 0);
