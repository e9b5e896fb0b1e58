//! What shopping and enrolling rest on: the determination of the plan year, the names of the household, the
//! cart, the enrollments. Every query takes the proof.

use super::{ActingOn, Consumer, query, statements};
use crate::{Error, determinations::unpack};
use domain::{
    application::{Answers, Kind, SavedPages},
    people::{ApplicationKey, EnrollmentKey},
    refusal::Refusal,
    stored::{Cell, Value as _},
};
use jiff::civil::Date;
use sqlx::{Row, any::AnyRow};

statements! {
    /// Everything that shopping and signing rest on, in one statement: the determination, the cart, and the
    /// associated broker with their credentials (see `credentials::credentials`).
    DETERMINED = "SELECT p.application_key, p.kind, d.input, d.output, p.answers, c.variant_id, c.members, c.credit_cents, \
        b.assister_key, b.given_name, b.family_name, b.npn, b.kind AS broker_kind, b.state, b.certified_from, b.certified_until, \
        b.training_passed_on, b.access_approved_on, b.license_until, g.state AS agency_state, \
        (SELECT count(*) FROM enrollment_members m WHERE m.consumer_key = p.consumer_key AND m.plan_year = p.plan_year \
            AND m.active = 1) AS enrolled \
        FROM applications p JOIN determinations d ON d.application_key = p.application_key \
        LEFT JOIN carts c ON c.consumer_key = p.consumer_key AND c.plan_year = p.plan_year \
        LEFT JOIN associations s ON s.consumer_key = p.consumer_key AND s.ended_at IS NULL \
        LEFT JOIN assisters b ON b.assister_key = s.assister_key AND b.kind = 'broker' \
        LEFT JOIN agencies g ON g.agency_key = b.agency_key \
        WHERE p.consumer_key = $1 AND p.plan_year = $2 AND p.case_status IN ('pending','active') \
        ORDER BY p.submitted_at DESC LIMIT 1";
    PUT_CART = "INSERT INTO carts (consumer_key, plan_year, variant_id, members, credit_cents, chosen_at, chosen_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (consumer_key, plan_year) DO UPDATE SET \
        variant_id = excluded.variant_id, members = excluded.members, credit_cents = excluded.credit_cents, \
        chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by";
    EMPTY_CART = "DELETE FROM carts WHERE consumer_key = $1 AND plan_year = $2";
    INSERT = "INSERT INTO enrollments (enrollment_key, consumer_key, application_key, plan_year, state, carrier, carrier_name, \
        variant_id, plan_name, premium_cents, credit_cents, effective_on, signed_at, signed_by, signature, \
        signature_text_version, signature_text_sha256, signed_ip, broker_key, broker_name, broker_npn) \
        VALUES ($1, $2, $3, $4, 'signed', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    INSERT_MEMBER = "INSERT INTO enrollment_members (consumer_key, enrollment_key, plan_year, person, premium_cents, active) \
        VALUES ($1, $2, $3, $4, $5, 1)";
    /// A line for each member of each enrollment.
    ENROLLED = "SELECT e.enrollment_key, e.plan_year, e.state, e.carrier_name, e.variant_id, e.plan_name, e.premium_cents, \
        e.credit_cents, e.effective_on, e.ends_on, e.signed_at, e.signature, e.broker_name, e.broker_npn, m.person, p.kind, p.answers \
        FROM enrollments e JOIN applications p ON p.application_key = e.application_key \
        JOIN enrollment_members m ON m.consumer_key = e.consumer_key AND m.enrollment_key = e.enrollment_key \
        WHERE e.consumer_key = $1 ORDER BY e.signed_at DESC, e.enrollment_key, m.person";
}

/// The determination of a plan year, as stored at submission, and what the way on from it needs.
pub(crate) struct Determined {
    pub(crate) application: ApplicationKey,
    pub(crate) kind: Kind,
    pub(crate) input: String,
    pub(crate) output: String,
    /// The application's answers: names and address.
    pub(crate) pages: SavedPages,
    /// The plan that waits to be signed for.
    pub(crate) cart: Option<CartRow>,
    /// The associated broker.
    pub(crate) broker: Option<BrokerRow>,
    /// Whether somebody is in a plan of this year.
    pub(crate) enrolled: bool,
}

