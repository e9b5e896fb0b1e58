//! The 834 of an enrollment as it is known when something is done with it. Control numbers are given when the file is written, and
//! so is the carrier's tax number where the profile has it.

use crate::{Error, civil_of};
use domain::{
    application::{Answers, Page},
    instant::Instant,
    people::{ApplicationKey, EnrollmentKey, OutboxKey},
    plan::{IssuerId, VariantId},
    profile,
    typed::{phone::Phone, secret::social_security_number},
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use x12::{
    Address, Broker, Contact, Dependent, Exchange, InsuranceLine, Kind, Member, Origin, PersonName, Premium,
    Relationship, SepReason, Sex, Transaction, Zone,
};

/// What a carrier is told of an enrollment: that it begins, or what becomes of it.
pub(crate) struct Told<'a> {
    pub(crate) kind: Kind,
    pub(crate) exchange: &'a profile::Exchange,
    pub(crate) issuer: x12::Issuer,
    /// The application that it rests on, and what it says of everybody.
    pub(crate) application: &'a ApplicationKey,
    pub(crate) answers: &'a Answers,
    pub(crate) key: &'a EnrollmentKey,
    pub(crate) plan: VariantId,
    /// Name and number of the agent of record (ENR-6).
    pub(crate) broker: Option<(&'a str, &'a str)>,
    /// Whose act it is.
    pub(crate) origin: Origin,
    pub(crate) begins: Date,
    /// What opened the special enrollment period in which it was signed, as files call it.
    pub(crate) sep_reason: Option<SepReason>,
    /// The subscriber first.
    pub(crate) members: Vec<Covered<'a>>,
    /// Who leaves with this, while the members stay.
    pub(crate) leaving: Vec<Covered<'a>>,
    /// What it costs; an ending says nothing of it.
    pub(crate) money: Option<Costs>,
}

/// Somebody who is covered.
pub(crate) struct Covered<'a> {
    pub(crate) person: &'a str,
    /// Tobacco use, and the share of the premium in cents: an ending says nothing of them.
    pub(crate) tobacco: Option<bool>,
    pub(crate) share: Option<i64>,
}

/// Cents a month, and the number of the area whose rates they are.
pub(crate) struct Costs {
    pub(crate) premium_cents: i64,
    pub(crate) credit_cents: i64,
    pub(crate) rating_area: u16,
}

/// The carrier as its files name it; the tax number is empty where nobody knows it yet.
pub(crate) fn issuer(hios: IssuerId, name: &str, tin: Option<&String>) -> x12::Issuer {
    x12::Issuer { hios: hios.to_string(), name: name.to_owned(), tin: tin.cloned().unwrap_or_default() }
}

