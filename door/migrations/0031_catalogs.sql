-- What carriers publish of their plans (by variant: brochure, summary of benefits, formulary), where their customers call
-- and pay, and what follows a plan of the year before: in its whole area, or in a county or ZIP code of it alone.
ALTER TABLE catalog_plans ADD COLUMN documents TEXT;
ALTER TABLE catalog_issuers ADD COLUMN phone TEXT;
ALTER TABLE catalog_issuers ADD COLUMN payment_page TEXT;

CREATE TABLE plan_crosswalk (
    plan_year BIGINT NOT NULL,
    old_plan TEXT NOT NULL,
    county TEXT,
    zip BIGINT,
    new_plan TEXT,
    reason BIGINT CHECK (reason BETWEEN 0 AND 8)
);
CREATE UNIQUE INDEX plan_successors ON plan_crosswalk (plan_year, old_plan, COALESCE(county, ''), COALESCE(zip, 0));
