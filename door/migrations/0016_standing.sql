-- A suspension for cause is undone by two resource managers: one asks, another agrees (CERT-9).
ALTER TABLE assisters ADD COLUMN for_cause BIGINT NOT NULL DEFAULT 0 CHECK (for_cause IN (0, 1));
ALTER TABLE assisters ADD COLUMN reinstatement_asked_by TEXT;
