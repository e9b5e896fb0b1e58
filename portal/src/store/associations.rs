//! Associations: the present one, the history, starting and ending, receipts, and the count of
//! reference-number look-ups (ASSOC-10).

use super::{ActingOn, Consumer, Db, book, db::query, grounds, statements};
use crate::{
    Error, Session,
    associations::{AssisterCard, AssociationLine, Statement},
    randomness,
};
use domain::{
    association::EndedBy,
    numbers::ReferenceNumber,
    people::{AssisterKey, AssociationKey},
};
use jiff::civil::Date;
use sqlx::{Row, any::AnyRow};

/// Eight columns of credentials (see `grounds::credentials`), then the public details.
macro_rules! card {
    () => {
        "a.kind, a.state, a.certified_from, a.certified_until, a.training_passed_on, a.access_approved_on, a.license_until, \
         g.state AS agency_state, a.assister_key, a.given_name, a.family_name, g.name AS agency, a.public_phone, a.public_email, \
         a.languages, a.reference_number"
    };
}
macro_rules! lines {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            card!(),
            ", s.association_key, s.started_at, s.ended_at, s.ended_by FROM associations s \
             JOIN assisters a ON a.assister_key = s.assister_key LEFT JOIN agencies g ON g.agency_key = a.agency_key \
             WHERE s.consumer_key = $1",
            $condition,
            " ORDER BY s.started_at DESC, s.association_key DESC LIMIT 200"
        )
    };
}

statements! {
    CARD = concat!("SELECT ", card!(), " FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        WHERE a.reference_number = $1");
    CURRENT = lines!(" AND s.ended_at IS NULL");
    ALL = lines!("");
    WAS_SHOWN = "SELECT count(*) AS found FROM audit_events WHERE account_key = $1 AND at >= $2 AND subject = $3 \
        AND action = 'read_statement' AND outcome = 'done' AND target = $4";
    START = "INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language, \
        statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    END = "UPDATE associations SET ended_at = $3, ended_by = $4 WHERE consumer_key = $1 AND association_key = $2 AND ended_at IS NULL";
    /// Takes the row's lock in the order of keys, so that two consumers who swap the same two assisters
    /// do not wait for each other.
    SETTLE_COUNTS = "UPDATE book_counts SET ended = ended WHERE assister_key = $1";
    RECEIPT = "SELECT receipt, receipt_sha256 FROM associations WHERE consumer_key = $1 AND association_key = $2";
    EMAIL = "SELECT email FROM consumers WHERE consumer_key = $1";
    LOOKED_UP = "INSERT INTO attempts (attempt_key, scope, subject, at, failed) VALUES ($1, $2, $3, $4, 0) \
        ON CONFLICT (attempt_key) DO UPDATE SET at = excluded.at, failed = 0 WHERE attempts.at <= $5";
    LOOK_UPS = "SELECT count(*) AS found FROM attempts WHERE scope = $1 AND subject = $2 AND at > $3";
    LOOK_UP_FAILED = "UPDATE attempts SET failed = 1 WHERE attempt_key = $1";
}

fn card(row: &AnyRow, today: Date) -> Result<AssisterCard, Error> {
    let credentials = grounds::credentials(row, 0)?;
    let (given, family): (String, String) = (row.try_get(9)?, row.try_get(10)?);
    let languages: String = row.try_get(14)?;
    Ok(AssisterCard {
        key: AssisterKey(row.try_get(8)?),
        name: format!("{given} {family}"),
        kind: credentials.kind,
        agency: row.try_get(11)?,
        public_phone: row.try_get(12)?,
        public_email: row.try_get(13)?,
        languages: languages.split(',').map(str::to_owned).filter(|code| !code.is_empty()).collect(),
        reference_number: row.try_get(15)?,
        may_act_today: credentials.missing_on(today).is_empty(),
    })
}

fn line(row: &AnyRow, today: Date) -> Result<AssociationLine, Error> {
    let ended_by: Option<String> = row.try_get(19)?;
    Ok(AssociationLine {
        assister: card(row, today)?,
        key: AssociationKey(row.try_get(16)?),
        started_at: row.try_get(17)?,
        ended_at: row.try_get(18)?,
        ended_by: ended_by
            .map(|word| EndedBy::from_word(&word).ok_or(Error::Corrupt("who ended an association")))
            .transpose()?,
    })
}

/// The public details of the assister with this number.
pub(crate) async fn card_of(
    acting: &mut ActingOn<Consumer>,
    number: &ReferenceNumber,
    today: Date,
) -> Result<Option<AssisterCard>, Error> {
    let row = query(CARD).bind(number.digits().to_owned()).fetch_optional(acting.connection()).await?;
    row.map(|row| card(&row, today)).transpose()
}

/// The association in force.
pub(crate) async fn current(
    acting: &mut ActingOn<Consumer>,
    today: Date,
) -> Result<Option<AssociationLine>, Error> {
    let consumer = acting.subject().key().0.clone();
    let row = query(CURRENT).bind(consumer).fetch_optional(acting.connection()).await?;
    row.map(|row| line(&row, today)).transpose()
}

/// Every association of the consumer, newest first.
pub(crate) async fn all(acting: &mut ActingOn<Consumer>, today: Date) -> Result<Vec<AssociationLine>, Error> {
    let consumer = acting.subject().key().0.clone();
    let rows = query(ALL).bind(consumer).fetch_all(acting.connection()).await?;
    rows.iter().map(|row| line(row, today)).collect()
}

