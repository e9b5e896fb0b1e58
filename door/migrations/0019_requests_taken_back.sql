-- A request to the exchange can be taken back before it is answered (CERT-9). Neither engine widens a CHECK in the same
-- words, so the table is made anew; nothing refers to it.

CREATE TABLE roster_requests_anew (
    request_key TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('add','transfer','leave','correct','profile')),
    agency_key TEXT REFERENCES agencies,
    assister_key TEXT REFERENCES assisters,
    answers TEXT NOT NULL,
    note TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open','done','declined','taken_back')),
    answer TEXT NOT NULL DEFAULT '',
    answered_at BIGINT,
    answered_by TEXT
);
INSERT INTO roster_requests_anew (request_key, kind, agency_key, assister_key, answers, note, asked_at, asked_by, state, answer,
    answered_at, answered_by)
SELECT request_key, kind, agency_key, assister_key, answers, note, asked_at, asked_by, state, answer, answered_at, answered_by
FROM roster_requests;
DROP TABLE roster_requests;
ALTER TABLE roster_requests_anew RENAME TO roster_requests;
CREATE INDEX roster_requests_open ON roster_requests (asked_at, request_key) WHERE state = 'open';
CREATE INDEX roster_requests_of_agency ON roster_requests (agency_key, asked_at);
CREATE INDEX roster_requests_of_assister ON roster_requests (assister_key, asked_at);
CREATE UNIQUE INDEX one_open_profile_change ON roster_requests (assister_key) WHERE kind = 'profile' AND state = 'open';
