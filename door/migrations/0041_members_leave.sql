-- One person leaves an enrollment while the others stay: the last day of whoever left, the day before the first where they were never
-- covered; and from that day on what the rest costs, in all and a share each. What was signed stays as it was.
ALTER TABLE enrollment_members ADD COLUMN ends_on TEXT;
CREATE TABLE enrollment_terms (
    step_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL,
    enrollment_key TEXT NOT NULL REFERENCES enrollments,
    from_on TEXT NOT NULL,
    premium_cents BIGINT NOT NULL,
    credit_cents BIGINT NOT NULL,
    outbox_key TEXT NOT NULL,
    CHECK (credit_cents >= 0 AND credit_cents <= premium_cents)
);
CREATE INDEX enrollment_terms_in_order ON enrollment_terms (enrollment_key, from_on, step_key);
CREATE TABLE enrollment_shares (
    step_key TEXT NOT NULL REFERENCES enrollment_terms,
    consumer_key TEXT NOT NULL,
    person TEXT NOT NULL,
    premium_cents BIGINT NOT NULL,
    PRIMARY KEY (step_key, person)
);
