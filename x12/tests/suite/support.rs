//! Sample enrollments for the tests: made-up people, a made-up carrier.

use jiff::civil::{date, time};
use x12::{
    Address, Broker, Contact, Dependent, Envelope, Exchange, Explained, ExplainedSegment, InsuranceLine,
    Interchange, Issuer, Kind, Member, Origin, Party, PartyQualifier, PersonName, Premium, Received, Refusal,
    Relationship, Sex, Transaction, Usage, Zone, explain, read,
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
        leaving: Vec::new(),
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

/// The child of [`family`] leaves, and the others stay for their own premiums.
pub fn child_leaves(effective: jiff::civil::Date) -> Transaction {
    let mut family = family();
    family.kind = Kind::MembersLeave { effective, reason: x12::EndReason::Voluntary };
    let mut child = family.dependents.pop().unwrap();
    child.member.premium_cents = None;
    family.leaving = vec![child];
    family.premium = Some(Premium {
        total_cents: 82_050,
        aptc_cents: 61_234,
        responsible_cents: 20_816,
        rating_area: "R-MN008".to_owned(),
    });
    family
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

/// An answer file around these segments.
pub fn answer(inner: &str, groups: u32) -> String {
    format!(
        "ISA*00*          *00*          *30*410000001      *ZZ*MN0            *261124*0610*^*00501*000000007*0*T*:~\n\
         {inner}IEA*{groups}*000000007~\n"
    )
}

/// What a file of one interchange says.
pub fn one(text: &str) -> Result<Received, Refusal> {
    let mut all = read(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// The segments of a file in words.
pub fn segments(text: &str) -> Vec<ExplainedSegment> {
    let told = explain(text.as_bytes()).into_iter();
    told.filter_map(|one| if let Explained::Segment(segment) = one { Some(segment) } else { None }).collect()
}

/// What is broken in a file.
pub fn broken(text: impl AsRef<[u8]>) -> Vec<Refusal> {
    let told = explain(text.as_ref()).into_iter();
    told.filter_map(|one| if let Explained::Broken(refusal) = one { Some(refusal) } else { None }).collect()
}

/// Everything that people see of a file.
pub fn everything_seen(file: &[u8]) -> String {
    let mut seen = String::new();
    for told in explain(file) {
        match told {
            Explained::Segment(segment) => seen += &format!("{}\n{}\n", segment.text, segment.words),
            Explained::Broken(refusal) => seen += &format!("{refusal}\n"),
        }
    }
    if let Ok(text) = std::str::from_utf8(file) {
        for received in read(text) {
            seen += &format!("{received:?}\n");
            match received {
                Err(refusal) => seen += &format!("{refusal}\n"),
                Ok(received) => seen += &texts(&received),
            }
        }
    }
    seen
}

fn texts(received: &Received) -> String {
    let texts = received.items.iter().map(|item| match &item.content {
        x12::Content::NotUnderstood { refusal, text } => format!("{refusal}\n{text}\n"),
        _ => String::new(),
    });
    texts.collect()
}
