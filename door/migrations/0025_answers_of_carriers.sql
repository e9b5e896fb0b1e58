-- A file that went to a carrier, by its control number: what it held, and what the carrier's system made of it.
CREATE TABLE carrier_files (
    carrier TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    first_transaction BIGINT NOT NULL,
    transactions BIGINT NOT NULL,
    answered_at BIGINT,
    verdict TEXT CHECK (verdict IN ('accepted','accepted_with_errors','partly_accepted','rejected')),
    PRIMARY KEY (carrier, number)
);
-- In which of them a message went: an answer names it by its place there.
ALTER TABLE outbox ADD COLUMN file_number BIGINT;
CREATE INDEX outbox_by_file ON outbox (destination, file_number, outbox_key) WHERE file_number IS NOT NULL;

-- The numbers that the carrier has for a policy and its subscriber, once it has said them.
ALTER TABLE enrollments ADD COLUMN carrier_policy TEXT;
ALTER TABLE enrollments ADD COLUMN carrier_subscriber TEXT;

-- A file that came from a carrier: it is taken once.
CREATE TABLE carrier_imports (
    file_sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    items BIGINT NOT NULL
);

-- What of it was not carried out, with its place, until somebody has looked at it.
CREATE TABLE carrier_answers (
    answer_key TEXT PRIMARY KEY,
    file_sha256 TEXT NOT NULL REFERENCES carrier_imports,
    carrier TEXT NOT NULL,
    interchange BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    fault TEXT NOT NULL,
    detail TEXT NOT NULL,
    enrollment_key TEXT,
    taken_at BIGINT NOT NULL
);
CREATE INDEX carrier_answers_by_carrier ON carrier_answers (carrier, answer_key);
