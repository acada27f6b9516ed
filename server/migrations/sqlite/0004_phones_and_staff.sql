-- Fingerprints of the numbers of customers: they tell whether a number may be known, and name nobody.
CREATE TABLE phone_print (
    customer TEXT NOT NULL,
    print    INTEGER NOT NULL,
    store    INTEGER NOT NULL,
    PRIMARY KEY (customer, print)
) STRICT, WITHOUT ROWID;

CREATE INDEX phone_print_store ON phone_print (store, print);

-- What else a line of the record is about: a login, a device.
ALTER TABLE audit ADD COLUMN about TEXT NOT NULL DEFAULT '';