impl Told<'_> {
    /// The same as a transaction.
    pub(super) fn transaction(
        &self,
        reference: &OutboxKey,
        at: Instant,
        numbers: &BTreeMap<u8, String>,
    ) -> Result<Transaction, Error> {
        let people = |covered: &[Covered<'_>]| {
            let person = |member: &Covered<'_>| {
                let n = Answers::person_number(member.person).ok_or(Error::Corrupt("person"))?;
                Ok((n, self.member(n, member, numbers)?))
            };
            covered.iter().map(person).collect::<Result<Vec<_>, Error>>()
        };
        let mut members = people(&self.members)?.into_iter();
        let (first, subscriber) = members.next().ok_or(Error::Corrupt("nobody is enrolled"))?;
        let dependent = |(n, member)| Dependent { relationship: relation(self.answers, n, first), member };
        let said_at = civil_of(at, &self.exchange.time_zone);
        Ok(Transaction {
            kind: self.kind,
            reference: reference.0.clone(),
            created: said_at,
            exchange: Exchange { id: self.exchange.source_exchange_id.clone(), zone: Zone::Central },
            issuer: self.issuer.clone(),
            broker: self.broker.map(|(name, npn)| Broker { name: name.to_owned(), npn: npn.to_owned() }),
            subscriber,
            dependents: members.map(dependent).collect(),
            leaving: people(&self.leaving)?.into_iter().map(dependent).collect(),
            line: InsuranceLine::Health,
            plan_variant_id: self.plan.x12(),
            policy_id: self.key.0.clone(),
            issuer_policy_id: None,
            issuer_subscriber_id: None,
            benefit_begin: self.begins,
            premium: self.money.as_ref().map(|costs| self.premium(costs)).transpose()?,
            application_id: self.application.0.clone(),
            origin: self.origin,
            submitted_at: said_at,
            sep_reason: self.sep_reason,
        })
    }

    fn premium(&self, costs: &Costs) -> Result<Premium, Error> {
        let (total_cents, aptc_cents) = (cents(costs.premium_cents)?, cents(costs.credit_cents)?);
        Ok(Premium {
            total_cents,
            aptc_cents,
            responsible_cents: total_cents.saturating_sub(aptc_cents),
            rating_area: format!("R-{}{:03}", self.exchange.state, costs.rating_area),
        })
    }

    fn member(&self, n: u8, covered: &Covered<'_>, numbers: &BTreeMap<u8, String>) -> Result<Member, Error> {
        let answers = self.answers;
        let given = |page, name| Some(answers.get(page, name).to_owned()).filter(|text| !text.is_empty());
        let address = |name| answers.get(Page::Address, name).to_owned();
        let page = Page::Person(n);
        Ok(Member {
            id: member_id(self.key, covered.person),
            issuer_id: None,
            name: PersonName {
                last: answers.get(page, "family_name").to_owned(),
                first: given(page, "given_name"),
                middle: None,
                suffix: None,
            },
            ssn: numbers
                .get(&n)
                .and_then(|typed| social_security_number(typed).ok())
                .map(|n| n.in_full().to_owned()),
            birth: answers.date(page, "born").ok_or(Error::Corrupt("date of birth"))?,
            sex: match answers.get(page, "sex") {
                "female" => Sex::Female,
                "male" => Sex::Male,
                _ => Sex::Unknown,
            },
            tobacco: covered.tobacco,
            contact: Contact {
                // The carrier's file has no place for an extension.
                phone: given(Page::Contact, "phone")
                    .and_then(|typed| Phone::read(&typed).ok())
                    .map(|phone| phone.digits().to_owned()),
                other_phone: None,
                email: given(Page::Contact, "email"),
            },
            address: Some(Address {
                line1: address("street"),
                line2: None,
                city: address("city"),
                state: self.exchange.state.clone(),
                zip: answers.zip().map(|zip| zip.five().to_owned()).unwrap_or_default(),
                county: given(Page::Address, "county"),
            }),
            premium_cents: covered.share.map(cents).transpose()?,
        })
    }
}

fn cents(amount: i64) -> Result<u64, Error> {
    u64::try_from(amount).map_err(|_| Error::Corrupt("a negative amount"))
}

/// What person `n` is to the subscriber. Each person was asked what they are to those before them.
fn relation(answers: &Answers, n: u8, subscriber: u8) -> Relationship {
    let said = |of: u8, to: u8| match answers.get(Page::Relationships(of), &format!("to_{to}")).trim() {
        "spouse" => Relationship::Spouse,
        "parent" => Relationship::ParentOfSubscriber,
        "stepparent" => Relationship::Stepparent,
        "child" => Relationship::Child,
        "stepchild" => Relationship::Stepchild,
        "sibling" => Relationship::Sibling,
        "grandparent" => Relationship::Grandparent,
        "grandchild" => Relationship::Grandchild,
        "other_relative" => Relationship::OtherRelative,
        _ => Relationship::OtherRelationship,
    };
    if n > subscriber {
        return said(n, subscriber);
    }
    match said(subscriber, n) {
        Relationship::ParentOfSubscriber => Relationship::Child,
        Relationship::Child => Relationship::ParentOfSubscriber,
        Relationship::Stepparent => Relationship::Stepchild,
        Relationship::Stepchild => Relationship::Stepparent,
        Relationship::Grandparent => Relationship::Grandchild,
        Relationship::Grandchild => Relationship::Grandparent,
        same => same,
    }
}

/// The number by which a carrier knows somebody of an enrollment.
pub(super) fn member_id(key: &EnrollmentKey, person: &str) -> String {
    format!("{}-{person}", short(key))
}

/// The tail of a key: enough to be unique beside the policy's own number.
fn short(key: &EnrollmentKey) -> String {
    let plain: String = key.0.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.get(plain.len().saturating_sub(16)..).unwrap_or(&plain).to_owned()
}
