-- The reception's register: every arrival, also one that leaves no name.
CREATE TABLE arrival (
    id       TEXT NOT NULL PRIMARY KEY,
    store    INTEGER NOT NULL REFERENCES store (id),
    at       INTEGER NOT NULL,
    left_at  INTEGER,
    party    INTEGER NOT NULL,
    purpose  TEXT NOT NULL,
    again    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    advisor  TEXT REFERENCES staff (id),
    by_turn  INTEGER NOT NULL,
    customer TEXT,
    staff    TEXT NOT NULL REFERENCES staff (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX arrival_store ON arrival (store, at);
