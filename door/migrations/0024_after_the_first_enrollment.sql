-- Why coverage ended, in a word of the 834, and the enrollment that came in its place (ENR-5). Its last day stands in ends_on.
ALTER TABLE enrollments ADD COLUMN end_reason TEXT;
ALTER TABLE enrollments ADD COLUMN replaced_by TEXT;

-- What became of an enrollment after it was signed, a row a step: dated, by whom. Steps of carriers and jobs have nobody's name.
CREATE TABLE enrollment_steps (
    step_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL,
    enrollment_key TEXT NOT NULL REFERENCES enrollments,
    at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent','effectuated','failed','cancelled','terminated')),
    by_account TEXT,
    by_name TEXT
);
CREATE INDEX enrollment_steps_of_consumer ON enrollment_steps (consumer_key, at, step_key);

-- The last day of the plan that an assister's list shows, where it has one.
ALTER TABLE book ADD COLUMN ends_on TEXT;
CREATE INDEX book_by_end ON book (ends_on) WHERE ends_on IS NOT NULL;
