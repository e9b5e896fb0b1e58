-- Identity, made tighter (ID-1, ID-2).

-- An app's key that was shown to somebody who gave the password, until its first code: each session has its own, so that two
-- who know the password never see the same one. Sealed; all of an account's go when one is confirmed.
CREATE TABLE waiting_factors (
    token_sha256 TEXT PRIMARY KEY,
    account_key TEXT NOT NULL REFERENCES accounts,
    made_at BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX waiting_factors_of_account ON waiting_factors (account_key, made_at);

-- Where keys waited before, for everybody with the password: an account's secret is in force from now on, or there is none.
UPDATE accounts SET totp_secret = NULL, totp_last_step = 0 WHERE totp_confirmed_at IS NULL;
ALTER TABLE factor_resets DROP COLUMN totp_secret;

-- An account has one link with each issuer: that of an earlier provider does not stand in the way of another one's. Neither
-- engine drops a UNIQUE in the same words, so the table is made anew; nothing refers to it.
CREATE TABLE provider_links_anew (
    link_key TEXT PRIMARY KEY,
    account_key TEXT NOT NULL REFERENCES accounts,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (account_key, issuer),
    UNIQUE (issuer, subject)
);
INSERT INTO provider_links_anew (link_key, account_key, issuer, subject, linked_at, used_at)
SELECT link_key, account_key, issuer, subject, linked_at, used_at FROM provider_links;
DROP TABLE provider_links;
ALTER TABLE provider_links_anew RENAME TO provider_links;

-- Whoever was closed keeps no link: the person's other account can have it.
DELETE FROM provider_links WHERE account_key IN (SELECT account_key FROM accounts WHERE disabled_at IS NOT NULL);
