-- Passkeys (ID-1, ID-2): a credential that a device keeps, by what its id hashes to; the public key and the counter are sealed.
-- One that may have been copied is set aside: it signs nobody in, and still counts as a factor that is set up.
CREATE TABLE passkeys (
    passkey_key TEXT PRIMARY KEY,
    account_key TEXT NOT NULL REFERENCES accounts,
    credential_sha256 TEXT NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    name TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT,
    set_aside_at BIGINT
);
CREATE INDEX passkeys_of_account ON passkeys (account_key, added_at);

-- What a browser was asked to sign: good once, for a few minutes, for the browser or session that asked.
CREATE TABLE passkey_challenges (
    challenge_key TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('add', 'set_up', 'sign_in', 'second_factor', 'step_up')),
    bound_to TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    used_at BIGINT,
    sealed BYTEA NOT NULL
);
CREATE INDEX passkey_challenges_of ON passkey_challenges (bound_to, purpose);
CREATE INDEX passkey_challenges_by_age ON passkey_challenges (begun_at);
