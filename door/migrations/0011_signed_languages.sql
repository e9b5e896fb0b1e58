-- In which language stood what was signed (a BCP 47 tag): its hash is found again only in the words of that language. What was
-- signed before was signed in English, or leaves it open.

ALTER TABLE applications ADD COLUMN signature_text_language TEXT NOT NULL DEFAULT '';
ALTER TABLE enrollments ADD COLUMN signature_text_language TEXT NOT NULL DEFAULT '';
