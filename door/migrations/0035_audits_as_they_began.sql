-- What stands in the audit that was begun for a carrier: after a crash it is written again with the same bytes.
CREATE TABLE carrier_audit_items (
    carrier TEXT NOT NULL,
    enrollment_key TEXT NOT NULL,
    outbox_key TEXT NOT NULL,
    ends_on TEXT,
    broker_name TEXT,
    broker_npn TEXT,
    carrier_policy TEXT,
    carrier_subscriber TEXT,
    PRIMARY KEY (carrier, enrollment_key)
);
