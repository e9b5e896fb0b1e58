//! Associations: the present one, the history, starting and ending, receipts, and the count of
//! reference-number look-ups (ASSOC-10).

use super::{ActingOn, Consumer, Db, Seal, book, credentials, outbox::Mail, query, statements};
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

/// Eight columns of credentials (see `credentials::credentials`), then the public details.
macro_rules! card_columns {
    () => {
        "a.kind, a.state, a.certified_from, a.certified_until, a.training_passed_on, a.access_approved_on, a.license_until, \
         g.state AS agency_state, a.assister_key, a.given_name, a.family_name, g.name AS agency, a.public_phone, a.public_email, \
         a.languages, a.reference_number"
    };
}
/// What a line of the list shows: the assister's card, then the association.
macro_rules! line_columns {
    () => {
        concat!(card_columns!(), ", s.association_key, s.started_at, s.ended_at, s.ended_by")
    };
}
pub(super) use {card_columns, line_columns};

macro_rules! lines {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM associations s \
             JOIN assisters a ON a.assister_key = s.assister_key LEFT JOIN agencies g ON g.agency_key = a.agency_key \
             WHERE s.consumer_key = $1",
            $condition,
            " ORDER BY s.started_at DESC, s.association_key DESC LIMIT 200"
        )
    };
}

statements! {
    CARD = concat!("SELECT ", card_columns!(), " FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        WHERE a.reference_number = $1");
    /// The assister with a number, and the present one: two rows, or one when they are the same.
    CARD_AND_CURRENT = concat!("SELECT ", line_columns!(), " FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        LEFT JOIN associations s ON s.assister_key = a.assister_key AND s.consumer_key = $1 AND s.ended_at IS NULL \
        WHERE a.assister_key IN (SELECT n.assister_key FROM assisters n WHERE n.reference_number = $2 \
            UNION SELECT p.assister_key FROM associations p WHERE p.consumer_key = $1 AND p.ended_at IS NULL)");
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
    /// Counts a number for the account and for the address, both or, beyond the limit of either, neither. The
    /// same number is counted once an hour.
    LOOKED_UP = "INSERT INTO attempts (attempt_key, scope, subject, at, failed) \
        SELECT n.attempt_key, n.scope, n.subject, CAST($5 AS BIGINT), 0 FROM ( \
            SELECT CAST($1 AS TEXT) AS attempt_key, 'look_up_account' AS scope, CAST($2 AS TEXT) AS subject \
            UNION ALL SELECT CAST($3 AS TEXT), 'look_up_address', CAST($4 AS TEXT)) n \
        WHERE $7 > (SELECT count(*) FROM attempts a WHERE a.scope = 'look_up_account' AND a.subject = $2 AND a.at > $6 AND a.attempt_key <> $1) \
        AND $7 > (SELECT count(*) FROM attempts a WHERE a.scope = 'look_up_address' AND a.subject = $4 AND a.at > $6 AND a.attempt_key <> $3) \
        ON CONFLICT (attempt_key) DO UPDATE SET \
            at = CASE WHEN attempts.at > $6 THEN attempts.at ELSE excluded.at END, \
            failed = CASE WHEN attempts.at > $6 THEN attempts.failed ELSE 0 END";
    LOOK_UP_FAILED = "UPDATE attempts SET failed = 1 WHERE attempt_key = $1";
}

