-- Whose account somebody of the state's identity provider has here (ID-1): by the issuer and the subject that it gives, never
-- by an address, which can change hands. One for an account, one for a subject.
CREATE TABLE provider_links (
    link_key TEXT PRIMARY KEY,
    account_key TEXT NOT NULL UNIQUE REFERENCES accounts,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (issuer, subject)
);

-- What is on its way to the provider and back, or waits for its account's consent: the browser has one token, the address of
-- the way back the other, and only hashes stand here. Each is taken once. Sealed: what makes the answer ours.
CREATE TABLE provider_errands (
    errand_sha256 TEXT PRIMARY KEY,
    state_sha256 TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX provider_errands_by_age ON provider_errands (begun_at);

-- Which of the provider's messages that somebody signed out there was heard: each is heard once.
CREATE TABLE provider_logouts (
    message_sha256 TEXT PRIMARY KEY,
    heard_at BIGINT NOT NULL
);
CREATE INDEX provider_logouts_by_age ON provider_logouts (heard_at);

-- Through which link a session was begun, and what the provider calls the session that it belongs to; a session in its place
-- has the same.
ALTER TABLE sessions ADD COLUMN provider_link TEXT;
ALTER TABLE sessions ADD COLUMN provider_sid TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_of_provider_link ON sessions (provider_link) WHERE provider_link IS NOT NULL;
CREATE INDEX sessions_of_provider_sid ON sessions (provider_sid) WHERE provider_sid <> '';
