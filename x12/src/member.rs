//! Reads one person of an 834: loop 2000 up to the coverage, with loop 2100A.

use jiff::civil::Date;

use crate::codes::Sex;
use crate::refusal::Refusal;
use crate::segment::{Cursor, Segment};
use crate::transaction::{Address, Contact, Member, PersonName};

/// A person as read, with what must still be compared with the rest of the transaction.
pub(crate) struct Person<'s, 'a> {
    pub(crate) ins: &'s Segment<'a>,
    pub(crate) subscriber_id: String,
    pub(crate) issuer_subscriber_id: Option<String>,
    pub(crate) member: Member,
    dates: Vec<&'s Segment<'a>>,
}

/// Reads the segments after INS up to HD.
pub(crate) fn read_person<'s, 'a>(
    cursor: &mut Cursor<'s, 'a>,
    ins: &'s Segment<'a>,
) -> Result<Person<'s, 'a>, Refusal> {
    ins.only(&[1, 2, 3, 4, 5, 8])?;
    ins.is(5, "A")?;
    let (mut subscriber, mut member, mut issuer_id, mut issuer_subscriber_id) = (None, None, None, None);
    while let Some(reference) = cursor.take_if("REF", None) {
        let slot = match reference.element(1) {
            "0F" => &mut subscriber,
            "17" => &mut member,
            "23" => &mut issuer_id,
            "ZZ" => &mut issuer_subscriber_id,
            _ => {
                let said = reference.said(1);
                return Err(reference.refuse(1, format!("is {said}; only 0F, 17, 23 and ZZ are understood")));
            }
        };
        reference.only(&[1, 2])?;
        if slot.replace(reference.need(2)?.to_owned()).is_some() {
            return Err(reference.refuse(1, "is given a second time"));
        }
    }
    let mut dates = Vec::new();
    while let Some(dtp) = cursor.take_if("DTP", None) {
        dates.push(dtp);
    }
    let missing = |what: &str| ins.refuse_whole(format!("is not followed by {what}"));
    let id = member.ok_or_else(|| missing("REF*17"))?;
    Ok(Person {
        ins,
        subscriber_id: subscriber.ok_or_else(|| missing("REF*0F"))?,
        issuer_subscriber_id,
        member: read_member(cursor, id, issuer_id)?,
        dates,
    })
}

impl Person<'_, '_> {
    /// The dates of loop 2000 say the same as those of the coverage.
    pub(crate) fn dates(
        &self,
        (begin, end, effective): (Date, Option<Date>, Option<Date>),
    ) -> Result<(), Refusal> {
        for dtp in &self.dates {
            dtp.only(&[1, 2, 3])?;
            let expected = match dtp.element(1) {
                "356" => Some(begin),
                "357" => end,
                "303" => effective,
                _ => {
                    let said = dtp.said(1);
                    return Err(dtp.refuse(1, format!("is {said}; only 356, 357 and 303 are understood")));
                }
            };
            if Some(dtp.dated(2)?) != expected {
                return Err(dtp.refuse(3, "is another date than the coverage has"));
            }
        }
        Ok(())
    }
}

/// Loop 2100A.
fn read_member(
    cursor: &mut Cursor<'_, '_>,
    id: String,
    issuer_id: Option<String>,
) -> Result<Member, Refusal> {
    let name = cursor.take("NM1", Some("IL"))?;
    name.is(2, "1")?;
    name.only(&[1, 2, 3, 4, 5, 7, 8, 9])?;
    let ssn = match name.maybe(8) {
        Some(_) => {
            name.is(8, "34")?;
            let digits = |text: &str| crate::check::digits(text, 9, 9).then(|| text.to_owned());
            // The number itself is not put into the refusal.
            Some(digits(name.need(9)?).ok_or_else(|| name.refuse(9, "is not nine digits"))?)
        }
        None if name.maybe(9).is_some() => return Err(name.refuse(9, "has no qualifier before it")),
        None => None,
    };
    let text = |place: usize| name.maybe(place).map(str::to_owned);
    let person =
        PersonName { last: name.need(3)?.to_owned(), first: text(4), middle: text(5), suffix: text(7) };
    let contact = cursor.take_if("PER", None).map_or(Ok(Contact::default()), read_contact)?;
    let address = read_address(cursor)?;
    let birth = cursor.take("DMG", None)?;
    birth.only(&[1, 2, 3])?;
    let tobacco = match cursor.take_if("HLH", None) {
        Some(health) => {
            health.only(&[1])?;
            Some(health.read(1, "T or N", |code| match code {
                "T" => Some(true),
                "N" => Some(false),
                _ => None,
            })?)
        }
        None => None,
    };
    Ok(Member {
        id,
        issuer_id,
        name: person,
        ssn,
        birth: birth.dated(1)?,
        sex: birth.read(3, "F, M or U", Sex::from_code)?,
        tobacco,
        contact,
        address,
        premium_cents: None,
    })
}

fn read_contact(per: &Segment<'_>) -> Result<Contact, Refusal> {
    per.is(1, "IP")?;
    per.only(&[1, 3, 4, 5, 6, 7, 8])?;
    let mut contact = Contact::default();
    for place in [3, 5, 7] {
        let slot = match per.element(place) {
            "TE" => &mut contact.phone,
            "AP" => &mut contact.other_phone,
            "EM" => &mut contact.email,
            "" if place > 3 => {
                per.is(place + 1, "")?;
                continue;
            }
            _ => {
                let said = per.said(place);
                return Err(per.refuse(place, format!("is {said}; only TE, AP and EM are understood")));
            }
        };
        if slot.replace(per.need(place + 1)?.to_owned()).is_some() {
            return Err(per.refuse(place, "is given a second time"));
        }
    }
    Ok(contact)
}

fn read_address(cursor: &mut Cursor<'_, '_>) -> Result<Option<Address>, Refusal> {
    let Some(street) = cursor.take_if("N3", None) else {
        return Ok(None);
    };
    street.only(&[1, 2])?;
    let city = cursor.take("N4", None)?;
    city.only(&[1, 2, 3, 5, 6])?;
    let county = match city.maybe(5) {
        Some(_) => {
            city.is(5, "CY")?;
            Some(city.need(6)?.to_owned())
        }
        None => {
            city.is(6, "")?;
            None
        }
    };
    Ok(Some(Address {
        line1: street.need(1)?.to_owned(),
        line2: street.maybe(2).map(str::to_owned),
        city: city.need(1)?.to_owned(),
        state: city.need(2)?.to_owned(),
        zip: city.need(3)?.to_owned(),
        county,
    }))
}
