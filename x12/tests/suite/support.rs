//! Sample enrollments for the tests: made-up people, a made-up carrier.

use jiff::civil::{date, time};
use x12::{
    Address, Broker, Contact, Dependent, Envelope, Exchange, InsuranceLine, Interchange, Issuer, Kind,
    Member, Origin, Party, PartyQualifier, PersonName, Premium, Relationship, Sex, Transaction, Usage, Zone,
};

/// The envelope of a sample file.
pub fn envelope() -> Envelope {
    Envelope {
        sender: Party { qualifier: PartyQualifier::MutuallyDefined, id: "MN0".to_owned() },
        receiver: Party { qualifier: PartyQualifier::TaxNumber, id: "410000001".to_owned() },
        control_number: 42,
        first_transaction: 1,
        created: date(2026, 11, 23).to_datetime(time(17, 5, 30, 0)),
        usage: Usage::Test,
    }
}

/// A person.
pub fn member(number: u32, first: &str, last: &str, cents: u64) -> Member {
    Member {
        id: format!("M{number:06}"),
        issuer_id: None,
        name: PersonName { last: last.to_owned(), first: Some(first.to_owned()), middle: None, suffix: None },
        ssn: None,
        birth: date(1985, 4, 12),
        sex: Sex::Female,
        tobacco: Some(false),
        contact: Contact::default(),
        address: None,
        premium_cents: Some(cents),
    }
}

/// A family of three with a broker and a tax credit.
pub fn family() -> Transaction {
    let mut subscriber = member(1, "Ana", "Sample", 42_050);
    subscriber.ssn = Some("900000001".to_owned());
    subscriber.contact = Contact {
        phone: Some("6125550100".to_owned()),
        other_phone: None,
        email: Some("ana@sample.test".to_owned()),
    };
    subscriber.address = Some(Address {
        line1: "100 Sample Street".to_owned(),
        line2: Some("Apt 4".to_owned()),
        city: "Minneapolis".to_owned(),
        state: "MN".to_owned(),
        zip: "55401".to_owned(),
        county: Some("27053".to_owned()),
    });
    let child = Member {
        birth: date(2019, 2, 28),
        sex: Sex::Male,
        tobacco: Some(false),
        ..member(3, "Dee", "Sample", 25_000)
    };
    Transaction {
        kind: Kind::Initial,
        reference: "E-000001".to_owned(),
        created: date(2026, 11, 23).to_datetime(time(16, 0, 1, 0)),
        exchange: Exchange { id: "MN0".to_owned(), zone: Zone::Central },
        issuer: Issuer {
            hios: "99901".to_owned(),
            name: "Sample Health North".to_owned(),
            tin: "410000001".to_owned(),
        },
        broker: Some(Broker { name: "Bo Sample".to_owned(), npn: "12345678".to_owned() }),
        subscriber,
        dependents: vec![
            Dependent {
                relationship: Relationship::Spouse,
                member: Member { tobacco: Some(true), ..member(2, "Cy", "Sample", 40_000) },
            },
            Dependent { relationship: Relationship::Child, member: child },
        ],
        line: InsuranceLine::Health,
        plan_variant_id: "99901MN001000101".to_owned(),
        policy_id: "P000001".to_owned(),
        issuer_policy_id: None,
        issuer_subscriber_id: None,
        benefit_begin: date(2027, 1, 1),
        premium: Some(Premium {
            total_cents: 107_050,
            aptc_cents: 61_234,
            responsible_cents: 45_816,
            rating_area: "R-MN008".to_owned(),
        }),
        application_id: "A-2026-000001".to_owned(),
        origin: Origin::Broker,
        submitted_at: date(2026, 11, 23).to_datetime(time(15, 59, 58, 420_000_000)),
        sep_reason: None,
    }
}

/// The carrier's answer to [`family`].
pub fn effectuation() -> Transaction {
    let mut answer = family();
    answer.kind = Kind::Effectuation;
    answer.reference = "C-1".to_owned();
    answer.issuer_policy_id = Some("HN-77".to_owned());
    answer.issuer_subscriber_id = Some("HN-S1".to_owned());
    answer.subscriber.issuer_id = Some("HN-M1".to_owned());
    answer
}

/// A file of these transactions.
pub fn file(transactions: Vec<Transaction>) -> String {
    let mut out = String::new();
    x12::write(&Interchange { envelope: envelope(), transactions }, &mut out).unwrap();
    out
}
