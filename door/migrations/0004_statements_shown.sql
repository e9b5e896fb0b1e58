-- Which authorization statement a session was shown (ASSOC-4): whoever agrees must have read this very text since
-- they signed in. A session is told by its account and when it began.

CREATE TABLE statements_shown (
    consumer_key TEXT NOT NULL REFERENCES consumers,
    account_key TEXT NOT NULL,
    session_began_at BIGINT NOT NULL,
    assister_key TEXT NOT NULL REFERENCES assisters,
    statement_version TEXT NOT NULL,
    statement_language TEXT NOT NULL,
    statement_sha256 TEXT NOT NULL,
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_key, account_key, session_began_at, assister_key, statement_version, statement_language, statement_sha256)
);
