-- A file to a carrier as it was written, and since when it waits to be brought to the carrier's server; nothing where somebody
-- carries it on from the folder.
ALTER TABLE carrier_files ADD COLUMN file_sha256 TEXT;
ALTER TABLE carrier_files ADD COLUMN file_bytes BIGINT;
ALTER TABLE carrier_files ADD COLUMN deliver_since BIGINT;
ALTER TABLE carrier_files ADD COLUMN delivered_at BIGINT;
CREATE INDEX carrier_files_to_deliver ON carrier_files (carrier, number) WHERE deliver_since IS NOT NULL AND delivered_at IS NULL;

-- The two ways between the portal and a carrier's server. A way is in one worker's hands until its lease ends; with a fault it
-- is due again after a pause that grows.
CREATE TABLE carrier_ways (
    carrier TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('out','in')),
    lease_until BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    fault TEXT,
    detail TEXT NOT NULL,
    file TEXT,
    fault_since BIGINT,
    worked_at BIGINT,
    PRIMARY KEY (carrier, way)
);
