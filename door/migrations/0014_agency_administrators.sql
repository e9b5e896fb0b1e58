-- An agency's administrator is an account of that agency's; what she and assisters ask of the exchange waits in one queue of
-- the resource managers'. And what an assister says of their own hours, and of an absence.

ALTER TABLE accounts ADD COLUMN agency_key TEXT REFERENCES agencies;
CREATE INDEX accounts_of_agency ON accounts (agency_key) WHERE agency_key IS NOT NULL;
ALTER TABLE staff_invitations ADD COLUMN agency_key TEXT REFERENCES agencies;

-- Hours in the assister's own words; an absence from its first to its last day. The stand-in gets no access by it.
ALTER TABLE assisters ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE assisters ADD COLUMN absent_from TEXT;
ALTER TABLE assisters ADD COLUMN absent_until TEXT;
ALTER TABLE assisters ADD COLUMN stand_in TEXT REFERENCES assisters;

-- Requests to the exchange: an agency's (somebody new, a transfer, somebody who left, a correction), and an assister's
-- change of the public details. The answers are the form's, a line a field; nothing is changed before a resource manager
-- accepts it.
CREATE TABLE roster_requests (
    request_key TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('add','transfer','leave','correct','profile')),
    agency_key TEXT REFERENCES agencies,
    assister_key TEXT REFERENCES assisters,
    answers TEXT NOT NULL,
    note TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open','done','declined')),
    answer TEXT NOT NULL DEFAULT '',
    answered_at BIGINT,
    answered_by TEXT
);
CREATE INDEX roster_requests_open ON roster_requests (asked_at, request_key) WHERE state = 'open';
CREATE INDEX roster_requests_of_agency ON roster_requests (agency_key, asked_at);
CREATE INDEX roster_requests_of_assister ON roster_requests (assister_key, asked_at);
CREATE UNIQUE INDEX one_open_profile_change ON roster_requests (assister_key) WHERE kind = 'profile' AND state = 'open';
