-- A change after submission: a dated version of the case, that follows what was submitted and leaves it as it was.
ALTER TABLE applications ADD COLUMN follows TEXT REFERENCES applications;
-- What happened, and on which day.
ALTER TABLE applications ADD COLUMN event TEXT;
ALTER TABLE applications ADD COLUMN event_on TEXT;
CREATE INDEX applications_follow ON applications (follows) WHERE follows IS NOT NULL;
