-- The portal's tables, one text for both databases. Instants are microseconds since 1970, days are
-- YYYY-MM-DD, money is cents, yes and no are 1 and 0, states are words. A row about a consumer carries
-- consumer_key first in its indexes, so that it can be sharded by consumer. Answers are JSON, page by page
-- (store/answers.rs); a determination's documents are packed JSON (store/packed.rs).

CREATE TABLE accounts (
    account_key TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('consumer','assister','agency_administrator','resource_manager','service_desk','auditor')),
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_verified_at BIGINT,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    password_hash TEXT,
    totp_secret BYTEA,
    totp_confirmed_at BIGINT,
    totp_last_step BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE UNIQUE INDEX one_consumer_account_per_email ON accounts (email) WHERE role = 'consumer';
CREATE UNIQUE INDEX one_working_account_per_email ON accounts (email) WHERE role <> 'consumer';

CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    account_key TEXT NOT NULL REFERENCES accounts,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    second_factor_due BIGINT NOT NULL CHECK (second_factor_due IN (0, 1)),
    ended_at BIGINT,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_of_account ON sessions (account_key);

-- A consumer's account before the code from the mail came back: all of it sealed.
CREATE TABLE registrations (
    registration_sha256 TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL,
    code_sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    used_at BIGINT
);
CREATE INDEX registrations_by_age ON registrations (created_at);

CREATE TABLE recovery_codes (
    account_key TEXT NOT NULL REFERENCES accounts,
    code_sha256 TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_key, code_sha256)
);

CREATE TABLE attempts (
    attempt_key TEXT PRIMARY KEY,
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    failed BIGINT NOT NULL CHECK (failed IN (0, 1))
);
CREATE INDEX attempts_by_subject ON attempts (scope, subject, at);

CREATE TABLE consumers (
    consumer_key TEXT PRIMARY KEY,
    account_key TEXT UNIQUE REFERENCES accounts,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    date_of_birth TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    frozen_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE agencies (
    agency_key TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('broker','navigator','cac')),
    state TEXT NOT NULL CHECK (state IN ('active','suspended')),
    created_at BIGINT NOT NULL
);

CREATE TABLE assisters (
    assister_key TEXT PRIMARY KEY,
    account_key TEXT UNIQUE REFERENCES accounts,
    kind TEXT NOT NULL CHECK (kind IN ('broker','navigator','cac')),
    state TEXT NOT NULL CHECK (state IN ('invited','active','suspended','decertified')),
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    public_phone TEXT NOT NULL,
    public_email TEXT NOT NULL,
    languages TEXT NOT NULL,
    agency_key TEXT REFERENCES agencies,
    reference_number TEXT NOT NULL UNIQUE,
    assister_id TEXT UNIQUE,
    npn TEXT,
    certified_from TEXT,
    certified_until TEXT,
    training_passed_on TEXT,
    access_approved_on TEXT,
    license_until TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK ((kind = 'broker') = (npn IS NOT NULL)),
    CHECK ((kind = 'broker') = (assister_id IS NULL))
);
CREATE UNIQUE INDEX one_active_broker_per_npn ON assisters (npn) WHERE npn IS NOT NULL AND state <> 'decertified';
CREATE INDEX assisters_by_name ON assisters (family_name, given_name, assister_key);

CREATE TABLE assister_transitions (
    assister_key TEXT NOT NULL REFERENCES assisters,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    transition TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_key TEXT NOT NULL,
    PRIMARY KEY (assister_key, number)
);

CREATE TABLE invitations (
    code_sha256 TEXT PRIMARY KEY,
    assister_key TEXT NOT NULL REFERENCES assisters,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX invitations_of_assister ON invitations (assister_key);

CREATE TABLE associations (
    association_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL REFERENCES consumers,
    assister_key TEXT NOT NULL REFERENCES assisters,
    started_at BIGINT NOT NULL,
    statement_version TEXT NOT NULL,
    statement_language TEXT NOT NULL,
    statement_sha256 TEXT NOT NULL,
    agreed_ip TEXT NOT NULL,
    agreed_user_agent TEXT NOT NULL,
    receipt TEXT NOT NULL,
    receipt_sha256 TEXT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT CHECK (ended_by IN ('consumer','replaced','desk')),
    end_reason TEXT
);
CREATE UNIQUE INDEX one_active_association ON associations (consumer_key) WHERE ended_at IS NULL;
CREATE INDEX associations_of_consumer ON associations (consumer_key, started_at);
CREATE INDEX associations_of_assister ON associations (assister_key, started_at);

CREATE TABLE applications (
    application_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL REFERENCES consumers,
    plan_year BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('financial_assistance','full_price')),
    state TEXT NOT NULL CHECK (state IN ('draft','submitted')),
    case_status TEXT CHECK (case_status IN ('pending','active','closed')),
    last_page TEXT NOT NULL,
    percent BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL DEFAULT 0,
    submitted_at BIGINT,
    submitted_by TEXT,
    signature TEXT,
    signature_text_version TEXT,
    signature_text_sha256 TEXT,
    signed_ip TEXT,
    answers TEXT NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX one_draft ON applications (consumer_key, plan_year, kind) WHERE state = 'draft';
CREATE UNIQUE INDEX one_open_case ON applications (consumer_key, plan_year) WHERE case_status IN ('pending','active');
CREATE INDEX applications_of_consumer ON applications (consumer_key, started_at);

CREATE TABLE social_security_numbers (
    consumer_key TEXT NOT NULL,
    application_key TEXT NOT NULL REFERENCES applications,
    person TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    blind_index TEXT NOT NULL,
    PRIMARY KEY (consumer_key, application_key, person)
);
CREATE INDEX social_security_numbers_blind ON social_security_numbers (blind_index);

CREATE TABLE consumer_data_keys (
    consumer_key TEXT PRIMARY KEY,
    wrapped BYTEA NOT NULL
);

CREATE TABLE reviews (
    consumer_key TEXT NOT NULL,
    application_key TEXT NOT NULL REFERENCES applications,
    number BIGINT NOT NULL,
    reviewed_on TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('in_person','phone','video','other')),
    consumer_name TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_key, application_key, number)
);

