-- What stands in a file to a carrier, by its place, the first at 0: an answer names a transaction by its place, and a file can be
-- written once more as it was, although what stood in it has gone again in another one.
CREATE TABLE carrier_file_items (
    carrier TEXT NOT NULL,
    number BIGINT NOT NULL,
    place BIGINT NOT NULL,
    outbox_key TEXT NOT NULL,
    PRIMARY KEY (carrier, number, place)
);
INSERT INTO carrier_file_items (carrier, number, place, outbox_key)
SELECT destination, file_number, row_number() OVER (PARTITION BY destination, file_number ORDER BY outbox_key) - 1, outbox_key
FROM outbox WHERE file_number IS NOT NULL;
DROP INDEX outbox_by_file;
ALTER TABLE outbox DROP COLUMN file_number;

-- Everything that a carrier is told of one enrollment, in its order.
CREATE INDEX outbox_of_enrollment ON outbox (subject, outbox_key) WHERE kind = 'enrollment_834';

-- A file whose envelope was received is not answered yet.
CREATE TABLE carrier_files_now (
    carrier TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    first_transaction BIGINT NOT NULL,
    transactions BIGINT NOT NULL,
    answered_at BIGINT,
    verdict TEXT CHECK (verdict IN ('received','accepted','accepted_with_errors','partly_accepted','rejected')),
    begun_at BIGINT,
    again_asked_at BIGINT,
    sent_again_at BIGINT,
    PRIMARY KEY (carrier, number)
);
INSERT INTO carrier_files_now (carrier, number, name, written_at, first_transaction, transactions, answered_at, verdict, begun_at, again_asked_at, sent_again_at)
SELECT carrier, number, name, written_at, first_transaction, transactions, answered_at, verdict, begun_at, again_asked_at, sent_again_at FROM carrier_files;
DROP TABLE carrier_files;
ALTER TABLE carrier_files_now RENAME TO carrier_files;
CREATE INDEX carrier_files_again ON carrier_files (carrier, number) WHERE again_asked_at IS NOT NULL;

-- The transaction of ours that a carrier's system did not take: it can go again by itself.
ALTER TABLE carrier_answers ADD COLUMN outbox_key TEXT;
