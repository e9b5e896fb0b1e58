//! Enrollments on their way to carriers: the facts of an 834 are sealed into the outbox in the transaction
//! of the enrollment (ENR-7), and written to files when somebody exports them. A file counts as sent when it
//! is durable: written, synced, renamed.

use crate::{
    ActingOn, Consumer, Error, Portal, Session, applications, civil_of, randomness,
    shopping::Group,
    store::{
        carriers::{self as store, Feed},
        outbox::place_of,
        shopping::{self as shopping_store, NewEnrollment},
    },
};
use domain::{
    application::{Answers, Page},
    people::Actor,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use x12::{
    Address, Broker, Contact, Dependent, Envelope, Exchange, InsuranceLine, Issuer, Kind, Member, Origin,
    Party, PartyQualifier, PersonName, Premium, Relationship, Sex, Transaction, Usage, Writer, Zone,
};

/// Everything an 834 says, as known when the enrollment was signed.
#[derive(Serialize, Deserialize)]
struct Facts {
    issuer_name: String,
    tin: Option<String>,
    broker: Option<(String, String)>,
    members: Vec<Person>,
    variant: String,
    enrollment: String,
    begins: jiff::civil::Date,
    total_cents: u64,
    credit_cents: u64,
    rating_area: String,
    application: String,
    by_broker: bool,
    signed_at: i64,
    street: String,
    city: String,
    zip: String,
    county: String,
    email: String,
    phone: String,
}

#[derive(Serialize, Deserialize)]
struct Person {
    id: String,
    given: String,
    family: String,
    born: jiff::civil::Date,
    sex: String,
    ssn: Option<String>,
    tobacco: bool,
    relationship: String,
    premium_cents: u64,
}

/// Puts the initial 834 of an enrollment into the outbox, sealed.
pub(crate) async fn put_initial(
    portal: &Portal,
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    new: &NewEnrollment,
    group: &Group,
) -> Result<(), Error> {
    let catalog =
        portal.catalog(new.plan_year).await?.ok_or(Error::Unavailable("no plan catalog is loaded"))?;
    let variant: domain::plan::VariantId = new.variant_id.parse().map_err(|_| Error::Corrupt("variant"))?;
    let issuer = catalog.issuer(variant.plan.issuer()).ok_or(Error::Corrupt("carrier"))?;
    let answers = &group.answers;
    let numbers = applications::social_security_numbers(acting, &new.application).await?;
    let start = |name: &str| answers.get(Page::Address, name).to_owned();
    let facts = Facts {
        issuer_name: issuer.name.clone(),
        tin: issuer.tin.clone(),
        broker: new.broker.as_ref().map(|(_, name, npn)| (name.clone(), npn.clone())),
        members: people(answers, group, &new.members, &numbers)?,
        variant: variant.x12(),
        enrollment: new.key.0.clone(),
        begins: new.effective_on.parse().map_err(|_| Error::Corrupt("effective date"))?,
        total_cents: cents(new.premium_cents)?,
        credit_cents: cents(new.credit_cents)?,
        rating_area: format!("R-{}{:03}", portal.profile().exchange.state, group.place.rating_area),
        application: new.application.0.clone(),
        by_broker: matches!(session.actor(), Actor::Assister(_)) && new.broker.is_some(),
        signed_at: acting.now().0,
        street: start("street"),
        city: start("city"),
        zip: start("zip"),
        county: start("county"),
        email: answers.get(Page::Contact, "email").to_owned(),
        phone: answers.get(Page::Contact, "phone").to_owned(),
    };
    let outbox_key = randomness::row_key();
    let plain = serde_json::to_vec(&facts).map_err(|_| Error::Corrupt("834 facts"))?;
    let body = randomness::hex(&portal.door.seal().seal(&place_of(&outbox_key), &plain)?);
    shopping_store::put_834(acting, &outbox_key, &new.carrier, &new.key, body).await
}

fn cents(amount: i64) -> Result<u64, Error> {
    u64::try_from(amount).map_err(|_| Error::Corrupt("a negative amount"))
}

fn people(
    answers: &Answers,
    group: &Group,
    premiums: &[(String, i64)],
    numbers: &BTreeMap<u8, String>,
) -> Result<Vec<Person>, Error> {
    let number = |person: &str| Answers::person_number(person).ok_or(Error::Corrupt("person"));
    let subscriber = group.members.first().map(|member| number(&member.person)).transpose()?.unwrap_or(1);
    group
        .members
        .iter()
        .map(|member| {
            let n = number(&member.person)?;
            let page = Page::Person(n);
            let premium =
                premiums.iter().find(|(person, _)| *person == member.person).map_or(0, |(_, cents)| *cents);
            Ok(Person {
                id: member.person.clone(),
                given: answers.get(page, "given_name").to_owned(),
                family: answers.get(page, "family_name").to_owned(),
                born: answers.date(page, "born").ok_or(Error::Corrupt("date of birth"))?,
                sex: answers.get(page, "sex").to_owned(),
                ssn: numbers.get(&n).map(|typed| typed.chars().filter(char::is_ascii_digit).collect()),
                tobacco: member.tobacco,
                relationship: relation(answers, n, subscriber).to_owned(),
                premium_cents: cents(premium)?,
            })
        })
        .collect()
}

/// What person `n` is to the subscriber. Each person was asked what they are to those before them.
fn relation(answers: &Answers, n: u8, subscriber: u8) -> &str {
    if n > subscriber {
        return answers.get(Page::Relationships(n), &format!("to_{subscriber}")).trim();
    }
    match answers.get(Page::Relationships(subscriber), &format!("to_{n}")) {
        "parent" => "child",
        "child" => "parent",
        "stepparent" => "stepchild",
        "stepchild" => "stepparent",
        "grandparent" => "grandchild",
        "grandchild" => "grandparent",
        same => match same {
            "spouse" => "spouse",
            "sibling" => "sibling",
            "unrelated" => "unrelated",
            _ => "other_relative",
        },
    }
}

fn relationship(word: &str) -> Relationship {
    match word {
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
    }
}

/// What an export wrote.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The file; `None` when nothing was due.
    pub file: Option<PathBuf>,
    /// Transactions in it.
    pub transactions: u32,
    /// What could not be sent, and why; it stays due.
    pub unsent: Vec<Unsent>,
}