CREATE TABLE determinations (
    application_key TEXT PRIMARY KEY REFERENCES applications,
    consumer_key TEXT NOT NULL,
    computed_at BIGINT NOT NULL,
    rule_set TEXT NOT NULL,
    input BYTEA NOT NULL,
    output BYTEA NOT NULL,
    summary TEXT NOT NULL
);
CREATE INDEX determinations_of_consumer ON determinations (consumer_key, computed_at);

CREATE TABLE carts (
    consumer_key TEXT NOT NULL,
    plan_year BIGINT NOT NULL,
    variant_id TEXT NOT NULL,
    members TEXT NOT NULL,
    credit_cents BIGINT NOT NULL,
    chosen_at BIGINT NOT NULL,
    chosen_by TEXT NOT NULL,
    PRIMARY KEY (consumer_key, plan_year)
);

CREATE TABLE enrollments (
    enrollment_key TEXT PRIMARY KEY,
    consumer_key TEXT NOT NULL REFERENCES consumers,
    application_key TEXT NOT NULL REFERENCES applications,
    plan_year BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('signed','sent','effectuated','failed','cancelled','terminated')),
    carrier TEXT NOT NULL,
    carrier_name TEXT NOT NULL,
    variant_id TEXT NOT NULL,
    plan_name TEXT NOT NULL,
    premium_cents BIGINT NOT NULL,
    credit_cents BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    ends_on TEXT,
    signed_at BIGINT NOT NULL,
    signed_by TEXT NOT NULL,
    signature TEXT NOT NULL,
    signature_text_version TEXT NOT NULL,
    signature_text_sha256 TEXT NOT NULL,
    signed_ip TEXT NOT NULL,
    broker_key TEXT,
    broker_name TEXT,
    broker_npn TEXT,
    CHECK ((broker_key IS NULL) = (broker_npn IS NULL))
);
CREATE INDEX enrollments_of_consumer ON enrollments (consumer_key, signed_at);

CREATE TABLE enrollment_members (
    consumer_key TEXT NOT NULL,
    enrollment_key TEXT NOT NULL REFERENCES enrollments,
    plan_year BIGINT NOT NULL,
    person TEXT NOT NULL,
    premium_cents BIGINT NOT NULL,
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (consumer_key, enrollment_key, person)
);
CREATE UNIQUE INDEX one_medical_enrollment ON enrollment_members (consumer_key, plan_year, person) WHERE active = 1;

CREATE TABLE idempotency_keys (
    account_key TEXT NOT NULL,
    form_key TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_key, form_key)
);

-- What leaves the process: mail and 834s, written in the business transaction, delivered by workers.
CREATE TABLE outbox (
    outbox_key TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('mail','enrollment_834')),
    destination TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    fault TEXT
);
CREATE INDEX outbox_due ON outbox (kind, outbox_key) WHERE sent_at IS NULL;
CREATE INDEX outbox_by_destination ON outbox (kind, destination, outbox_key);

-- An assister's list: one row an association, changed in the same transaction as what it shows.
CREATE TABLE book (
    association_key TEXT PRIMARY KEY,
    assister_key TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    authorized_at BIGINT NOT NULL,
    ended_at BIGINT,
    stage TEXT NOT NULL CHECK (stage IN ('not_started','in_progress','submitted','enrolled','ended')),
    percent BIGINT NOT NULL DEFAULT 0,
    submitted_at BIGINT,
    determination TEXT,
    plan_name TEXT,
    effective_on TEXT
);
CREATE INDEX book_of_consumer ON book (consumer_key);
CREATE INDEX book_by_name ON book (assister_key, sort_name, association_key);
CREATE INDEX book_by_stage ON book (assister_key, stage, sort_name, association_key);
CREATE INDEX book_by_date ON book (assister_key, authorized_at, association_key);

CREATE TABLE book_counts (
    assister_key TEXT PRIMARY KEY,
    not_started BIGINT NOT NULL DEFAULT 0,
    in_progress BIGINT NOT NULL DEFAULT 0,
    submitted BIGINT NOT NULL DEFAULT 0,
    enrolled BIGINT NOT NULL DEFAULT 0,
    ended BIGINT NOT NULL DEFAULT 0
);

-- Who did what. One chain of hashes per subject (a consumer, an assister's book, the roster, an account);
-- the number is gapless in each. Append-only: db.rs adds the guard of each engine.
CREATE TABLE audit_events (
    subject TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account_key TEXT NOT NULL,
    role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    basis TEXT NOT NULL,
    association_key TEXT,
    action TEXT NOT NULL,
    target TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('done','refused')),
    rule TEXT,
    request_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (subject, number)
);
CREATE INDEX audit_events_by_account ON audit_events (account_key, at);
CREATE INDEX audit_events_of_roster ON audit_events (target, number) WHERE subject = 'roster';
