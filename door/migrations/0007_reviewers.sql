-- Whose account recorded a review (ACT-6): two assisters may have the same name. A review without an account was
-- recorded before this column, and is recorded again before the signature.

ALTER TABLE reviews ADD COLUMN account_key TEXT;