/// Whether this account read the statement about this assister since an instant (ASSOC-4).
pub(crate) async fn was_shown(
    acting: &mut ActingOn<Consumer>,
    session: &Session,
    assister: &AssisterKey,
    since: i64,
) -> Result<bool, Error> {
    let subject = format!("consumer:{}", acting.subject().key());
    let row = query(WAS_SHOWN)
        .bind(session.account_key().0.clone())
        .bind(since)
        .bind(subject)
        .bind(assister.0.clone())
        .fetch_one(acting.connection())
        .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// Starts an association, with its receipt (JSON and hash), and opens its row in the book.
pub(crate) async fn start(
    acting: &mut ActingOn<Consumer>,
    session: &Session,
    association: &AssociationKey,
    statement: &Statement,
    receipt: (&str, &str),
) -> Result<(), Error> {
    let consumer = acting.subject().key().0.clone();
    let now = acting.now();
    query(START)
        .bind(association.0.clone())
        .bind(consumer)
        .bind(statement.assister.key.0.clone())
        .bind(now)
        .bind(statement.version.clone())
        .bind(statement.language.clone())
        .bind(statement.sha256.clone())
        .bind(session.context().ip.clone())
        .bind(session.context().user_agent.clone())
        .bind(receipt.0.to_owned())
        .bind(receipt.1.to_owned())
        .execute(acting.connection())
        .await?;
    book::open_row(acting, association, &statement.assister.key).await
}

/// Ends an association and its row in the book.
pub(crate) async fn end(
    acting: &mut ActingOn<Consumer>,
    association: &AssociationKey,
    ended_by: EndedBy,
) -> Result<(), Error> {
    let consumer = acting.subject().key().0.clone();
    let now = acting.now();
    query(END)
        .bind(consumer)
        .bind(association.0.clone())
        .bind(now)
        .bind(ended_by.word())
        .execute(acting.connection())
        .await?;
    book::end_row(acting, association).await
}

/// Locks the counts of the new and the present assister, smaller key first.
pub(crate) async fn settle_counts(
    acting: &mut ActingOn<Consumer>,
    assister: &AssisterKey,
    present: Option<&AssociationLine>,
) -> Result<(), Error> {
    let mut keys: Vec<_> = present.iter().map(|line| &line.assister.key).chain([assister]).collect();
    keys.sort();
    for key in keys {
        query(SETTLE_COUNTS).bind(key.0.clone()).execute(acting.connection()).await?;
    }
    Ok(())
}

/// The stored receipt of one of the consumer's associations, and its hash.
pub(crate) async fn receipt(
    acting: &mut ActingOn<Consumer>,
    association: &AssociationKey,
) -> Result<Option<(String, String)>, Error> {
    let consumer = acting.subject().key().0.clone();
    let row = query(RECEIPT).bind(consumer).bind(association.0.clone());
    let row = row.fetch_optional(acting.connection()).await?;
    Ok(match row {
        Some(row) => Some((row.try_get(0)?, row.try_get(1)?)),
        None => None,
    })
}

/// Tells the consumer by mail, when there is an address.
pub(crate) async fn mail_to_consumer(
    acting: &mut ActingOn<Consumer>,
    subject: &str,
    body: &str,
) -> Result<(), Error> {
    let consumer = acting.subject().key().0.clone();
    let row = query(EMAIL).bind(consumer).fetch_one(acting.connection()).await?;
    let Some(address) = row.try_get::<Option<String>, _>(0)? else { return Ok(()) };
    super::outbox::mail(acting, &address, subject, body).await
}

/// One counted look-up of a reference number.
pub(crate) struct LookUp {
    pub(crate) within_limit: bool,
    keys: Vec<String>,
}

impl LookUp {
    /// Nothing is looked up, so nothing was counted.
    pub(crate) fn none() -> Self {
        Self { within_limit: true, keys: Vec::new() }
    }
}

/// Look-ups of different numbers that an account, and an address, may make in an hour (ASSOC-10).
const LOOK_UPS_AN_HOUR: i64 = 10;
const HOUR: i64 = 3_600_000_000;

impl Db {
    /// Counts a look-up for the account and for the address, unless the same number was counted for it
    /// in this hour. Nothing is counted beyond the limit, so that an hour of patience always helps.
    pub(crate) async fn count_look_up(
        &self,
        session: &Session,
        number: &ReferenceNumber,
        now: i64,
    ) -> Result<LookUp, Error> {
        let mut tx = self.begin_write("look_ups").await?;
        let mut keys = Vec::new();
        for (scope, subject) in
            [("look_up_account", &session.account_key().0), ("look_up_address", &session.context().ip)]
        {
            let key = randomness::sha256_hex(format!("{scope}|{subject}|{}", number.digits()).as_bytes());
            query(LOOKED_UP)
                .bind(key.clone())
                .bind(scope)
                .bind(subject.clone())
                .bind(now)
                .bind(now - HOUR)
                .execute(&mut *tx)
                .await?;
            let counted = query(LOOK_UPS)
                .bind(scope)
                .bind(subject.clone())
                .bind(now - HOUR)
                .fetch_one(&mut *tx)
                .await?;
            if counted.try_get::<i64, _>(0)? > LOOK_UPS_AN_HOUR {
                tx.rollback().await?;
                return Ok(LookUp { within_limit: false, keys: Vec::new() });
            }
            keys.push(key);
        }
        tx.commit().await?;
        Ok(LookUp { within_limit: true, keys })
    }

    /// Marks a counted look-up as one that found nobody.
    pub(crate) async fn look_up_failed(&self, look_up: &LookUp) -> Result<(), Error> {
        let mut tx = self.begin_append().await?;
        for key in &look_up.keys {
            query(LOOK_UP_FAILED).bind(key.clone()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
