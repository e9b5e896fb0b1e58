-- The language that a person chose for pages, mail and receipts (a BCP 47 tag); empty until they chose one: then the
-- browser's wish counts.

ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT '';
