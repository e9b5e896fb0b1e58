-- Files that show what happened, of a change after submission; each sealed with its consumer's own key.
CREATE TABLE proofs (
    consumer_key TEXT NOT NULL REFERENCES consumers,
    application_key TEXT NOT NULL REFERENCES applications,
    proof_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pdf','jpeg','png')),
    bytes BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_key, application_key, proof_key)
);
