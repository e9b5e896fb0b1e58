-- When the consumer said that they did not review the application, though an assister recorded it (ACT-6). The record
-- itself stays as it was written, and counts no more.

CREATE TABLE review_disputes (
    consumer_key TEXT NOT NULL,
    application_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    disputed_at BIGINT NOT NULL,
    PRIMARY KEY (consumer_key, application_key, number),
    FOREIGN KEY (consumer_key, application_key, number) REFERENCES reviews (consumer_key, application_key, number)
);
