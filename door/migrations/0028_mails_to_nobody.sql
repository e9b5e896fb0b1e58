-- Mails that somebody asked for whom nobody is: written like any other, so that time does not tell, never delivered, and
-- forgotten every hour. Columns and indexes are those of the outbox.
CREATE TABLE mails_to_nobody (
    outbox_key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    destination TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX mails_to_nobody_due ON mails_to_nobody (kind, outbox_key);
CREATE INDEX mails_to_nobody_by_destination ON mails_to_nobody (kind, destination, outbox_key);
