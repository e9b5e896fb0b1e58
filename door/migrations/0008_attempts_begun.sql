-- When an attempt began to deliver a message of which nobody knows how it ended: who had it in hand stopped, or the
-- other side did not answer. Such a message may have arrived; it goes out again and says so.

ALTER TABLE outbox ADD COLUMN begun_at BIGINT;
