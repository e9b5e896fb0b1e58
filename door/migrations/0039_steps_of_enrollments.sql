-- What became of an enrollment can be more than a state: the desk gives coverage back (with its reason), another broker is of record,
-- one person leaves (who it is).
CREATE TABLE enrollment_steps_now (
    step_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL,
    enrollment_key TEXT NOT NULL REFERENCES enrollments,
    at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent','effectuated','failed','cancelled','terminated','reinstated','broker_changed','member_left')),
    by_account TEXT,
    by_name TEXT,
    reason TEXT,
    person TEXT,
    CHECK ((state = 'reinstated') = (reason IS NOT NULL)),
    CHECK ((state = 'member_left') = (person IS NOT NULL))
);
INSERT INTO enrollment_steps_now (step_key, consumer_key, enrollment_key, at, state, by_account, by_name)
SELECT step_key, consumer_key, enrollment_key, at, state, by_account, by_name FROM enrollment_steps;
DROP TABLE enrollment_steps;
ALTER TABLE enrollment_steps_now RENAME TO enrollment_steps;
CREATE INDEX enrollment_steps_of_consumer ON enrollment_steps (consumer_key, at, step_key);