pub(crate) async fn determined(
    acting: &mut ActingOn<'_, Consumer>,
    year: i16,
) -> Result<Option<Determined>, Error> {
    let consumer = acting.key().0.clone();
    let row =
        query(DETERMINED).bind(consumer).bind(i64::from(year)).fetch_optional(acting.connection()).await?;
    row.map(|row| {
        let kind: String = row.try_get(1)?;
        Ok(Determined {
            application: ApplicationKey(row.try_get(0)?),
            kind: Kind::from_word(&kind).ok_or(Error::Corrupt("application kind"))?,
            input: unpack(&row.try_get::<Vec<u8>, _>(2)?)?,
            output: unpack(&row.try_get::<Vec<u8>, _>(3)?)?,
            pages: saved_pages(row.try_get(4)?)?,
            cart: cart(&row)?,
            broker: broker(&row)?,
            enrolled: row.try_get::<i64, _>("enrolled")? > 0,
        })
    })
    .transpose()
}

/// A plan that waits to be signed for.
#[derive(Clone, Debug)]
pub(crate) struct CartRow {
    pub(crate) variant_id: String,
    pub(crate) members: String,
    pub(crate) credit_cents: i64,
}

fn cart(row: &AnyRow) -> Result<Option<CartRow>, Error> {
    let Some(variant_id) = row.try_get(5)? else { return Ok(None) };
    Ok(Some(CartRow { variant_id, members: row.try_get(6)?, credit_cents: row.try_get(7)? }))
}

pub(crate) async fn put_cart(
    acting: &mut ActingOn<'_, Consumer>,
    year: i16,
    cart: CartRow,
    chosen_by: &str,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    query(PUT_CART)
        .bind(consumer)
        .bind(i64::from(year))
        .bind(cart.variant_id)
        .bind(cart.members)
        .bind(cart.credit_cents)
        .bind(now)
        .bind(chosen_by.to_owned())
        .execute(acting.connection())
        .await?;
    Ok(())
}

/// The associated broker with what ENR-6 asks about them.
#[derive(Clone, Debug)]
pub(crate) struct BrokerRow {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) npn: String,
    pub(crate) credentials: domain::certification::Credentials,
}

fn broker(row: &AnyRow) -> Result<Option<BrokerRow>, Error> {
    let Some(key) = row.try_get(8)? else { return Ok(None) };
    Ok(Some(BrokerRow {
        key,
        name: format!("{} {}", row.try_get::<String, _>(9)?, row.try_get::<String, _>(10)?),
        npn: row.try_get::<Option<String>, _>(11)?.ok_or(Error::Corrupt("NPN"))?,
        credentials: super::credentials::credentials(row, 12)?,
    }))
}

/// A signed enrollment, to be stored.
pub(crate) struct NewEnrollment {
    pub(crate) key: EnrollmentKey,
    pub(crate) application: ApplicationKey,
    pub(crate) plan_year: i16,
    pub(crate) carrier: String,
    pub(crate) carrier_name: String,
    pub(crate) variant_id: String,
    pub(crate) plan_name: String,
    pub(crate) premium_cents: i64,
    pub(crate) credit_cents: i64,
    pub(crate) effective_on: String,
    pub(crate) signed_by: String,
    pub(crate) signature: String,
    pub(crate) text_version: String,
    pub(crate) text_sha256: String,
    pub(crate) ip: String,
    pub(crate) broker: Option<(String, String, String)>,
    /// Person and share of the premium.
    pub(crate) members: Vec<(String, i64)>,
}

/// Stores the enrollment and empties the cart. A person who is enrolled already breaks the unique index
/// (ENR-5).
pub(crate) async fn insert(acting: &mut ActingOn<'_, Consumer>, new: &NewEnrollment) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    let year = i64::from(new.plan_year);
    let (broker_key, broker_name, broker_npn) = match new.broker.clone() {
        Some((key, name, npn)) => (Some(key), Some(name), Some(npn)),
        None => (None, None, None),
    };
    query(INSERT)
        .bind(new.key.0.clone())
        .bind(consumer.clone())
        .bind(new.application.0.clone())
        .bind(year)
        .bind(new.carrier.clone())
        .bind(new.carrier_name.clone())
        .bind(new.variant_id.clone())
        .bind(new.plan_name.clone())
        .bind(new.premium_cents)
        .bind(new.credit_cents)
        .bind(new.effective_on.clone())
        .bind(now)
        .bind(new.signed_by.clone())
        .bind(new.signature.clone())
        .bind(new.text_version.clone())
        .bind(new.text_sha256.clone())
        .bind(new.ip.clone())
        .bind(broker_key)
        .bind(broker_name)
        .bind(broker_npn)
        .execute(acting.connection())
        .await?;
    for (person, premium) in &new.members {
        let stored = query(INSERT_MEMBER)
            .bind(consumer.clone())
            .bind(new.key.0.clone())
            .bind(year)
            .bind(person.clone())
            .bind(*premium)
            .execute(acting.connection())
            .await
            .map_err(Error::from);
        match stored {
            Err(fault) if fault.is_duplicate() => return Err(Refusal::EnrollmentExists.into()),
            other => other?,
        };
    }
    query(EMPTY_CART).bind(consumer).bind(year).execute(acting.connection()).await?;
    Ok(())
}

