-- The heads of the chains whose events were hashed without a key, marked with one when this file ran (chain.rs): an
-- event without a key counts up to there and no further. The line of the subject '' says that it was done.

CREATE TABLE audit_adopted (
    subject TEXT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    mark TEXT NOT NULL
);

-- Tries of people without access, counted for the consumer's activity by day. Each stands in its own account's chain.
CREATE TABLE strangers (
    consumer_key TEXT NOT NULL,
    day TEXT NOT NULL,
    tries BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_key, day)
);

-- Nothing asked by account; the newest events are asked for, and what others did to a consumer's data.
DROP INDEX audit_events_by_account;
CREATE INDEX audit_events_by_time ON audit_events (at);
CREATE INDEX audit_events_of_others ON audit_events (subject, number) WHERE subject LIKE 'consumer:%' AND basis <> 'own_account';
