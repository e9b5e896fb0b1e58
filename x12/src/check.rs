//! What must hold of a transaction before it is written or after it is read (ENR-6, ENR-7).

use std::collections::HashSet;

use jiff::civil::Date;

use crate::characters::is_carried_unchanged;
use crate::fault::{Cents, Fault};
use crate::maintenance::{codes_of, leaving_codes};
use crate::shown::shown;
use crate::transaction::{Address, Broker, Kind, Member, Premium, Transaction};

/// Checks a transaction that [`crate::canonical`] has passed over.
pub(crate) fn check(transaction: &Transaction) -> Result<(), Fault> {
    identifiers(transaction)?;
    plan(transaction)?;
    if let Some(broker) = &transaction.broker {
        npn(broker)?;
    }
    kind(transaction)?;
    let mut seen = HashSet::new();
    let leaving = transaction.leaving.iter().map(|each| &each.member);
    for member in members(transaction).chain(leaving) {
        person(member)?;
        if !seen.insert(member.id.as_str()) {
            return Err(Fault::MemberTwice { id: shown(&member.id) });
        }
    }
    money(transaction)
}

/// Everyone who is, or stays, on the policy, the subscriber first.
pub(crate) fn members(transaction: &Transaction) -> impl Iterator<Item = &Member> {
    std::iter::once(&transaction.subscriber).chain(transaction.dependents.iter().map(|each| &each.member))
}

fn identifiers(transaction: &Transaction) -> Result<(), Fault> {
    identifier("the reference of the transaction (BGN02)", &transaction.reference, 1)?;
    identifier("the policy id (REF 1L)", &transaction.policy_id, 1)?;
    // A hyphen and two digits of origin share the element with it.
    form(
        "the application id",
        &transaction.application_id,
        "1 to 47 characters that X12 can carry",
        |text| is_carried_unchanged(text) && text.len() <= 47,
    )?;
    for (what, value) in [
        ("the carrier's policy id (REF X9)", &transaction.issuer_policy_id),
        ("the carrier's subscriber id (REF ZZ)", &transaction.issuer_subscriber_id),
    ] {
        if let Some(value) = value {
            identifier(what, value, 1)?;
        }
    }
    form(
        "the exchange id",
        &transaction.exchange.id,
        "a state's two letters and 0",
        |text| matches!(text.as_bytes(), [a, b, b'0'] if a.is_ascii_uppercase() && b.is_ascii_uppercase()),
    )
}

fn plan(transaction: &Transaction) -> Result<(), Fault> {
    let issuer = &transaction.issuer;
    form("the issuer's HIOS id", &issuer.hios, "5 digits", |text| digits(text, 5, 5))?;
    form("the issuer's TIN", &issuer.tin, "9 digits", |text| digits(text, 9, 9))?;
    named("the issuer's name", &issuer.name)?;
    let rule = "5 digits, a state, 7 digits and a variant of 00 to 06, without a hyphen";
    form("the plan variant", &transaction.plan_variant_id, rule, is_plan_variant)?;
    if transaction.plan_variant_id.starts_with(&issuer.hios) {
        Ok(())
    } else {
        Err(Fault::PlanOfAnotherIssuer {
            plan: shown(&transaction.plan_variant_id),
            hios: shown(&issuer.hios),
        })
    }
}

/// The 16 characters of REF CE.
pub(crate) fn is_plan_variant(text: &str) -> bool {
    text.len() == 16
        && text.bytes().enumerate().all(|(place, byte)| match place {
            5 | 6 => byte.is_ascii_uppercase(),
            14 => byte == b'0',
            15 => (b'0'..=b'6').contains(&byte),
            _ => byte.is_ascii_digit(),
        })
}

/// ENR-6: only a broker with a number of the producers' registry is named.
fn npn(broker: &Broker) -> Result<(), Fault> {
    if !digits(&broker.npn, 1, 10) || broker.npn.starts_with('0') {
        return Err(Fault::Npn { npn: shown(&broker.npn) });
    }
    named("the broker's name", &broker.name)
}

fn kind(transaction: &Transaction) -> Result<(), Fault> {
    let begin = transaction.benefit_begin;
    date("the first day of coverage", begin)?;
    date("the day of the transaction", transaction.created.date())?;
    date("the day of submission", transaction.submitted_at.date())?;
    match transaction.kind {
        Kind::Terminate { end, .. } | Kind::Audit { end: Some(end) } if end < begin => {
            return Err(Fault::EndsBeforeItBegins { begin, end });
        }
        Kind::Terminate { end, .. } | Kind::Audit { end: Some(end) } => {
            date("the last day of coverage", end)?
        }
        Kind::ChangeOfBroker { effective } => date("the day of the change of broker", effective)?,
        Kind::MembersLeave { .. } if transaction.leaving.is_empty() => {
            return Err(Fault::Missing { what: "who leaves the policy" });
        }
        Kind::MembersLeave { effective, .. } => {
            date("the day from which members are gone", effective)?;
            let never = effective <= begin;
            let kind = if never { "cancellation" } else { "termination" };
            leaving_codes(transaction.kind, begin).ok_or(Fault::ReasonWithoutCode { kind })?;
        }
        Kind::Initial
        | Kind::InitialAfterChange
        | Kind::Cancel(_)
        | Kind::Reinstate
        | Kind::ReinstatedByIssuer
        | Kind::Effectuation
        | Kind::Audit { end: None } => {}
    }
    let name = if matches!(transaction.kind, Kind::Cancel(_)) { "cancellation" } else { "termination" };
    codes_of(transaction.kind).map(|_| ()).ok_or(Fault::ReasonWithoutCode { kind: name })
}

