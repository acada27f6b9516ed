-- What finance decided on an order, once (rules E2). `told`: the owner's desk has the fact.
-- The slip's number is the year and `number`; refusals have none.
CREATE TABLE delivery_decision (
    order_id TEXT NOT NULL PRIMARY KEY,
    customer TEXT NOT NULL,
    store    INTEGER NOT NULL REFERENCES store (id),
    decision TEXT NOT NULL,
    vin      TEXT NOT NULL,
    year     INTEGER NOT NULL,
    number   INTEGER,
    reason   TEXT NOT NULL,
    staff    TEXT NOT NULL REFERENCES staff (id),
    at       INTEGER NOT NULL,
    desk     BLOB,
    told     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (store, year, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_decision_untold ON delivery_decision (order_id) WHERE told = 0;
