-- Tokens with which identity systems come in (SCIM 2.0). A resource manager makes one, for assisters and agencies of one kind;
-- it is shown once, and only its hash is kept.
CREATE TABLE tokens (
    token_key TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('broker','navigator','cac')),
    scope TEXT NOT NULL CHECK (scope IN ('read','write')),
    account_key TEXT NOT NULL REFERENCES accounts,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);

-- How an identity system calls an assister and an agency. Without a name of its own an assister is called by the e-mail
-- address. An account that was closed there does not exist there any more; its record stands.
ALTER TABLE assisters ADD COLUMN user_name TEXT;
ALTER TABLE assisters ADD COLUMN external_id TEXT;
ALTER TABLE assisters ADD COLUMN closed_at BIGINT;
ALTER TABLE agencies ADD COLUMN external_id TEXT;
CREATE UNIQUE INDEX one_user_name ON assisters (user_name) WHERE user_name IS NOT NULL;
CREATE INDEX assisters_by_external_id ON assisters (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX assisters_by_kind ON assisters (kind, assister_key);

-- With which token a step of the life cycle was taken; none when a person took it.
ALTER TABLE assister_transitions ADD COLUMN token_key TEXT;
