-- Control numbers of the files to each carrier: in order, without gaps (ENR-7).

CREATE TABLE carrier_numbers (
    carrier TEXT PRIMARY KEY,
    interchange BIGINT NOT NULL,
    transaction_number BIGINT NOT NULL
);