/// One enrollment as its consumer sees it.
#[derive(Clone, Debug)]
pub struct EnrollmentRow {
    /// The enrollment.
    pub key: EnrollmentKey,
    /// What kind of application it rests on.
    pub application_kind: Kind,
    /// The plan year.
    pub plan_year: i64,
    /// signed, sent, effectuated, failed, cancelled or terminated.
    pub state: String,
    /// The carrier.
    pub carrier_name: String,
    /// Plan and variant.
    pub variant_id: String,
    /// The plan's name.
    pub plan_name: String,
    /// First day of coverage.
    pub effective_on: String,
    /// Last day, when it ended.
    pub ends_on: Option<String>,
    /// The rest; an assister does not see it of an enrollment from an application at full price (ACT-8).
    pub details: Option<EnrollmentDetails>,
}

/// What an enrollment costs, whom it covers and how it was signed.
#[derive(Clone, Debug)]
pub struct EnrollmentDetails {
    /// Who is covered, by the names on the application.
    pub members: Vec<String>,
    /// Premium in cents a month.
    pub premium_cents: i64,
    /// Tax credit applied in cents a month.
    pub credit_cents: i64,
    /// Signed on.
    pub signed_at: i64,
    /// What was signed.
    pub signature: String,
    /// Agent of record.
    pub broker_name: Option<String>,
    /// Their NPN.
    pub broker_npn: Option<String>,
}

/// What the consumer is or was enrolled in, the newest first.
pub(crate) async fn enrolled(
    acting: &mut ActingOn<'_, Consumer>,
    today: Date,
) -> Result<Vec<EnrollmentRow>, Error> {
    let consumer = acting.key().0.clone();
    let (mut found, mut answers): (Vec<EnrollmentRow>, Option<Answers>) = (Vec::new(), None);
    for row in query(ENROLLED).bind(consumer).fetch_all(acting.connection()).await? {
        let key = EnrollmentKey(row.try_get(0)?);
        if found.last().is_none_or(|last| last.key != key) {
            answers = Some(answers_of(&row, today)?);
            found.push(enrollment(&row, key)?);
        }
        let member: String = row.try_get(14)?;
        let member = Answers::person_number(&member).ok_or(Error::Corrupt("enrollment_members.person"))?;
        let details = found.last_mut().and_then(|last| last.details.as_mut());
        if let (Some(details), Some(answers)) = (details, &answers) {
            details.members.push(answers.name(member));
        }
    }
    Ok(found)
}

/// What the application under an enrollment says, for the names of its members.
fn answers_of(row: &AnyRow, today: Date) -> Result<Answers, Error> {
    let year = i16::try_from(row.try_get::<i64, _>(1)?).map_err(|_| Error::Corrupt("plan year"))?;
    Ok(saved_pages(row.try_get(16)?)?.answer(Answers::new(kind_of(row)?, year, today)))
}

fn saved_pages(text: String) -> Result<SavedPages, Error> {
    SavedPages::from_cell(&Cell::Text(text.into())).ok_or(Error::Corrupt("answers"))
}

fn kind_of(row: &AnyRow) -> Result<Kind, Error> {
    Kind::from_word(&row.try_get::<String, _>(15)?).ok_or(Error::Corrupt("applications.kind"))
}

fn enrollment(row: &AnyRow, key: EnrollmentKey) -> Result<EnrollmentRow, Error> {
    Ok(EnrollmentRow {
        key,
        application_kind: kind_of(row)?,
        plan_year: row.try_get(1)?,
        state: row.try_get(2)?,
        carrier_name: row.try_get(3)?,
        variant_id: row.try_get(4)?,
        plan_name: row.try_get(5)?,
        effective_on: row.try_get(8)?,
        ends_on: row.try_get(9)?,
        details: Some(EnrollmentDetails {
            members: Vec::new(),
            premium_cents: row.try_get(6)?,
            credit_cents: row.try_get(7)?,
            signed_at: row.try_get(10)?,
            signature: row.try_get(11)?,
            broker_name: row.try_get(12)?,
            broker_npn: row.try_get(13)?,
        }),
    })
}
