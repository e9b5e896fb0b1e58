-- Roster files (CERT-2) between their upload and a day later: sealed, and the resource manager's who uploaded them. What
-- each row comes to is kept in pages, sealed too; nothing is written to the roster before the file is applied.
CREATE TABLE roster_files (
    file_key TEXT PRIMARY KEY,
    account_key TEXT NOT NULL,
    form_key TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asking','looking','ready','applying','applied')),
    note TEXT NOT NULL DEFAULT '' CHECK (note IN ('','changed','failed')),
    mapping TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL DEFAULT 0,
    refused BIGINT NOT NULL DEFAULT 0,
    changed BIGINT NOT NULL DEFAULT 0,
    added BIGINT NOT NULL DEFAULT 0,
    unchanged BIGINT NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT '',
    uploaded_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    applied_at BIGINT,
    sealed BYTEA NOT NULL
);
CREATE UNIQUE INDEX one_roster_file_per_form ON roster_files (account_key, form_key);
CREATE INDEX roster_files_by_age ON roster_files (uploaded_at);

CREATE TABLE roster_file_pages (
    page_key TEXT PRIMARY KEY,
    file_key TEXT NOT NULL REFERENCES roster_files,
    outcome TEXT NOT NULL CHECK (outcome IN ('refused','changed','new','unchanged')),
    number BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE UNIQUE INDEX roster_file_pages_of_file ON roster_file_pages (file_key, outcome, number);

-- What a roster file writes, made ready beside the roster: the transaction that applies it moves these rows in a few
-- statements, so that the one writer of a small database is held for a moment. They go when it ended, or a day later.
CREATE TABLE staged_accounts (
    batch_key TEXT NOT NULL,
    is_new BIGINT NOT NULL CHECK (is_new IN (0, 1)),
    assister_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    reference_number TEXT NOT NULL,
    assister_id TEXT,
    kind TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    languages TEXT NOT NULL,
    agency_key TEXT,
    npn TEXT,
    certified_from TEXT,
    certified_until TEXT,
    training_passed_on TEXT,
    assessment_passed_on TEXT,
    background_study_on TEXT,
    agreement_signed_on TEXT,
    access_approved_on TEXT,
    license_until TEXT,
    city TEXT NOT NULL,
    zip TEXT NOT NULL,
    county TEXT NOT NULL,
    north BIGINT,
    east BIGINT,
    ways TEXT NOT NULL,
    accessibility TEXT NOT NULL,
    hours TEXT NOT NULL,
    accepts_new BIGINT NOT NULL,
    in_directory BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (batch_key, assister_key)
);
CREATE TABLE staged_invitations (
    batch_key TEXT NOT NULL,
    code_sha256 TEXT NOT NULL,
    assister_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (batch_key, code_sha256)
);
CREATE TABLE staged_changes (
    batch_key TEXT NOT NULL,
    target TEXT NOT NULL,
    nth BIGINT NOT NULL,
    field TEXT NOT NULL,
    was TEXT NOT NULL,
    becomes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (batch_key, target, nth)
);
CREATE TABLE staged_mails (
    batch_key TEXT NOT NULL,
    outbox_key TEXT NOT NULL,
    destination TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (batch_key, outbox_key)
);
