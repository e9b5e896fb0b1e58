-- A suspension for cause is undone by two resource managers: one asks, another agrees (CERT-9).
ALTER TABLE assisters ADD COLUMN for_cause BIGINT NOT NULL DEFAULT 0 CHECK (for_cause IN (0, 1));
ALTER TABLE assisters ADD COLUMN reinstatement_asked_by TEXT;

-- When somebody signed in last: an assister's account that nobody signs in to for long is closed until staff open it again
-- (CERT-8). What stood before counts from now on.
ALTER TABLE accounts ADD COLUMN last_used_at BIGINT;
UPDATE accounts SET last_used_at = coalesce((SELECT max(s.last_seen_at) FROM sessions s
    WHERE s.account_key = accounts.account_key AND s.second_factor_due = 0), created_at);
