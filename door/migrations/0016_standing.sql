-- A suspension for cause is undone by two resource managers: one asks, another agrees (CERT-9).
ALTER TABLE assisters ADD COLUMN for_cause BIGINT NOT NULL DEFAULT 0 CHECK (for_cause IN (0, 1));
ALTER TABLE assisters ADD COLUMN reinstatement_asked_by TEXT;

-- When somebody signed in last: an assister's account that nobody signs in to for long is closed until staff open it again
-- (CERT-8). What stood before counts from now on.
ALTER TABLE accounts ADD COLUMN last_used_at BIGINT;
UPDATE accounts SET last_used_at = coalesce((SELECT max(s.last_seen_at) FROM sessions s
    WHERE s.account_key = accounts.account_key AND s.second_factor_due = 0), created_at);

-- Which carriers appointed a broker, from when to when: asked where commissions are, not for access.
CREATE TABLE appointments (
    assister_key TEXT NOT NULL REFERENCES assisters,
    issuer TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    PRIMARY KEY (assister_key, issuer)
);

-- One person's second account, closed for the other one: its number is never given to anybody else, and its associations
-- stay as they are (CERT-9).
ALTER TABLE assisters ADD COLUMN merged_into TEXT REFERENCES assisters;
