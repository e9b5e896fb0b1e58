-- What a server checks about its database: a text sealed with the key that this database goes with, so that another
-- key is found before anything is sealed with it; and a row that is written to see that writing goes.

CREATE TABLE key_check (
    check_key TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE health (
    health_key TEXT PRIMARY KEY,
    written_at BIGINT NOT NULL
);
