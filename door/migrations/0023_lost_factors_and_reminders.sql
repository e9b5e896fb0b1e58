-- How it was checked who asked for another second factor. Of an assister or an agency's administrator it stands in the
-- history of the account too.
ALTER TABLE factor_resets ADD COLUMN checked TEXT NOT NULL DEFAULT '';

-- When an account was signed in to last, and when its person was last told of an odd sign-in, so that each kind is told once
-- a day at most.
CREATE TABLE sign_ins_told (
    account_key TEXT PRIMARY KEY REFERENCES accounts,
    last_at BIGINT NOT NULL,
    browser_told_at BIGINT,
    tries_told_at BIGINT
);

-- When resource managers were told that an identity system's token ends soon.
ALTER TABLE tokens ADD COLUMN reminded_at BIGINT;
