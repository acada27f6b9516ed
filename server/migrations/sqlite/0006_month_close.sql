-- Closed months: the table of an advisor as the manager signed it, one for each month, for ever. It holds names of customers:
-- whoever is forgotten is forgotten here, too (the row stays as erased).
-- `frozen` is the table, `past` what later forecasts read of it (rules H4); both JSON.
CREATE TABLE month_close (
    advisor TEXT NOT NULL REFERENCES staff (id),
    month   TEXT NOT NULL,
    store   INTEGER NOT NULL REFERENCES store (id),
    by      TEXT NOT NULL REFERENCES staff (id),
    at      INTEGER NOT NULL,
    frozen  TEXT NOT NULL,
    past    TEXT NOT NULL,
    PRIMARY KEY (advisor, month)
) STRICT, WITHOUT ROWID;

CREATE INDEX month_close_store ON month_close (store, month);

-- The customers of a book or a desk: whose month is it.
CREATE INDEX fact_doc_customer ON fact (doc, customer) WHERE customer IS NOT NULL;
