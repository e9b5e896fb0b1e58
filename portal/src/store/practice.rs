//! What a database holds before practice data is made; the pages and determinations of sample households,
//! copied inside the database from a pool of samples; the audit events of what they did.

use super::{
    audit,
    bulk::{Cell, Loader, Rows},
    db::{Db, query},
    statements,
};
use crate::Error;
use domain::action::Action;
use sqlx::Row;
use std::sync::Arc;

statements! {
    ACCOUNTS = "SELECT count(*) AS accounts, coalesce(max(CASE WHEN account_key = 'practice-account-ana' THEN 1 ELSE 0 END), 0) AS practice FROM accounts";
}

/// Tables that live as long as the loading: the pool, and who of a chunk gets what of it.
const WORKPLACE: &[&str] = &[
    "CREATE TEMPORARY TABLE sample_pages (sample BIGINT NOT NULL, number BIGINT NOT NULL, page TEXT NOT NULL, \
     answers TEXT NOT NULL, fill BIGINT NOT NULL, PRIMARY KEY (sample, number))",
    "CREATE TEMPORARY TABLE sample_results (sample BIGINT PRIMARY KEY, rule_set TEXT NOT NULL, input_before TEXT NOT NULL, \
     input_after TEXT NOT NULL, output_before TEXT NOT NULL, output_after TEXT NOT NULL, summary TEXT NOT NULL)",
    "CREATE TEMPORARY TABLE sample_wanted (consumer_key TEXT NOT NULL, application_key TEXT NOT NULL, sample BIGINT NOT NULL, \
     pages BIGINT NOT NULL, given_name TEXT NOT NULL, family_name TEXT NOT NULL, email TEXT NOT NULL, saved_at BIGINT NOT NULL, \
     saved_by TEXT NOT NULL, computed_at BIGINT)",
];
const COPY_PAGES: &str = "INSERT INTO application_pages (consumer_key, application_key, page, version, answers, saved_at, saved_by) \
     SELECT w.consumer_key, w.application_key, s.page, 1, CASE s.fill WHEN 0 THEN s.answers \
     WHEN 1 THEN replace(replace(s.answers, '{given}', w.given_name), '{family}', w.family_name) \
     ELSE replace(s.answers, '{email}', w.email) END, w.saved_at, w.saved_by \
     FROM sample_wanted w CROSS JOIN sample_pages s WHERE s.sample = w.sample AND s.number < w.pages";
const COPY_RESULTS: &str = "INSERT INTO determinations (application_key, consumer_key, computed_at, rule_set, input, output, summary) \
     SELECT w.application_key, w.consumer_key, w.computed_at, s.rule_set, s.input_before || w.application_key || s.input_after, \
     s.output_before || w.application_key || s.output_after, s.summary \
     FROM sample_wanted w CROSS JOIN sample_results s WHERE s.sample = w.sample AND w.computed_at IS NOT NULL";

/// What is in the database.
pub(crate) enum There {
    Nothing,
    Practice,
    Other,
}

/// Looks.
pub(crate) async fn what_is_there(db: &Db) -> Result<There, Error> {
    let row = query(ACCOUNTS).fetch_one(db.reader()).await?;
    Ok(match (row.try_get::<i64, _>(0)?, row.try_get::<i64, _>(1)?) {
        (0, _) => There::Nothing,
        (_, 1) => There::Practice,
        _ => There::Other,
    })
}

/// What a copied page says in place of the sample's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    Nothing,
    /// `{given}` and `{family}`.
    Names,
    /// `{email}`.
    Email,
}

/// The pool of samples as rows of the temporary tables.
pub(crate) struct Pool {
    pages: Rows,
    results: Rows,
}

impl Pool {
    pub(crate) fn new() -> Self {
        Self {
            pages: Rows::new("sample_pages", &["sample", "number", "page", "answers", "fill"]),
            results: Rows::new(
                "sample_results",
                &[
                    "sample",
                    "rule_set",
                    "input_before",
                    "input_after",
                    "output_before",
                    "output_after",
                    "summary",
                ],
            ),
        }
    }

    /// A page of a sample; pages are numbered in the order in which they are saved.
    pub(crate) fn page(&mut self, sample: i64, number: i64, page: String, answers: String, fill: Fill) {
        let fill = match fill {
            Fill::Nothing => 0,
            Fill::Names => 1,
            Fill::Email => 2,
        };
        self.pages.push([sample.into(), number.into(), page.into(), answers.into(), Cell::Number(fill)]);
    }

    /// The determination of a sample: input and output before and after the application's key.
    pub(crate) fn result(
        &mut self,
        sample: i64,
        rule_set: String,
        input: (String, String),
        output: (String, String),
        summary: String,
    ) {
        self.results.push([
            sample.into(),
            rule_set.into(),
            input.0.into(),
            input.1.into(),
            output.0.into(),
            output.1.into(),
            summary.into(),
        ]);
    }

    /// Makes the temporary tables and fills them.
    pub(crate) async fn write(mut self, loader: &mut Loader) -> Result<(), Error> {
        for sql in WORKPLACE {
            loader.run(sql).await?;
        }
        loader.write(&mut self.pages).await?;
        loader.write(&mut self.results).await
    }
}

/// The households of a chunk that get pages and determinations.
pub(crate) fn wanted() -> Rows {
    Rows::new(
        "sample_wanted",
        &[
            "consumer_key",
            "application_key",
            "sample",
            "pages",
            "given_name",
            "family_name",
            "email",
            "saved_at",
            "saved_by",
            "computed_at",
        ],
    )
}

/// Copies pages and determinations to the households of a chunk.
pub(crate) async fn copy_samples(loader: &mut Loader, wanted: &mut Rows) -> Result<(), Error> {
    loader.write(wanted).await?;
    loader.run(COPY_PAGES).await?;
    loader.run(COPY_RESULTS).await?;
    loader.empty("sample_wanted").await
}

/// Rows of the audit log.
pub(crate) fn events() -> Rows {
    Rows::new("audit_events", audit::COLUMNS)
}

/// The chain of audit events of a sample consumer, who acted in their own account.
pub(crate) struct Chain {
    pub(crate) consumer: Arc<str>,
    pub(crate) account: Arc<str>,
    pub(crate) name: Arc<str>,
    number: i64,
    hash: Arc<str>,
}

impl Chain {
    pub(crate) fn new(consumer: &Arc<str>, account: &Arc<str>, name: &Arc<str>) -> Self {
        let (consumer, account, name) = (consumer.clone(), account.clone(), name.clone());
        Self { consumer, account, name, number: 0, hash: Arc::from("") }
    }

    /// Adds the next event.
    pub(crate) fn add(&mut self, events: &mut Rows, at: i64, action: Action, target: String) {
        self.number += 1;
        let event = audit::Event::of_sample(self, at, action, target);
        self.hash = event.push(events, self.number, &self.hash);
    }
}
