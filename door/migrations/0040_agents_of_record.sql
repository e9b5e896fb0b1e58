-- Another broker of record from a day on, or none any more (ENR-6): who it was at first stands with the signature. Each is a step of its
-- enrollment, and one 834, which is taken back when another change comes before it went.
CREATE TABLE enrollment_agents (
    step_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL,
    enrollment_key TEXT NOT NULL REFERENCES enrollments,
    from_on TEXT NOT NULL,
    broker_key TEXT,
    broker_name TEXT,
    broker_npn TEXT,
    outbox_key TEXT NOT NULL,
    CHECK ((broker_key IS NULL) = (broker_npn IS NULL)),
    CHECK ((broker_key IS NULL) = (broker_name IS NULL))
);
CREATE INDEX enrollment_agents_in_order ON enrollment_agents (enrollment_key, from_on, step_key);
