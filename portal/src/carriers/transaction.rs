//! The 834 of an enrollment as it is known when it is signed. Control numbers are given when the file is written, and
//! so is the carrier's tax number where the profile has it.

use crate::{Error, civil_of, shopping::Group};
use domain::{
    application::{Answers, Page},
    instant::Instant,
    people::{EnrollmentKey, OutboxKey},
    plan::{Issuer, VariantId},
    profile,
    typed::{phone::Phone, secret::social_security_number},
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use x12::{
    Address, Broker, Contact, Dependent, Exchange, InsuranceLine, Kind, Member, Origin, PersonName, Premium,
    Relationship, Sex, Transaction, Zone,
};

/// An enrollment that was just signed.
pub(crate) struct Enrolled<'a> {
    pub(crate) exchange: &'a profile::Exchange,
    pub(crate) issuer: &'a Issuer,
    pub(crate) group: &'a Group,
    pub(crate) key: &'a EnrollmentKey,
    pub(crate) plan: VariantId,
    /// Name and number of the agent of record (ENR-6), and whether it is they who signed.
    pub(crate) broker: Option<(&'a str, &'a str)>,
    pub(crate) by_broker: bool,
    pub(crate) begins: Date,
    pub(crate) premium_cents: i64,
    pub(crate) credit_cents: i64,
    /// Each member's share of the premium, in the order of the group.
    pub(crate) shares: &'a [i64],
}

impl Enrolled<'_> {
    /// What its carrier is told.
    pub(super) fn transaction(
        &self,
        reference: &OutboxKey,
        signed_at: Instant,
        numbers: &BTreeMap<u8, String>,
    ) -> Result<Transaction, Error> {
        let answers = &self.group.answers;
        let mut people = Vec::with_capacity(self.group.members.len());
        for (member, share) in self.group.members.iter().zip(self.shares) {
            let n = Answers::person_number(&member.person).ok_or(Error::Corrupt("person"))?;
            people.push((n, self.member(n, (&member.person, member.tobacco, *share), numbers)?));
        }
        let mut people = people.into_iter();
        let (first, subscriber) = people.next().ok_or(Error::Corrupt("nobody is enrolled"))?;
        let signed = civil_of(signed_at, &self.exchange.time_zone);
        let (total_cents, aptc_cents) = (cents(self.premium_cents)?, cents(self.credit_cents)?);
        Ok(Transaction {
            kind: Kind::Initial,
            reference: reference.0.clone(),
            created: signed,
            exchange: Exchange { id: self.exchange.source_exchange_id.clone(), zone: Zone::Central },
            issuer: x12::Issuer {
                hios: self.issuer.id.to_string(),
                name: self.issuer.name.clone(),
                tin: self.issuer.tin.clone().unwrap_or_default(),
            },
            broker: self.broker.map(|(name, npn)| Broker { name: name.to_owned(), npn: npn.to_owned() }),
            subscriber,
            dependents: people
                .map(|(n, member)| Dependent { relationship: relation(answers, n, first), member })
                .collect(),
            line: InsuranceLine::Health,
            plan_variant_id: self.plan.x12(),
            policy_id: self.key.0.clone(),
            issuer_policy_id: None,
            issuer_subscriber_id: None,
            benefit_begin: self.begins,
            premium: Some(Premium {
                total_cents,
                aptc_cents,
                responsible_cents: total_cents.saturating_sub(aptc_cents),
                rating_area: format!("R-{}{:03}", self.exchange.state, self.group.place.rating_area),
            }),
            application_id: self.group.application.0.clone(),
            origin: if self.by_broker { Origin::Broker } else { Origin::Consumer },
            submitted_at: signed,
            sep_reason: None,
        })
    }

    fn member(
        &self,
        n: u8,
        (person, tobacco, share): (&str, bool, i64),
        numbers: &BTreeMap<u8, String>,
    ) -> Result<Member, Error> {
        let answers = &self.group.answers;
        let given = |page, name| Some(answers.get(page, name).to_owned()).filter(|text| !text.is_empty());
        let address = |name| answers.get(Page::Address, name).to_owned();
        let page = Page::Person(n);
        Ok(Member {
            id: format!("{}-{person}", short(self.key)),
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
            tobacco: Some(tobacco),
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
            premium_cents: Some(cents(share)?),
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

/// The tail of a key: enough to be unique beside the policy's own number.
fn short(key: &EnrollmentKey) -> String {
    let plain: String = key.0.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.get(plain.len().saturating_sub(16)..).unwrap_or(&plain).to_owned()
}