/// An enrollment that could not be sent.
#[derive(Clone, Debug)]
pub struct Unsent {
    /// The enrollment.
    pub enrollment: String,
    /// Why.
    pub fault: String,
}

/// Messages read at a time: memory does not grow with what is due.
const BATCH: i64 = 500;

impl Portal {
    /// Carriers with enrollments that are due, and how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carriers_due(&self) -> Result<Vec<(String, i64)>, Error> {
        store::carriers_due(&self.door).await
    }

    /// Writes what is due to a carrier into a file of the folder. `progress` hears how many are written.
    ///
    /// # Errors
    /// `Error::File` when the file cannot be written: then nothing counts as sent.
    pub async fn export_enrollments(
        &self,
        carrier: &str,
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Exported, Error> {
        let now = self.door.now().0;
        let mut feed = Feed::open(&self.door, carrier).await?;
        let (interchange, transaction) = feed.numbers().await?;
        let number = |last: i64| u32::try_from(last + 1).map_err(|_| Error::Corrupt("control number"));
        let control_number = number(interchange)?;
        let envelope = self.envelope(carrier, control_number, number(transaction)?, now);
        let finished = folder.join(format!("834_{carrier}_{control_number:09}.x12"));
        let unfinished = finished.with_extension("unfinished");
        let mut file = fs::File::create(&unfinished).map_err(Error::file(&unfinished))?;
        let mut writer =
            Writer::begin(String::new(), &envelope).map_err(|_| Error::Corrupt("834 envelope"))?;
        let (mut last, mut faults, mut unsent) = (String::new(), Vec::new(), Vec::new());
        loop {
            let due = feed.due(&last, BATCH).await?;
            let Some(newest) = due.last() else { break };
            last = newest.outbox_key.clone();
            for message in &due {
                let written = self
                    .transaction(&message.outbox_key, &message.body, carrier)
                    .and_then(|said| writer.transaction(&said).map_err(|fault| fault.to_string()));
                if let Err(fault) = written {
                    faults.push((message.outbox_key.clone(), fault.clone()));
                    unsent.push(Unsent { enrollment: message.enrollment.clone(), fault });
                }
            }
            file.write_all(writer.take().as_bytes()).map_err(Error::file(&unfinished))?;
            progress(u64::from(writer.written()));
        }
        let transactions = writer.written();
        feed.mark(&last, &faults, i64::from(transactions), now).await?;
        if transactions == 0 {
            drop(file);
            fs::remove_file(&unfinished).map_err(Error::file(&unfinished))?;
            feed.close().await?;
            return Ok(Exported { file: None, transactions, unsent });
        }
        let rest = writer.end().map_err(|_| Error::Corrupt("834 envelope"))?;
        file.write_all(rest.as_bytes()).map_err(Error::file(&unfinished))?;
        file.sync_all().map_err(Error::file(&unfinished))?;
        fs::rename(&unfinished, &finished).map_err(Error::file(&finished))?;
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::file(folder))?;
        feed.close().await?;
        Ok(Exported { file: Some(finished), transactions, unsent })
    }

    fn envelope(&self, carrier: &str, control_number: u32, first_transaction: u32, now: i64) -> Envelope {
        let party = |id: &str| Party { qualifier: PartyQualifier::MutuallyDefined, id: id.to_owned() };
        Envelope {
            sender: party(&self.profile.exchange.source_exchange_id),
            receiver: party(carrier),
            control_number,
            first_transaction,
            created: civil_of(now.into(), &self.profile.exchange.time_zone),
            usage: if self.practice { Usage::Test } else { Usage::Production },
        }
    }

    /// The transaction of a sealed message; the reason in words when there can be none.
    fn transaction(&self, outbox_key: &str, body: &str, carrier: &str) -> Result<Transaction, String> {
        let sealed = randomness::unhex(body).ok_or("the stored message is damaged")?;
        let plain = self
            .door
            .seal()
            .open(&place_of(outbox_key), &sealed)
            .map_err(|_| "the stored message cannot be opened")?;
        let facts: Facts = serde_json::from_slice(&plain).map_err(|_| "the stored message is damaged")?;
        // The profile of today first: an enrollment may have been signed before it had the number.
        let tin = self.profile.carrier_tin(carrier).map(str::to_owned).or(facts.tin.clone());
        let tin = tin.ok_or_else(|| {
            format!("the tax number of carrier {carrier} is not known: add [[carrier]] with hios = \"{carrier}\" and its tin to the profile")
        })?;
        let zone = &self.profile.exchange.time_zone;
        let mut members = facts.members.iter().map(|person| {
            let dependent = Dependent {
                relationship: relationship(&person.relationship),
                member: member(&facts, person),
            };
            (dependent.member.clone(), dependent)
        });
        let (subscriber, _) = members.next().ok_or("nobody is enrolled")?;
        let signed = civil_of(facts.signed_at.into(), zone);
        Ok(Transaction {
            kind: Kind::Initial,
            reference: outbox_key.to_owned(),
            created: signed,
            exchange: Exchange { id: self.profile.exchange.source_exchange_id.clone(), zone: Zone::Central },
            issuer: Issuer { hios: carrier.to_owned(), name: facts.issuer_name.clone(), tin },
            broker: facts.broker.clone().map(|(name, npn)| Broker { name, npn }),
            subscriber,
            dependents: members.map(|(_, dependent)| dependent).collect(),
            line: InsuranceLine::Health,
            plan_variant_id: facts.variant.clone(),
            policy_id: facts.enrollment.clone(),
            issuer_policy_id: None,
            issuer_subscriber_id: None,
            benefit_begin: facts.begins,
            premium: Some(Premium {
                total_cents: facts.total_cents,
                aptc_cents: facts.credit_cents,
                responsible_cents: facts.total_cents.saturating_sub(facts.credit_cents),
                rating_area: facts.rating_area.clone(),
            }),
            application_id: facts.application.clone(),
            origin: if facts.by_broker { Origin::Broker } else { Origin::Consumer },
            submitted_at: signed,
            sep_reason: None,
        })
    }
}

fn member(facts: &Facts, person: &Person) -> Member {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Member {
        id: format!("{}-{}", short(&facts.enrollment), person.id),
        issuer_id: None,
        name: PersonName {
            last: person.family.clone(),
            first: given(&person.given),
            middle: None,
            suffix: None,
        },
        ssn: person.ssn.clone(),
        birth: person.born,
        sex: match person.sex.as_str() {
            "female" => Sex::Female,
            "male" => Sex::Male,
            _ => Sex::Unknown,
        },
        tobacco: Some(person.tobacco),
        contact: Contact { phone: given(&facts.phone), other_phone: None, email: given(&facts.email) },
        address: Some(Address {
            line1: facts.street.clone(),
            line2: None,
            city: facts.city.clone(),
            state: facts.rating_area.chars().skip(2).take(2).collect(),
            zip: facts.zip.clone(),
            county: given(&facts.county),
        }),
        premium_cents: Some(person.premium_cents),
    }
}

/// The tail of a key: enough to be unique beside the policy's own number.
fn short(key: &str) -> String {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.get(plain.len().saturating_sub(16)..).unwrap_or(&plain).to_owned()
}
