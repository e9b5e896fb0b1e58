-- Plans that go on into the next year because nobody chose another: which enrollment such a one goes on from, and the tax credit
-- that stops with it until its people confirm it. Nobody signs a renewal: the columns of the signature are empty.
ALTER TABLE enrollments ADD COLUMN renews TEXT;
ALTER TABLE enrollments ADD COLUMN stopped_credit_cents BIGINT;
CREATE UNIQUE INDEX enrollments_renewed_once ON enrollments (renews) WHERE renews IS NOT NULL;
CREATE INDEX enrollments_of_year ON enrollments (plan_year, enrollment_key);
-- What could not go on, and why: its people were told by mail.
CREATE TABLE missed_renewals (
    enrollment_key TEXT PRIMARY KEY REFERENCES enrollments,
    consumer_key TEXT NOT NULL REFERENCES consumers,
    plan_year BIGINT NOT NULL,
    reason TEXT NOT NULL,
    found_at BIGINT NOT NULL
);
CREATE INDEX missed_renewals_of_consumer ON missed_renewals (consumer_key);
-- What assisters see of it, of enrollments that rest on the first application with help with costs: the credit that stops with
-- the year, and the one that has stopped with a renewal.
ALTER TABLE book ADD COLUMN credit_cents BIGINT;
ALTER TABLE book ADD COLUMN stopped_credit_cents BIGINT;
UPDATE book SET credit_cents = (SELECT e.credit_cents FROM enrollments e JOIN applications p ON p.application_key = e.application_key
    WHERE e.consumer_key = book.consumer_key AND e.plan_name = book.plan_name AND e.effective_on = book.effective_on
    AND e.state IN ('signed','sent','effectuated') AND e.credit_cents > 0 AND p.kind = 'financial_assistance' AND p.follows IS NULL
    AND NOT EXISTS (SELECT 1 FROM applications n WHERE n.consumer_key = e.consumer_key AND n.plan_year = e.plan_year + 1 AND n.state = 'submitted')
    ORDER BY e.signed_at DESC LIMIT 1) WHERE stage = 'enrolled';
CREATE INDEX book_with_credit ON book (assister_key, sort_name, association_key) WHERE credit_cents > 0 OR stopped_credit_cents > 0;
