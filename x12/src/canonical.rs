//! A transaction as its reader will see it: transliterated, cut to the lengths of the guide, without what its kind does not carry.

use jiff::civil::DateTime;

use crate::characters::{fit, is_carried_unchanged};
use crate::transaction::{Address, Contact, Dependent, Kind, Member, PersonName, Transaction};

/// What the file will say of the transaction. Reading a written transaction gives exactly this value.
#[must_use]
pub fn canonical(transaction: &Transaction) -> Transaction {
    let mut out = transaction.clone();
    out.created = whole(out.created, 1_000_000_000);
    out.submitted_at = whole(out.submitted_at, 10_000_000);
    out.issuer.name = fit(&out.issuer.name, 60);
    if let Some(broker) = &mut out.broker {
        broker.name = fit(&broker.name, 60);
    }
    out.subscriber = member(&transaction.subscriber);
    let people = |all: &[Dependent]| {
        let one =
            |each: &Dependent| Dependent { relationship: each.relationship, member: member(&each.member) };
        all.iter().map(one).collect::<Vec<_>>()
    };
    (out.dependents, out.leaving) = (people(&transaction.dependents), people(&transaction.leaving));
    match out.kind {
        // Of those who leave the guide wants no money.
        Kind::MembersLeave { .. } => out.leaving.iter_mut().for_each(|each| each.member.premium_cents = None),
        _ => out.leaving.clear(),
    }
    if let Kind::ChangeOfBroker { .. } = out.kind {
        // The guide sends the subscriber alone, and no money: a share of one person would not add up to the total.
        out.dependents.clear();
        out.premium = None;
        out.subscriber.premium_cents = None;
    }
    out
}

/// Cuts the parts of a second smaller than a unit of so many nanoseconds.
fn whole(moment: DateTime, unit: i32) -> DateTime {
    let nanoseconds = moment.subsec_nanosecond();
    moment.with().subsec_nanosecond(nanoseconds - nanoseconds % unit).build().unwrap_or(moment)
}

fn member(member: &Member) -> Member {
    Member {
        name: name(&member.name),
        ssn: member.ssn.as_ref().map(|ssn| ssn.replace(['-', ' '], "")).filter(|ssn| !ssn.is_empty()),
        contact: contact(&member.contact),
        address: member.address.as_ref().map(address),
        ..member.clone()
    }
}

fn name(name: &PersonName) -> PersonName {
    PersonName {
        last: fit(&name.last, 60),
        first: optional(name.first.as_deref(), 35),
        middle: optional(name.middle.as_deref(), 25),
        suffix: optional(name.suffix.as_deref(), 10),
    }
}

fn contact(contact: &Contact) -> Contact {
    // Without what people part its digits by. With anything else in it, such as an extension, it would be another number.
    let digits = |phone: &Option<String>| {
        let digits = phone.as_deref()?.replace([' ', '-', '.', '(', ')', '/', '+'], "");
        let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
        (whole && !digits.is_empty() && digits.len() <= 256).then_some(digits)
    };
    let sendable = |email: &&String| is_carried_unchanged(email) && email.len() <= 256;
    Contact {
        phone: digits(&contact.phone),
        other_phone: digits(&contact.other_phone),
        // An address with a letter changed belongs to somebody else, so it is sent exactly or not at all.
        email: contact.email.as_ref().filter(sendable).cloned(),
    }
}

fn address(address: &Address) -> Address {
    Address {
        line1: fit(&address.line1, 55),
        line2: optional(address.line2.as_deref(), 55),
        city: fit(&address.city, 30),
        state: address.state.trim().to_uppercase(),
        zip: address.zip.replace(['-', ' '], ""),
        county: address.county.clone().filter(|county| !county.is_empty()),
    }
}

fn optional(text: Option<&str>, longest: usize) -> Option<String> {
    text.map(|text| fit(text, longest)).filter(|text| !text.is_empty())
}