fn card(row: &AnyRow, today: Date) -> Result<AssisterCard, Error> {
    let credentials = credentials::credentials(row, 0)?;
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

/// A line from the columns of `line_columns!`; `None` where no association was joined.
pub(super) fn line(row: &AnyRow, today: Date) -> Result<Option<AssociationLine>, Error> {
    let Some(key) = row.try_get(16)? else { return Ok(None) };
    let ended_by: Option<String> = row.try_get(19)?;
    Ok(Some(AssociationLine {
        assister: card(row, today)?,
        key: AssociationKey(key),
        started_at: row.try_get(17)?,
        ended_at: row.try_get(18)?,
        ended_by: ended_by
            .map(|word| EndedBy::from_word(&word).ok_or(Error::Corrupt("who ended an association")))
            .transpose()?,
    }))
}

/// The public details of the assister with this number.
pub(crate) async fn card_of(
    acting: &mut ActingOn<'_, Consumer>,
    number: &ReferenceNumber,
    today: Date,
) -> Result<Option<AssisterCard>, Error> {
    let row = query(CARD).bind(number.digits().to_owned()).fetch_optional(acting.connection()).await?;
    row.map(|row| card(&row, today)).transpose()
}

/// The same, and the association in force.
pub(crate) async fn card_and_current(
    acting: &mut ActingOn<'_, Consumer>,
    number: &ReferenceNumber,
    today: Date,
) -> Result<(Option<AssisterCard>, Option<AssociationLine>), Error> {
    let consumer = acting.key().0.clone();
    let rows = query(CARD_AND_CURRENT).bind(consumer).bind(number.digits().to_owned());
    let (mut found, mut current) = (None, None);
    for row in rows.fetch_all(acting.connection()).await? {
        let card = card(&row, today)?;
        if card.reference_number == number.digits() {
            found = Some(card);
        }
        current = current.or(line(&row, today)?);
    }
    Ok((found, current))
}

/// The association in force.
pub(crate) async fn current(
    acting: &mut ActingOn<'_, Consumer>,
    today: Date,
) -> Result<Option<AssociationLine>, Error> {
    let consumer = acting.key().0.clone();
    let row = query(CURRENT).bind(consumer).fetch_optional(acting.connection()).await?;
    Ok(row.map(|row| line(&row, today)).transpose()?.flatten())
}

/// Every association of the consumer, newest first.
pub(crate) async fn all(
    acting: &mut ActingOn<'_, Consumer>,
    today: Date,
) -> Result<Vec<AssociationLine>, Error> {
    let consumer = acting.key().0.clone();
    let rows = query(ALL).bind(consumer).fetch_all(acting.connection()).await?;
    rows.iter().filter_map(|row| line(row, today).transpose()).collect()
}

/// Whether this account read the statement about this assister since it signed in (ASSOC-4).
pub(crate) async fn was_shown(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    assister: &AssisterKey,
) -> Result<bool, Error> {
    let subject = format!("consumer:{}", acting.key());
    let row = query(WAS_SHOWN)
        .bind(session.account_key().0.clone())
        .bind(session.began_at().0)
        .bind(subject)
        .bind(assister.0.clone())
        .fetch_one(acting.connection())
        .await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// Starts an association, with its receipt (JSON and hash), and opens its row in the book.
pub(crate) async fn start(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    association: &AssociationKey,
    statement: &Statement,
    receipt: (&str, &str),
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
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
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
    ended_by: EndedBy,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
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
    acting: &mut ActingOn<'_, Consumer>,
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
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
) -> Result<Option<(String, String)>, Error> {
    let consumer = acting.key().0.clone();
    let row = query(RECEIPT).bind(consumer).bind(association.0.clone());
    let row = row.fetch_optional(acting.connection()).await?;
    Ok(match row {
        Some(row) => Some((row.try_get(0)?, row.try_get(1)?)),
        None => None,
    })
}

/// Tells the consumer by mail, when there is an address.
pub(crate) async fn mail_to_consumer(
    acting: &mut ActingOn<'_, Consumer>,
    seal: &Seal,
    (subject, body): (&str, &str),
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let row = query(EMAIL).bind(consumer).fetch_one(acting.connection()).await?;
    let Some(address) = row.try_get::<Option<String>, _>(0)? else { return Ok(()) };
    super::outbox::mail(acting, seal, &Mail { to: &address, subject, body }).await
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

/// Counts a look-up for the account and for the address, unless the same number was counted for it
/// in this hour. Nothing is counted beyond the limit, so that an hour of patience always helps.
pub(crate) async fn count_look_up(
    db: &Db,
    session: &Session,
    number: &ReferenceNumber,
    now: i64,
) -> Result<LookUp, Error> {
    let key = |scope: &str, subject: &str| {
        randomness::sha256_hex(format!("{scope}|{subject}|{}", number.digits()).as_bytes())
    };
    let (account, address) = (session.account_key().0.clone(), session.context().ip.clone());
    let keys = vec![key("look_up_account", &account), key("look_up_address", &address)];
    let counted = db
        .at_work(Some("look_ups"), async |work| {
            Ok(query(LOOKED_UP)
                .bind(keys[0].clone())
                .bind(account)
                .bind(keys[1].clone())
                .bind(address)
                .bind(now)
                .bind(now - HOUR)
                .bind(LOOK_UPS_AN_HOUR)
                .execute(work.connection())
                .await?)
        })
        .await?;
    let within_limit = counted.rows_affected() > 0;
    Ok(LookUp { within_limit, keys: if within_limit { keys } else { Vec::new() } })
}

/// Marks a counted look-up as one that found nobody.
pub(crate) async fn look_up_failed(db: &Db, look_up: &LookUp) -> Result<(), Error> {
    db.at_work(None, async |work| {
        for key in &look_up.keys {
            query(LOOK_UP_FAILED).bind(key.clone()).execute(work.connection()).await?;
        }
        Ok(())
    })
    .await
}
