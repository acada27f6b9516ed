-- When a customer's row was last written or taken away, in the order of the commits: who keeps the rows in memory reads what is new.
CREATE TABLE customer_rev (
    rev      INTEGER PRIMARY KEY AUTOINCREMENT,
    store    INTEGER NOT NULL,
    customer TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX customer_rev_store ON customer_rev (store, rev);

INSERT INTO customer_rev (store, customer) SELECT store, customer FROM customer_row;
