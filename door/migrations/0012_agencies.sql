-- Agencies as records of their own: certified by the exchange, under a contract with dates, with people to talk to. And
-- what a certification rests on, date by date (CERT-1). An agency that stood before contracts were recorded counts as
-- certified and under contract since the year 2000, until somebody records its days.

ALTER TABLE agencies ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN npn TEXT;
ALTER TABLE agencies ADD COLUMN certified_on TEXT;
ALTER TABLE agencies ADD COLUMN contract_from TEXT;
ALTER TABLE agencies ADD COLUMN contract_until TEXT;
ALTER TABLE agencies ADD COLUMN merged_into TEXT REFERENCES agencies;
ALTER TABLE agencies ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
UPDATE agencies SET certified_on = '2000-01-01', contract_from = '2000-01-01';
CREATE INDEX agencies_by_name ON agencies (name, agency_key);

CREATE TABLE agency_contacts (
    agency_key TEXT NOT NULL REFERENCES agencies,
    kind TEXT NOT NULL CHECK (kind IN ('primary','contract_manager','privacy','payment','signature')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    PRIMARY KEY (agency_key, kind)
);

ALTER TABLE assisters ADD COLUMN assessment_passed_on TEXT;
ALTER TABLE assisters ADD COLUMN background_study_on TEXT;
ALTER TABLE assisters ADD COLUMN agreement_signed_on TEXT;
UPDATE assisters SET assessment_passed_on = training_passed_on;
CREATE INDEX assisters_of_agency ON assisters (agency_key, family_name, given_name, assister_key);

-- What the public directory says of an assister (CERT-10): where, how and for whom. The place is that of the ZIP code, in
-- thousandths of a degree. Brokers stand in it when they asked for it; counselors never do.
ALTER TABLE assisters ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE assisters ADD COLUMN zip TEXT NOT NULL DEFAULT '';
ALTER TABLE assisters ADD COLUMN county TEXT NOT NULL DEFAULT '';
ALTER TABLE assisters ADD COLUMN north BIGINT;
ALTER TABLE assisters ADD COLUMN east BIGINT;
ALTER TABLE assisters ADD COLUMN ways TEXT NOT NULL DEFAULT 'in_person,phone';
ALTER TABLE assisters ADD COLUMN accessibility TEXT NOT NULL DEFAULT '';
ALTER TABLE assisters ADD COLUMN accepts_new BIGINT NOT NULL DEFAULT 1 CHECK (accepts_new IN (0, 1));
ALTER TABLE assisters ADD COLUMN in_directory BIGINT NOT NULL DEFAULT 0 CHECK (in_directory IN (0, 1));
CREATE INDEX assisters_by_place ON assisters (north, east) WHERE north IS NOT NULL;

-- What was changed in an assister's or an agency's record, field by field, and why (CERT-9).
CREATE TABLE roster_changes (
    target TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    field TEXT NOT NULL,
    was TEXT NOT NULL,
    becomes TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_key TEXT NOT NULL,
    PRIMARY KEY (target, number)
);

-- Members of staff who were invited to make their own account (ID-5); only the code's hash is kept.
CREATE TABLE staff_invitations (
    code_sha256 TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('agency_administrator','resource_manager','service_desk','auditor')),
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- An assister's request to one person, by e-mail address, to authorize them (ASSOC-12). It creates nothing: the person
-- reads the statement and agrees, or declines, or lets it lapse. Whether the address has an account stands nowhere here.
CREATE TABLE association_requests (
    request_key TEXT PRIMARY KEY,
    assister_key TEXT NOT NULL REFERENCES assisters,
    email TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    lapses_at BIGINT NOT NULL,
    answered_at BIGINT
);
CREATE UNIQUE INDEX one_open_request ON association_requests (assister_key, email) WHERE answered_at IS NULL;
CREATE INDEX association_requests_by_email ON association_requests (email) WHERE answered_at IS NULL;
CREATE INDEX association_requests_by_time ON association_requests (assister_key, asked_at);

-- Reminders before a lapse (CERT-8), each once: what lapses, its last day, and how many days before it.
CREATE TABLE reminders (
    assister_key TEXT NOT NULL REFERENCES assisters,
    lapse TEXT NOT NULL,
    last_day TEXT NOT NULL,
    days BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (assister_key, lapse, last_day, days)
);
