-- A password that is set anew: the token names it to one browser, and only hashes stand here. Whose accounts it may
-- set; of a name that nobody has, there is a row like any other, with none. "person" is a keyed blind index of the
-- address that the code goes to: who asks again ends what was open.
CREATE TABLE password_resets (
    reset_sha256 TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    own_account TEXT REFERENCES accounts,
    work_account TEXT REFERENCES accounts,
    code_sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    proven_at BIGINT,
    used_at BIGINT
);
CREATE INDEX password_resets_of_person ON password_resets (person);
CREATE INDEX password_resets_by_age ON password_resets (created_at);

-- A second factor that was lost, and is given back by the exchange after it checked who asks: from "due_at" on another
-- one is set up at sign-in, and until that is done the old one still works, and ends this.
CREATE TABLE factor_resets (
    reset_key TEXT PRIMARY KEY,
    account_key TEXT NOT NULL REFERENCES accounts,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    -- The new secret, sealed, from the first time that it is shown.
    totp_secret BYTEA,
    ended_at BIGINT,
    outcome TEXT CHECK (outcome IN ('set_up', 'kept', 'lapsed')),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX one_open_factor_reset ON factor_resets (account_key) WHERE ended_at IS NULL;
