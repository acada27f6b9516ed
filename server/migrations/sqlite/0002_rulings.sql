-- Rulings. Each names the ruling that its author saw last ('' for none): of two on the same state, one is written and the other meets it.
CREATE TABLE ruling (
    customer TEXT NOT NULL,
    after    TEXT NOT NULL,
    fact     TEXT NOT NULL,
    author   TEXT NOT NULL REFERENCES staff (id),
    what     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (customer, after)
) STRICT, WITHOUT ROWID;

CREATE INDEX ruling_author ON ruling (author, at);

-- What desks are told: rulings, and the facts of customers who are handed over. The text goes when the desk has it.
CREATE TABLE desk_entry (
    desk BLOB NOT NULL REFERENCES document (id),
    fact TEXT NOT NULL,
    text TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (desk, fact)
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_entry_untold ON desk_entry (desk) WHERE told = 0;

-- Who saw and did what. No names, phones or notes: the customer's history has those, and forgets them with the customer.
CREATE TABLE audit (
    pos      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    store    INTEGER NOT NULL,
    staff    TEXT NOT NULL,
    what     TEXT NOT NULL,
    customer TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX audit_store ON audit (store, at);
