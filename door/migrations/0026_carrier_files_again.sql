-- The instant in a file's envelope: with it the same file can be written once more, byte by byte.
ALTER TABLE carrier_files ADD COLUMN begun_at BIGINT;
-- That somebody asked for a file again, and when it went, or its transactions in another one.
ALTER TABLE carrier_files ADD COLUMN again_asked_at BIGINT;
ALTER TABLE carrier_files ADD COLUMN sent_again_at BIGINT;
CREATE INDEX carrier_files_again ON carrier_files (carrier, number) WHERE again_asked_at IS NOT NULL;

-- Who has settled what waited for somebody, when and how.
ALTER TABLE carrier_answers ADD COLUMN settled_at BIGINT;
ALTER TABLE carrier_answers ADD COLUMN settled_by TEXT REFERENCES accounts;
ALTER TABLE carrier_answers ADD COLUMN settled_how TEXT;