fn person(member: &Member) -> Result<(), Fault> {
    identifier("the member id (REF 17)", &member.id, 2)?;
    if let Some(id) = &member.issuer_id {
        identifier("the carrier's member id (REF 23)", id, 1)?;
    }
    named("the member's last name", &member.name.last)?;
    date("the date of birth", member.birth)?;
    if member.ssn.as_ref().is_some_and(|ssn| !digits(ssn, 9, 9)) {
        let value = "(hidden)".to_owned();
        return Err(Fault::Form { what: "the Social Security number", rule: "9 digits", value });
    }
    member.address.as_ref().map_or(Ok(()), address)
}

fn address(address: &Address) -> Result<(), Fault> {
    named("the street address", &address.line1)?;
    form("the city", &address.city, "2 characters or more", |text| text.len() >= 2)?;
    form("the state", &address.state, "two capital letters", |text| {
        text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
    })?;
    form("the ZIP code", &address.zip, "5 or 9 digits", |text| digits(text, 5, 5) || digits(text, 9, 9))?;
    match &address.county {
        Some(county) => form("the county code", county, "3 to 5 digits", |text| digits(text, 3, 5)),
        None => Ok(()),
    }
}

fn money(transaction: &Transaction) -> Result<(), Fault> {
    let Some(premium) = &transaction.premium else {
        if transaction.kind.needs_premium() {
            return Err(Fault::Missing { what: "the premium (PRE AMT TOT)" });
        }
        return match members(transaction).find(|member| member.premium_cents.is_some()) {
            Some(_) => Err(Fault::Missing { what: "the total of the members' premiums (PRE AMT TOT)" }),
            None => Ok(()),
        };
    };
    let mut sum = 0_u64;
    for member in members(transaction) {
        let share = member.premium_cents.ok_or(Fault::Missing { what: "a member's premium (PRE AMT 1)" })?;
        sum = sum.saturating_add(share);
    }
    if sum != premium.total_cents {
        return Err(Fault::TotalIsNotTheSum { sum: Cents(sum), total: Cents(premium.total_cents) });
    }
    difference(premium)?;
    form("the rating area", &premium.rating_area, "R-, a state and 3 digits", |text| {
        let bytes = text.as_bytes();
        text.starts_with("R-")
            && bytes.len() == 7
            && bytes[2..4].iter().all(u8::is_ascii_uppercase)
            && bytes[4..].iter().all(u8::is_ascii_digit)
    })
}

/// TOT RES AMT = PRE AMT TOT - APTC AMT.
fn difference(premium: &Premium) -> Result<(), Fault> {
    let (total, aptc) = (Cents(premium.total_cents), Cents(premium.aptc_cents));
    match premium.total_cents.checked_sub(premium.aptc_cents) {
        None => Err(Fault::CreditAboveTotal { total, aptc }),
        Some(rest) if rest == premium.responsible_cents => Ok(()),
        Some(_) => {
            let responsible = Cents(premium.responsible_cents);
            Err(Fault::ResponsibleIsNotTheDifference { total, aptc, responsible })
        }
    }
}

/// X12 writes a date as eight digits.
pub(crate) fn date(what: &'static str, value: Date) -> Result<(), Fault> {
    if (1800..=9999).contains(&value.year()) {
        Ok(())
    } else {
        Err(Fault::Form { what, rule: "a date after 1799", value: value.to_string() })
    }
}

fn named(what: &'static str, value: &str) -> Result<(), Fault> {
    if value.is_empty() { Err(Fault::Missing { what }) } else { Ok(()) }
}

/// An identifier is never altered: what X12 cannot carry is refused.
pub(crate) fn identifier(what: &'static str, value: &str, shortest: usize) -> Result<(), Fault> {
    form(what, value, "at most 50 characters that X12 can carry", |text| {
        is_carried_unchanged(text) && (shortest..=50).contains(&text.len())
    })
}

pub(crate) fn form(
    what: &'static str,
    value: &str,
    rule: &'static str,
    holds: impl Fn(&str) -> bool,
) -> Result<(), Fault> {
    if holds(value) { Ok(()) } else { Err(Fault::Form { what, rule, value: shown(value) }) }
}

/// Whether the text is nothing but digits, so many of them.
pub(crate) fn digits(text: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
