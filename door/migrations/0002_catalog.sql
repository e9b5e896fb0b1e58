-- Plan catalogs: one market a plan year, loaded whole. Rates are one row a plan and rating area: 51 ages in
-- cents, separated by commas.

CREATE TABLE catalogs (
    plan_year BIGINT PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('practice','cms_files')),
    load_key TEXT NOT NULL,
    loaded_at BIGINT NOT NULL
);

CREATE TABLE catalog_issuers (
    plan_year BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    name TEXT NOT NULL,
    tin TEXT,
    PRIMARY KEY (plan_year, issuer)
);

CREATE TABLE catalog_areas (
    plan_year BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    counties TEXT,
    PRIMARY KEY (plan_year, issuer, code)
);

CREATE TABLE catalog_plans (
    plan_year BIGINT NOT NULL,
    plan_id TEXT NOT NULL,
    name TEXT NOT NULL,
    metal TEXT NOT NULL,
    network TEXT NOT NULL,
    dental_only BIGINT NOT NULL CHECK (dental_only IN (0, 1)),
    area_code TEXT NOT NULL,
    essential_millionths BIGINT NOT NULL,
    variants TEXT NOT NULL,
    PRIMARY KEY (plan_year, plan_id)
);

CREATE TABLE catalog_rates (
    plan_year BIGINT NOT NULL,
    plan_id TEXT NOT NULL,
    rating_area BIGINT NOT NULL,
    rates TEXT NOT NULL,
    tobacco_rates TEXT,
    PRIMARY KEY (plan_year, plan_id, rating_area)
);
