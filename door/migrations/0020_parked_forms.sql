-- What a form held that came after its session had ended (ID-3): sealed, its account's alone, for a day. Its page is shown with
-- it again; nothing of it is ever sent by itself.
CREATE TABLE parked_forms (
    parked_key TEXT PRIMARY KEY,
    account_key TEXT NOT NULL REFERENCES accounts,
    parked_at BIGINT NOT NULL,
    opened_at BIGINT,
    sealed BYTEA NOT NULL
);
CREATE INDEX parked_forms_of_account ON parked_forms (account_key, parked_at);
CREATE INDEX parked_forms_by_age ON parked_forms (parked_at);

-- By what an earlier session's form is known once another session took its place: the hash of the token that its forms carry.
ALTER TABLE sessions ADD COLUMN csrf_sha256 TEXT NOT NULL DEFAULT '';
