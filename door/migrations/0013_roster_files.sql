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
