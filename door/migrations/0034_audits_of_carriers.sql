-- An audit file to a carrier: all coverage of a year as it stands. That it begins is noted before it is written, as with every file.
ALTER TABLE carrier_numbers ADD COLUMN audit_begun_at BIGINT;
ALTER TABLE carrier_numbers ADD COLUMN audit_year BIGINT;
ALTER TABLE carrier_files ADD COLUMN audit_year BIGINT;
CREATE INDEX enrollments_of_carrier ON enrollments (carrier, plan_year, enrollment_key);

-- An audit file that came from a carrier, compared with what stood here when it was taken.
CREATE TABLE carrier_audits (
    audit_key TEXT PRIMARY KEY,
    carrier TEXT NOT NULL,
    file_sha256 TEXT NOT NULL REFERENCES carrier_imports,
    made_on TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    policies BIGINT NOT NULL,
    differences BIGINT NOT NULL
);
CREATE INDEX carrier_audits_by_carrier ON carrier_audits (carrier, taken_at);
CREATE TABLE carrier_differences (
    audit_key TEXT NOT NULL REFERENCES carrier_audits,
    place BIGINT NOT NULL,
    policy TEXT NOT NULL,
    difference TEXT NOT NULL,
    ours TEXT NOT NULL,
    theirs TEXT NOT NULL,
    PRIMARY KEY (audit_key, place)
);
