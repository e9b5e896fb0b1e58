-- What people change in their own accounts (ID-1, ID-2).

-- Another e-mail address that waits for the code mailed to it; one an account, gone when it is confirmed. When the address
-- has an account already, its owner was told and no code is right.
CREATE TABLE email_changes (
    account_key TEXT PRIMARY KEY REFERENCES accounts,
    email TEXT NOT NULL,
    code_sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0
);

-- What a person calls the app with the codes, and when one of its codes was used last.
ALTER TABLE accounts ADD COLUMN totp_name TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN totp_used_at BIGINT;
