-- Coverage ends with its year where nothing ends it before: assisters' lists are looked through for it every hour.
CREATE INDEX book_by_start ON book (effective_on) WHERE effective_on IS NOT NULL;
